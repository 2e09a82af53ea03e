// Blocks from trustless gateways (the IPFS Trustless Gateway specification): whatever a gateway
// sends, a block is used only when it hashes to its CID.
import type { CID } from 'multiformats/cid'
import { identity } from 'multiformats/hashes/identity'
import { sha256 } from 'multiformats/hashes/sha2'

/** What IPFS implementations exchange at most (the Bitswap specification: 2 MiB), and some. */
const BLOCK_LIMIT_BYTES = 4 << 20
const TIMEOUT_MS = 20_000

export type ResultTrouble =
  /** what came is not what was asked for, from every gateway that answered */
  | 'dishonest'
  /** no gateway answers, or none has it */
  | 'away'
  /** it can't be checked here, or is no file or folder */
  | 'unreadable'
  | 'tooLarge'
  /** encrypted, and not to the key at hand */
  | 'otherKey'

export class ResultError extends Error {
  constructor(
    readonly trouble: ResultTrouble,
    text: string,
  ) {
    super(text)
  }
}

/** A block store for ipfs-unixfs-exporter. A gateway that failed is asked after the others from then on. */
export class GatewayBlocks {
  #gateways: readonly string[]

  constructor(
    gateways: readonly string[],
    private readonly stop: AbortSignal,
  ) {
    this.#gateways = gateways
  }

  async *get(cid: CID): AsyncGenerator<Uint8Array> {
    yield await this.#fetchBlock(cid)
  }

  async #fetchBlock(cid: CID): Promise<Uint8Array> {
    if (cid.multihash.code === identity.code) return cid.multihash.digest
    if (cid.multihash.code !== sha256.code) {
      throw new ResultError('unreadable', `${cid} is not a SHA-256 CID: it can't be checked here`)
    }
    const troubles: ResultError[] = []
    for (const gateway of this.#gateways) {
      try {
        const block = await this.#ask(gateway, cid)
        await verify(block, cid, gateway)
        return block
      } catch (error) {
        if (this.stop.aborted) throw error
        troubles.push(
          error instanceof ResultError
            ? error
            : new ResultError(
                'away',
                `${gateway}: ${error instanceof Error ? error.message : error}`,
              ),
        )
        this.#gateways = [...this.#gateways.filter((other) => other !== gateway), gateway]
      }
    }
    const trouble = troubles.some((each) => each.trouble === 'dishonest') ? 'dishonest' : 'away'
    throw new ResultError(trouble, troubles.map((each) => each.message).join('; '))
  }

  async #ask(gateway: string, cid: CID): Promise<Uint8Array> {
    const url = new URL(`ipfs/${cid}?format=raw`, gateway.endsWith('/') ? gateway : `${gateway}/`)
    const response = await fetch(url, {
      headers: { Accept: 'application/vnd.ipld.raw' },
      signal: AbortSignal.any([this.stop, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    if (!response.ok) throw new Error(`${url.host} answers ${response.status} for ${cid}`)
    return readLimited(response, BLOCK_LIMIT_BYTES)
  }
}

async function readLimited(response: Response, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > limit) {
      await reader.cancel()
      throw new ResultError('dishonest', `a block is larger than ${limit} bytes`)
    }
    parts.push(value)
  }
  return join(parts, size)
}

function join(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

async function verify(block: Uint8Array, cid: CID, gateway: string): Promise<void> {
  const { digest } = await sha256.digest(block as Uint8Array<ArrayBuffer>)
  const wanted = cid.multihash.digest
  if (digest.length !== wanted.length || digest.some((byte, at) => byte !== wanted[at])) {
    throw new ResultError('dishonest', `${gateway} sent something else than ${cid}`)
  }
}
