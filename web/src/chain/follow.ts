// Tells who listens when the market has changed: the contracts' events, asked for again and again.
import { pause } from '#/chain/pause'
import { readEvents } from '#/chain/read'
import { type Config, isLocal } from '#/config/config'
import type { MarketEvent } from '#/market/news'

const LOCAL_TURN_MS = 1000
const TURN_MS = 5000
const HIDDEN_TURN_MS = 15_000
const FAILED_TURN_MS = 8000

export interface FollowerNews {
  /** newest ledger that the RPC knows */
  ledger: number
  /** of both contracts, in their order */
  events: MarketEvent[]
  /** the RPC has forgotten where we were: what happened since is not among the events */
  unknownChanges: boolean
}

export interface FollowerListener {
  /** after each turn */
  onNews: (news: FollowerNews) => void
  /** the RPC can't be asked */
  onTrouble: (error: unknown) => void
  /** whether somebody wants to hear of news while the page is hidden */
  listensHidden: () => boolean
}

/**
 * Rests while the page is hidden and nobody listens. Begins some ledgers back, so that nothing is
 * missed between a view's first reading and the first turn.
 */
export function followMarket(config: Config, listener: FollowerListener): () => void {
  const stop = new AbortController()
  void turns(config, stop.signal, listener)
  return () => stop.abort()
}

async function turns(
  config: Config,
  stop: AbortSignal,
  { onNews, onTrouble, listensHidden }: FollowerListener,
): Promise<void> {
  let cursor: string | null = null
  let unknownChanges = false
  while (!stop.aborted) {
    let pauseMs = turnMs(config)
    try {
      const page = await readEvents(config, cursor)
      if (page.forgotten) {
        cursor = null
        unknownChanges = true
        continue
      }
      onNews({ ledger: page.ledger, events: page.events, unknownChanges })
      cursor = page.cursor
      unknownChanges = false
      if (page.more) continue
    } catch (error) {
      pauseMs = FAILED_TURN_MS
      if (!stop.aborted) onTrouble(error)
    }
    await pause(pauseMs, stop)
    if (!listensHidden()) await visible(stop)
  }
}

function turnMs(config: Config): number {
  if (isLocal(config)) return LOCAL_TURN_MS
  return document.hidden ? HIDDEN_TURN_MS : TURN_MS
}

function visible(stop: AbortSignal): Promise<void> {
  if (!document.hidden || stop.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const onChange = () => {
      if (!document.hidden) resolve()
    }
    document.addEventListener('visibilitychange', onChange, { signal: stop })
    stop.addEventListener('abort', () => resolve())
  })
}
