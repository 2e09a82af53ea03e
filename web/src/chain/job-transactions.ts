// The transactions that made a job what it is, found by its events, as far back as the RPC remembers.
import { openClients } from '#/chain/clients'
import { loadSdk } from '#/chain/sdk'
import type { Config } from '#/config/config'
import type { Job } from '#/market/types'

export interface JobTransaction {
  event: 'posted' | 'claimed' | 'completed' | 'released' | 'cancelled'
  hash: string
  ledger: number
  /** Unix seconds */
  at: number
}

/** An RPC looks through this many ledgers a request. */
const LEDGERS_A_REQUEST = 10_000
const REQUESTS_LIMIT = 16
/** No network of Stellar's closes ledgers faster; a local one keeps few enough to look at all. */
const SHORTEST_LEDGER_S = 4.5
const EVENTS_LIMIT = 100

/** The oldest first. Empty when the RPC has forgotten all of them. */
export async function readJobTransactions(config: Config, job: Job): Promise<JobTransaction[]> {
  const { Server, scValToNative } = await loadSdk()
  const { rpcUrl } = config.network
  const server = new Server(rpcUrl, { allowHttp: rpcUrl.startsWith('http:') })
  const { marketplace } = await openClients(config)
  const topics = [
    marketplace.jobPostedEventFilter({ consumer: job.consumer, gpu_id: job.gpuId }),
    marketplace.jobClaimedEventFilter({ job_id: job.id }),
    marketplace.jobCompletedEventFilter({ job_id: job.id }),
    marketplace.jobReleasedEventFilter({ job_id: job.id }),
    marketplace.jobCancelledEventFilter({ job_id: job.id }),
  ]
  const contractIds = [config.contracts.jobMarketplace]
  const filters = [{ type: 'contract' as const, contractIds, topics }]
  const health = await server.getHealth()
  const startLedger = startOf(health, job.createdAt)

  const found: JobTransaction[] = []
  let page = await server.getEvents({ startLedger, filters, limit: EVENTS_LIMIT })
  for (let request = 1; ; ++request) {
    for (const event of page.events) {
      const name = String(scValToNative(event.topic[0] as never)).replace('job_', '')
      const value = scValToNative(event.value) as { job_id?: number }
      // Another job of the same consumer for the same GPU.
      if (name === 'posted' && value.job_id !== job.id) continue
      found.push({
        event: name as JobTransaction['event'],
        hash: event.txHash,
        ledger: event.ledger,
        at: Date.parse(event.ledgerClosedAt) / 1000,
      })
    }
    const all = request * LEDGERS_A_REQUEST + startLedger > page.latestLedger
    if ((all && page.events.length < EVENTS_LIMIT) || request >= REQUESTS_LIMIT) return found
    page = await server.getEvents({ cursor: page.cursor, filters, limit: EVENTS_LIMIT })
  }
}

function startOf(
  health: { latestLedger: number; oldestLedger: number },
  createdAt: number,
): number {
  const { latestLedger, oldestLedger } = health
  if (latestLedger - oldestLedger < LEDGERS_A_REQUEST) return oldestLedger
  const ageS = Date.now() / 1000 - createdAt
  const back = Math.ceil(ageS / SHORTEST_LEDGER_S) + 10
  return Math.max(oldestLedger, latestLedger - back)
}
