// Tells who listens when the market has changed: the contracts' events, asked for again and again.
import { readEvents } from '#/chain/event'
import { loadSdk } from '#/chain/sdk'
import { type Config, isLocal } from '#/config/config'
import type { MarketEvent } from '#/market/news'

const LOCAL_TURN_MS = 1000
const TURN_MS = 5000
const HIDDEN_TURN_MS = 15_000
const FAILED_TURN_MS = 8000

export interface FollowerNews {
  /** newest ledger that the RPC knows */
  ledger: number
  registryChanged: boolean
  marketplaceChanged: boolean
  /** the marketplace's, in their order */
  events: MarketEvent[]
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
 * Rests while the page is hidden and nobody listens. An RPC that has forgotten the ledger we were at
 * is started over, with both contracts marked changed.
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
  const { Server } = await loadSdk()
  const { rpcUrl } = config.network
  const { gpuRegistry, jobMarketplace } = config.contracts
  const server = new Server(rpcUrl, { allowHttp: rpcUrl.startsWith('http:') })
  let cursor: string | undefined
  while (!stop.aborted) {
    let pauseMs = turnMs(config)
    try {
      if (cursor === undefined) {
        const { sequence } = await server.getLatestLedger()
        const first = await server.getEvents({
          startLedger: sequence,
          filters: filters(config),
          limit: 1,
        })
        cursor = first.cursor
        onNews({ ledger: sequence, registryChanged: true, marketplaceChanged: true, events: [] })
      } else {
        const page = await server.getEvents({ cursor, filters: filters(config), limit: 1000 })
        cursor = page.cursor
        const touched = new Set(page.events.map((event) => event.contractId?.toString()))
        onNews({
          ledger: page.latestLedger,
          registryChanged: touched.has(gpuRegistry),
          marketplaceChanged: touched.has(jobMarketplace),
          events: await readEvents(page.events, jobMarketplace),
        })
      }
    } catch (error) {
      cursor = undefined
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

function filters(config: Config) {
  const { gpuRegistry, jobMarketplace } = config.contracts
  return [{ type: 'contract' as const, contractIds: [gpuRegistry, jobMarketplace] }]
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
