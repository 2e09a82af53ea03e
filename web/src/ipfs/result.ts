// A job's result: the files below "ipfs://CID", verified block by block while they are read.
import { exporter, type UnixFSEntry } from 'ipfs-unixfs-exporter'
import { CID } from 'multiformats/cid'
import { GatewayBlocks, ResultError } from '#/ipfs/blocks'

/** What the page keeps of one file; more is for `carrot job get`. */
export const FILE_LIMIT_BYTES = 512 * 2 ** 20
const FILES_LIMIT = 1000
const DEPTH_LIMIT = 16

export interface ResultFile {
  /** "stdout.txt", "frames/0001.png"; empty when the result is one file */
  path: string
  size: number
  /** what it goes by: inside a private result, the result's with the path */
  cid: string
  /** of a private result's file, which has come with the others */
  content?: Blob
}

const SEALED_MAGIC = 'age-encryption.org/v1\n'

/** Whether the result is an age file. */
export async function isSealed(
  cid: CID,
  gateways: readonly string[],
  stop: AbortSignal,
): Promise<boolean> {
  const entry = await exporter(cid, new GatewayBlocks(gateways, stop))
  if (entry.type === 'directory' || entry.type === 'object') return false
  let head = ''
  for await (const part of entry.content({ offset: 0, length: SEALED_MAGIC.length }))
    head += new TextDecoder().decode(part)
  return head === SEALED_MAGIC
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

/** A file's content. Rejects with a ResultError past the limit and for what no gateway gives honestly. */
export async function readFile(
  file: ResultFile,
  gateways: readonly string[],
  stop: AbortSignal,
  onProgress?: (bytes: number) => void,
): Promise<Blob> {
  if (file.content) return file.content
  const tooLarge = new ResultError(
    'tooLarge',
    `${file.path} is larger than ${FILE_LIMIT_BYTES} bytes`,
  )
  if (file.size > FILE_LIMIT_BYTES) throw tooLarge
  const entry = await exporter(CID.parse(file.cid), new GatewayBlocks(gateways, stop))
  if (entry.type === 'directory' || entry.type === 'object')
    throw new ResultError('unreadable', `${file.path} is no file`)
  const parts: BlobPart[] = []
  let size = 0
  for await (const part of entry.content()) {
    size += part.length
    if (size > FILE_LIMIT_BYTES) throw tooLarge
    parts.push(part as BlobPart)
    onProgress?.(size)
  }
  return new Blob(parts)
}

const ORDER = [
  /\.(png|jpe?g|gif|webp|avif)$/i,
  /\.(mp4|webm)$/i,
  /\.(wav|mp3|ogg|flac|m4a)$/i,
  /\.(csv|tsv)$/i,
]
const LAST = /^std(out|err)\.txt$/

/** What people look for first: pictures, then sound, tables and the rest; what was printed comes last. */
export function sortFiles(files: readonly ResultFile[]): ResultFile[] {
  const rank = ({ path }: ResultFile) => {
    if (LAST.test(path)) return ORDER.length + 1
    const at = ORDER.findIndex((pattern) => pattern.test(path))
    return at < 0 ? ORDER.length : at
  }
  return [...files].sort(
    (a, b) => rank(a) - rank(b) || a.path.localeCompare(b.path, 'en', { numeric: true }),
  )
}
