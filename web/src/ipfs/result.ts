// A job's result: the files below "ipfs://CID", verified block by block while they are read.
import { exporter, type UnixFSEntry } from 'ipfs-unixfs-exporter'
import { CID } from 'multiformats/cid'
import { GatewayBlocks, join } from '#/ipfs/blocks'

/** What is shown in the page; more is for a download by other means. */
export const SHOWN_LIMIT_BYTES = 64 << 20
const FILES_LIMIT = 1000
const DEPTH_LIMIT = 16

export interface ResultFile {
  /** "stdout.txt", "frames/0001.png"; empty when the result is one file */
  path: string
  size: number
  cid: string
}

export function parseResultHash(resultHash: string): CID | null {
  const match = /^ipfs:\/\/([^/?#]+)\/?$/.exec(resultHash)
  try {
    return match?.[1] ? CID.parse(match[1]) : null
  } catch {
    return null
  }
}

/** The files of a result, folders walked through; at most 1,000. */
export async function listResult(
  cid: CID,
  gateways: readonly string[],
  stop: AbortSignal,
): Promise<ResultFile[]> {
  const files: ResultFile[] = []
  const blocks = new GatewayBlocks(gateways, stop)
  const walk = async (entry: UnixFSEntry, path: string, depth: number): Promise<void> => {
    if (files.length >= FILES_LIMIT || depth > DEPTH_LIMIT) return
    if (entry.type !== 'directory') {
      files.push({ path, size: Number(entry.size), cid: entry.cid.toString() })
      return
    }
    for await (const child of entry.entries()) {
      const inner = path === '' ? child.name : `${path}/${child.name}`
      await walk(await exporter(child.cid, blocks), inner, depth + 1)
    }
  }
  await walk(await exporter(cid, blocks), '', 0)
  return files
}

/** A file's bytes. Rejects past the limit and for a block that is not what its CID says. */
export async function readFile(
  file: ResultFile,
  gateways: readonly string[],
  stop: AbortSignal,
  onProgress?: (bytes: number) => void,
): Promise<Uint8Array> {
  if (file.size > SHOWN_LIMIT_BYTES) throw new Error('the file is too large to be shown')
  const entry = await exporter(CID.parse(file.cid), new GatewayBlocks(gateways, stop))
  if (entry.type === 'directory' || entry.type === 'object')
    throw new Error(`${file.path} is no file`)
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of entry.content()) {
    size += part.length
    if (size > SHOWN_LIMIT_BYTES) throw new Error('the file is too large to be shown')
    parts.push(part)
    onProgress?.(size)
  }
  return join(parts, size)
}
