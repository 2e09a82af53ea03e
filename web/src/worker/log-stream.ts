// A job's log from its provider's worker: server-sent events (GET /jobs/{id}/logs in the worker's
// OpenAPI document), opened by the consumer's SEP-53 signature or by the provider's pairing token.
import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { Config } from '#/config/config'
import type { JobId } from '#/market/types'
import type { Wallet } from '#/wallet/wallet'

/** The worker takes signatures of at most an hour; a little less for clocks that differ. */
const SIGNATURE_S = 3300
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 15_000
/** A job that its provider has claimed may be begun at any moment. */
const NOT_BEGUN_PAUSE_MS = 3000
const EVENT_LIMIT_CHARACTERS = 1 << 20

export interface LogPiece {
  stream: 'stdout' | 'stderr' | 'gap'
  text: string
}

/** `denied` is for good; the others are tried again. */
export type LogTrouble = 'notBegun' | 'denied' | 'unreachable'

export interface LogEvents {
  /** the worker has the job; what it prints follows */
  onOpen: () => void
  onPiece: (piece: LogPiece) => void
  /** the job has ended and this was all of it */
  onEnd: () => void
  onTrouble: (trouble: LogTrouble) => void
}

export interface SignedAccess {
  address: string
  expires: number
  signature: string
}

export type LogAccess = SignedAccess | { token: string }

/** Asks the wallet; the text is the one that the worker checks. */
export async function signLogAccess(
  config: Config,
  wallet: Wallet,
  job: JobId,
): Promise<SignedAccess> {
  const expires = Math.floor(Date.now() / 1000) + SIGNATURE_S
  const text = `carrot job logs ${job} until ${expires}\nmarketplace ${config.contracts.jobMarketplace}`
  return {
    address: wallet.address,
    expires,
    signature: await wallet.signMessage(text, config.network.passphrase),
  }
}

/** Follows the log until `stop` is called; comes back by itself, to where it was. */
export function followLog(
  endpoint: string,
  job: JobId,
  access: LogAccess,
  events: LogEvents,
): () => void {
  const stop = new AbortController()
  void turns(logUrl(endpoint, job, access), access, events, stop.signal)
  return () => stop.abort()
}

function logUrl(endpoint: string, job: JobId, access: LogAccess): URL {
  const url = new URL(`jobs/${job}/logs`, endpoint.endsWith('/') ? endpoint : `${endpoint}/`)
  if ('signature' in access) {
    for (const name of ['address', 'expires', 'signature'] as const)
      url.searchParams.set(name, String(access[name]))
  }
  return url
}

async function turns(url: URL, access: LogAccess, events: LogEvents, stop: AbortSignal) {
  let lastId = ''
  let pauseMs = FIRST_PAUSE_MS
  while (!stop.aborted) {
    const came = await readOnce(url, access, lastId, events, stop).catch(() => null)
    if (stop.aborted || came === 'ended' || came === 'denied') return
    if (came !== null && typeof came === 'object') {
      // Who opens it again and again to say nothing is asked ever more rarely.
      if (came.lastId && came.lastId !== lastId) pauseMs = FIRST_PAUSE_MS
      lastId = came.lastId || lastId
    } else if (came === null) {
      events.onTrouble('unreachable')
    }
    await pause(came === 'notYet' ? NOT_BEGUN_PAUSE_MS : pauseMs, stop)
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  }
}

type Turn = 'ended' | 'denied' | 'notYet' | { lastId: string }

/** One connection. `{lastId}`: it broke off, or the worker left, and more will come. */
async function readOnce(
  url: URL,
  access: LogAccess,
  lastId: string,
  events: LogEvents,
  stop: AbortSignal,
): Promise<Turn | null> {
  const headers: Record<string, string> = { Accept: 'text/event-stream' }
  if ('token' in access) headers.Authorization = `Bearer ${access.token}`
  if (lastId) headers['Last-Event-ID'] = lastId
  const response = await fetch(url, { headers, signal: stop, cache: 'no-store' })
  if (response.status === 401 || response.status === 403) {
    events.onTrouble('denied')
    return 'denied'
  }
  if (response.status === 404) {
    events.onTrouble('notBegun')
    return 'notYet'
  }
  if (!response.ok || !response.body || !isEventStream(response)) return null
  events.onOpen()
  const stream = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream({ maxBufferSize: EVENT_LIMIT_CHARACTERS }))
  let newest = ''
  try {
    for await (const message of read(stream)) {
      newest = message.id ?? newest
      if (message.event === 'end' && message.data === 'complete') {
        events.onEnd()
        return 'ended'
      }
      if (isPiece(message.event)) events.onPiece({ stream: message.event, text: message.data })
    }
  } catch {
    // The connection broke; the next one goes on behind what has come.
  }
  return { lastId: newest }
}

/** Whatever else answers there is no worker with this job. */
function isEventStream(response: Response): boolean {
  return response.headers.get('Content-Type')?.split(';')[0]?.trim() === 'text/event-stream'
}

/** Streams are not iterable in every browser. */
async function* read<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    void reader.cancel().catch(() => {})
  }
}

function isPiece(event: string | undefined): event is LogPiece['stream'] {
  return event === 'stdout' || event === 'stderr' || event === 'gap'
}

function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    stop.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
