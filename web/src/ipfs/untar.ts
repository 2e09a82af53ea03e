// The files of a tar archive (POSIX.1-2017 pax), taken apart as it comes. Links, devices and folders are
// passed over.
import { ResultError } from '#/ipfs/blocks'

export interface ArchiveFile {
  path: string
  content: Blob
}

const BLOCK_BYTES = 512
const EXTENDED_LIMIT_BYTES = 256 << 10
const FILES_LIMIT = 1000

type Kind = 'file' | 'pax' | 'gnuPath' | 'other'
const KINDS: Record<string, Kind> = { '0': 'file', '\0': 'file', x: 'pax', L: 'gnuPath' }

const broken = (reason: string) => new ResultError('unreadable', `the archive: ${reason}`)

export class Untar {
  readonly files: ArchiveFile[] = []
  #block = new Uint8Array(BLOCK_BYTES)
  #blockBytes = 0
  #entry: { kind: Kind; path: string } | null = null
  #parts: Uint8Array<ArrayBuffer>[] = []
  #left = 0
  #padding = 0
  #longPath: string | undefined
  #ended = false

  feed(bytes: Uint8Array): void {
    for (let rest = bytes; rest.length > 0 && !this.#ended; ) rest = rest.subarray(this.#take(rest))
  }

  /** Throws when the archive was cut off. */
  finish(): ArchiveFile[] {
    if (!this.#ended) throw broken('it ends too early')
    return this.files
  }

  /** How many bytes it took. */
  #take(bytes: Uint8Array): number {
    if (this.#entry) return this.#takeContent(bytes)
    if (this.#padding > 0) {
      const count = Math.min(this.#padding, bytes.length)
      this.#padding -= count
      return count
    }
    const part = bytes.subarray(0, BLOCK_BYTES - this.#blockBytes)
    this.#block.set(part, this.#blockBytes)
    this.#blockBytes += part.length
    if (this.#blockBytes === BLOCK_BYTES) this.#readHeader()
    return part.length
  }

  #takeContent(bytes: Uint8Array): number {
    const part = bytes.slice(0, this.#left)
    if (this.#entry?.kind !== 'other') this.#parts.push(part)
    this.#left -= part.length
    if (this.#left === 0) this.#endEntry()
    return part.length
  }

  #readHeader(): void {
    this.#blockBytes = 0
    if (this.#block.every((byte) => byte === 0)) {
      this.#ended = true
      return
    }
    if (text(this.#block, 257, 5) !== 'ustar') throw broken('a header is none')
    const sum = this.#block.reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte), 0)
    if (sum !== octal(this.#block, 148, 8)) throw broken("a header's checksum is wrong")
    const size = octal(this.#block, 124, 12)
    const kind = KINDS[String.fromCharCode(this.#block[156] ?? 0)] ?? 'other'
    if ((kind === 'pax' || kind === 'gnuPath') && size > EXTENDED_LIMIT_BYTES)
      throw broken('a name is too long')
    const prefix = text(this.#block, 345, 155)
    const name = text(this.#block, 0, 100)
    this.#entry = { kind, path: prefix ? `${prefix}/${name}` : name }
    this.#left = size
    this.#padding = (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES
    if (size === 0) this.#endEntry()
  }

  #endEntry(): void {
    const entry = this.#entry
    const parts = this.#parts
    this.#parts = []
    this.#entry = null
    if (entry?.kind === 'pax') {
      this.#longPath = paxPath(textOf(parts)) ?? this.#longPath
    } else if (entry?.kind === 'gnuPath') {
      this.#longPath = textOf(parts).split('\0')[0]
    } else {
      const path = this.#longPath ?? entry?.path ?? ''
      this.#longPath = undefined
      if (entry?.kind === 'file') this.#add({ path, content: new Blob(parts) })
    }
  }

  #add(file: ArchiveFile): void {
    if (this.files.length === FILES_LIMIT)
      throw new ResultError('tooLarge', `more than ${FILES_LIMIT} files`)
    this.files.push(file)
  }
}

function text(block: Uint8Array, at: number, size: number): string {
  const field = block.subarray(at, at + size)
  const end = field.indexOf(0)
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end))
}

function octal(block: Uint8Array, at: number, size: number): number {
  const digits = text(block, at, size).trim()
  if (!/^[0-7]*$/.test(digits)) throw broken('a number is none')
  return Number.parseInt(digits || '0', 8)
}

function textOf(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder()
  return parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode()
}

/** Of records "LENGTH KEY=VALUE\n", whose length counts bytes. */
function paxPath(records: string): string | undefined {
  let rest = new TextEncoder().encode(records)
  let path: string | undefined
  while (rest.length > 0) {
    const length = Number.parseInt(new TextDecoder().decode(rest.subarray(0, 12)), 10)
    if (!(length >= 5) || length > rest.length) throw broken('an extended header is malformed')
    const record = new TextDecoder().decode(rest.subarray(0, length))
    path = /^\d+ path=(.*)\n$/s.exec(record)?.[1] ?? path
    rest = rest.subarray(length)
  }
  return path
}
