// A job's log from its provider's worker: server-sent events, opened by the consumer's SEP-53
// signature (GET /jobs/{id}/logs in the worker's OpenAPI document).
import type { Config } from '#/config/config'
import type { JobId } from '#/market/types'
import type { Wallet } from '#/wallet/wallet'

/** The worker takes signatures of at most an hour; a little less for clocks that differ. */
const SIGNATURE_S = 3300

export interface LogPiece {
  stream: 'stdout' | 'stderr' | 'gap'
  text: string
}

export interface LogEvents {
  onPiece: (piece: LogPiece) => void
  /** `complete`: the job has ended and this was all of it */
  onEnd: (complete: boolean) => void
  onTrouble: () => void
}

export interface LogAccess {
  address: string
  expires: number
  signature: string
}

/** Asks the wallet; the text is the one that the worker checks. */
export async function signLogAccess(
  config: Config,
  wallet: Wallet,
  job: JobId,
): Promise<LogAccess> {
  const expires = Math.floor(Date.now() / 1000) + SIGNATURE_S
  const text = `carrot job logs ${job} until ${expires}\nmarketplace ${config.contracts.jobMarketplace}`
  return { address: wallet.address, expires, signature: await wallet.signMessage(text) }
}

/** Follows the log until `stop` is called; comes back by itself after a lost connection. */
export function followLog(
  endpoint: string,
  job: JobId,
  access: LogAccess,
  events: LogEvents,
): () => void {
  const url = new URL(`jobs/${job}/logs`, endpoint.endsWith('/') ? endpoint : `${endpoint}/`)
  url.searchParams.set('address', access.address)
  url.searchParams.set('expires', String(access.expires))
  url.searchParams.set('signature', access.signature)
  const source = new EventSource(url)
  for (const stream of ['stdout', 'stderr', 'gap'] as const) {
    source.addEventListener(stream, (event) => events.onPiece({ stream, text: event.data }))
  }
  source.addEventListener('end', (event) => {
    source.close()
    events.onEnd(event.data === 'complete')
  })
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) events.onTrouble()
  })
  return () => source.close()
}
