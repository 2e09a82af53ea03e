// The contracts' events in JavaScript's own values.
import type { rpc } from '@stellar/stellar-sdk'
import { loadSdk } from '#/chain/sdk'
import type { Config } from '#/config/config'
import type { MarketEvent } from '#/market/news'

const PAGE_SIZE = 1000
/** So that nothing is missed between a view's first reading and the first page of events. */
const OVERLAP_LEDGERS = 5

export type EventPage =
  | {
      forgotten: false
      /** newest ledger that the RPC knows */
      ledger: number
      events: MarketEvent[]
      cursor: string
      more: boolean
    }
  /** the RPC does not know the cursor any more */
  | { forgotten: true }

/** What followed the cursor; without one, what happened in the last ledgers. */
export async function readEventPage(config: Config, cursor: string | null): Promise<EventPage> {
  const { Server } = await loadSdk()
  const { rpcUrl } = config.network
  const server = new Server(rpcUrl, { allowHttp: rpcUrl.startsWith('http:') })
  try {
    const from = cursor === null ? await beginning(server) : { cursor }
    const page = await server.getEvents({ ...from, filters: filters(config), limit: PAGE_SIZE })
    return {
      forgotten: false,
      ledger: page.latestLedger,
      events: await decode(page.events),
      cursor: page.cursor,
      more: page.events.length === PAGE_SIZE,
    }
  } catch (error) {
    if (cursor !== null && isRefusal(error)) return { forgotten: true }
    throw error
  }
}

async function beginning(server: rpc.Server): Promise<{ startLedger: number }> {
  const { latestLedger, oldestLedger } = await server.getHealth()
  return { startLedger: Math.max(oldestLedger, latestLedger - OVERLAP_LEDGERS) }
}

/** A JSON-RPC error: the server is there, and does not know the cursor any more. */
function isRefusal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && Number(error.code) < 0
}

function filters(config: Config) {
  const { gpuRegistry, jobMarketplace } = config.contracts
  return [{ type: 'contract' as const, contractIds: [gpuRegistry, jobMarketplace] }]
}

async function decode(events: readonly rpc.Api.EventResponse[]): Promise<MarketEvent[]> {
  const { scValToNative } = await loadSdk()
  return events.map(({ topic, value }) => {
    const [name, ...topics] = topic.map((each) => scValToNative(each) as unknown)
    const data = scValToNative(value) as unknown
    return {
      name: String(name),
      topics,
      data: typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {},
    }
  })
}
