// A private result: one age file with one archive in it (docs/ipfs.md), decrypted here. Loaded when it is
// needed.
import { Decrypter } from 'age-encryption'
import { exporter } from 'ipfs-unixfs-exporter'
import type { CID } from 'multiformats/cid'
import { GatewayBlocks, ResultError } from '#/ipfs/blocks'
import { FILE_LIMIT_BYTES, type ResultFile } from '#/ipfs/result'
import { Untar } from '#/ipfs/untar'

const ROOT = 'result/'

/** The same files that a public result would have, with their content. */
export async function openSealedResult(
  cid: CID,
  gateways: readonly string[],
  identity: string,
  stop: AbortSignal,
  onProgress?: (bytes: number) => void,
): Promise<ResultFile[]> {
  const entry = await exporter(cid, new GatewayBlocks(gateways, stop))
  if (entry.type === 'directory' || entry.type === 'object')
    throw new ResultError('unreadable', 'an encrypted result is one file')
  if (Number(entry.size) > FILE_LIMIT_BYTES)
    throw new ResultError('tooLarge', `the result is larger than ${FILE_LIMIT_BYTES} bytes`)
  const archive = new Untar()
  for await (const plain of decrypt(entry.content(), identity, onProgress)) archive.feed(plain)
  const files = archive.finish().filter(({ path }) => path.startsWith(ROOT))
  if (new Set(files.map(({ path }) => path)).size < files.length)
    throw new ResultError('unreadable', 'the archive has a file twice')
  return files.map(({ path, content }) => ({
    path: path.slice(ROOT.length),
    size: content.size,
    cid: `${cid}/${path}`,
    content,
  }))
}

async function* decrypt(
  pieces: AsyncGenerator<Uint8Array>,
  identity: string,
  onProgress?: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  // What the gateways do wrong is told as it is, and not as a trouble of the decryption.
  let failure: unknown
  let size = 0
  const ciphertext = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next()
        if (done) return controller.close()
        size += value.length
        if (size > FILE_LIMIT_BYTES) throw new ResultError('tooLarge', 'the result is too large')
        controller.enqueue(value)
        onProgress?.(size)
      } catch (error) {
        failure = error
        controller.error(error)
      }
    },
    cancel: () => void pieces.return(undefined),
  })
  try {
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    const reader = (await decrypter.decrypt(ciphertext)).getReader()
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } catch (error) {
    if (failure) throw failure
    if (error instanceof ResultError) throw error
    const text = error instanceof Error ? error.message : String(error)
    throw new ResultError(/no identity matched/.test(text) ? 'otherKey' : 'unreadable', text)
  }
}
