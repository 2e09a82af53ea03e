// The job's description: JSON text, version 1 (docs/protocol.md). Written by the post form, read from
// the chain, where anybody may have put anything.

import { plainLine, plainText } from '#/market/plain-text'

export const DESCRIPTION_LIMIT_BYTES = 8192
const ARGS_SHOWN = 2000

export interface JobInput {
  cid: string
  path: string
}

export type JobSpec =
  | {
      type: 'python-script'
      description: string
      code?: string
      codeCid?: string
      inputs?: JobInput[]
    }
  | {
      type: 'docker-image'
      description: string
      image: string
      args?: string[]
      inputs?: JobInput[]
    }
  | { type: 'simple'; description: string }

/** Who alone can read the result, as an age recipient. */
export type Private = { encryptTo?: string }

export function writeDescription(spec: JobSpec & Private): string {
  return JSON.stringify(spec)
}

export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}

export interface ReadDescription {
  type: JobSpec['type'] | 'unknown'
  title: string
  code?: string
  codeCid?: string
  image?: string
  args?: string
  /** it asks for a private result */
  isPrivate: boolean
}

/** Never fails: what can't be read is shown as its text. What is in it can't pretend (plain-text.ts). */
export function readDescription(text: string): ReadDescription {
  const fields = parseObject(text)
  if (!fields) return { type: 'unknown', title: plainLine(text), isPrivate: false }
  const type = knownType(fields.type)
  const read: ReadDescription = {
    type,
    title: plainLine(textOf(fields.description) ?? ''),
    isPrivate: fields.encryptTo !== undefined,
  }
  const code = textOf(fields.code)
  const codeCid = textOf(fields.codeCid)
  const image = textOf(fields.image)
  if (code !== undefined) read.code = plainText(code)
  if (codeCid !== undefined) read.codeCid = plainLine(codeCid)
  if (image !== undefined) read.image = plainLine(image)
  if (Array.isArray(fields.args))
    read.args = plainLine(fields.args.map(String).join(' '), ARGS_SHOWN)
  else if (typeof fields.args === 'string') read.args = plainLine(fields.args, ARGS_SHOWN)
  return read
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function knownType(value: unknown): ReadDescription['type'] {
  return value === 'python-script' || value === 'docker-image' || value === 'simple'
    ? value
    : 'unknown'
}
