// Everything that the page reads from the two contracts, as its own types. It works in a thread of its
// own (reader-worker.ts): the SDK and what it decodes would keep the page from answering the person.

import type { Gpu as ChainGpu } from '#/chain/bindings/gpu_registry/types'
import type { Job as ChainJob } from '#/chain/bindings/job_marketplace/types'
import { openClients } from '#/chain/clients'
import { ask } from '#/chain/reader/ask'
import { type EventPage, readEventPage } from '#/chain/reader/event'
import { loadSdk } from '#/chain/sdk'
import type { Config } from '#/config/config'
import { plainLine } from '#/market/plain-text'
import type { Gpu, GpuId, Job, JobId, JobStatus } from '#/market/types'

/** The contracts' own limit of list_gpus and list_jobs. */
const PAGE_SIZE = 50
const PAGES_AT_ONCE = 8
/** Each showing filters, sorts and draws the whole list. */
const PROGRESS_MS = 300

/** For reading: without an account, and made once. */
const readers = new Map<Config, ReturnType<typeof openClients>>()

function openReaders(config: Config): ReturnType<typeof openClients> {
  let opened = readers.get(config)
  if (!opened) {
    opened = openClients(config)
    readers.set(config, opened)
    // A bundle that did not come is asked for again.
    opened.catch(() => readers.delete(config))
  }
  return opened
}

function gpuOf(id: GpuId, gpu: ChainGpu): Gpu {
  return {
    id,
    provider: gpu.provider,
    model: plainLine(gpu.model),
    vramGb: gpu.vram_gb,
    pricePerHour: gpu.price_per_hour,
    available: gpu.available,
    totalJobs: gpu.total_jobs,
    registeredAt: Number(gpu.registered_at),
  }
}

const STATUSES: readonly JobStatus[] = ['open', 'claimed', 'completed', 'cancelled']

function jobOf(job: ChainJob): Job {
  const claimed = job.claimed_at > 0n
  return {
    id: job.job_id,
    gpuId: job.gpu_id,
    consumer: job.consumer,
    provider: claimed ? job.provider : null,
    description: job.description,
    hours: job.compute_hours,
    payment: job.payment_amount,
    status: STATUSES[job.status] ?? 'cancelled',
    createdAt: Number(job.created_at),
    claimedAt: claimed ? Number(job.claimed_at) : null,
    completedAt: job.completed_at > 0n ? Number(job.completed_at) : null,
    resultHash: job.result_hash,
  }
}

/** Calls `onProgress` with what has come so far, in the order of ids: at once, then now and then. */
async function readPages<T>(
  readCount: Promise<number>,
  readPage: (start: number) => Promise<T[]>,
  onProgress?: (sofar: T[]) => void,
): Promise<T[]> {
  // The first page shows what there is while the number of pages is still being asked.
  const [count, first] = await Promise.all([readCount, readPage(0)])
  const pages = [first]
  const pageCount = Math.ceil(count / PAGE_SIZE)
  let next = 1
  let shown = 0
  const show = () => {
    if (performance.now() - shown < PROGRESS_MS) return
    onProgress?.(pages.flat())
    shown = performance.now()
  }
  const take = async () => {
    while (next < pageCount) {
      const page = next++
      pages[page] = await readPage(page * PAGE_SIZE)
      show()
    }
  }
  show()
  await Promise.all(Array.from({ length: PAGES_AT_ONCE }, take))
  return pages.flat()
}

async function readGpus(config: Config, onProgress?: (sofar: Gpu[]) => void): Promise<Gpu[]> {
  const { registry } = await openReaders(config)
  const count = ask(config, registry, 'get_next_gpu_id', {})
  const readPage = async (start: number) => {
    const page = await ask(config, registry, 'list_gpus', { start, limit: PAGE_SIZE })
    return page.map((gpu, index) => gpuOf(start + index, gpu))
  }
  return readPages(count, readPage, onProgress)
}

async function readGpu(config: Config, id: GpuId): Promise<Gpu> {
  const { registry } = await openReaders(config)
  return gpuOf(id, await ask(config, registry, 'get_gpu', { gpu_id: id }))
}

async function readJobs(config: Config): Promise<Job[]> {
  const { marketplace } = await openReaders(config)
  const count = ask(config, marketplace, 'get_next_job_id', {})
  return readPages(count, async (start) =>
    (await ask(config, marketplace, 'list_jobs', { start, limit: PAGE_SIZE })).map(jobOf),
  )
}

async function readJob(config: Config, id: JobId): Promise<Job> {
  const { marketplace } = await openReaders(config)
  return jobOf(await ask(config, marketplace, 'get_job', { job_id: id }))
}

/** Where the provider's worker answers; empty when it has said nothing. */
async function readEndpoint(config: Config, provider: string): Promise<string> {
  const { registry } = await openReaders(config)
  return ask(config, registry, 'get_endpoint', { provider })
}

/** The account's XLM in stroops; null when the account does not exist yet. */
async function readBalance(config: Config, address: string): Promise<bigint | null> {
  const { Server } = await loadSdk()
  const server = new Server(config.network.rpcUrl, {
    allowHttp: config.network.rpcUrl.startsWith('http:'),
  })
  try {
    const entry = await server.getAccountEntry(address)
    return BigInt(entry.balance.toString())
  } catch (error) {
    if (!(error instanceof Error && /not found/i.test(error.message))) throw error
    // To the SDK, an account behind a node that does not answer is none either.
    await server.getLatestLedger()
    return null
  }
}

/** By name, with one argument each; some tell of what has come so far. */
export const reader = {
  gpus: (config: Config, _: null, onProgress: (sofar: Gpu[]) => void) =>
    readGpus(config, onProgress),
  gpu: readGpu,
  jobs: (config: Config, _: null) => readJobs(config),
  job: readJob,
  endpoint: readEndpoint,
  balance: readBalance,
  events: (config: Config, cursor: string | null): Promise<EventPage> =>
    readEventPage(config, cursor),
}

export type Reader = typeof reader
