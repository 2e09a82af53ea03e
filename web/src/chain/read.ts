// Everything that the page reads from the two contracts, as its own types.
import type { Gpu as ChainGpu } from '#/chain/bindings/gpu_registry/types'
import type { Job as ChainJob } from '#/chain/bindings/job_marketplace/types'
import { explain } from '#/chain/errors'
import { loadSdk } from '#/chain/sdk'
import type { Config } from '#/config/config'
import type { Gpu, GpuId, Job, JobId, JobStatus } from '#/market/types'

/** The contracts' own limit of list_gpus and list_jobs. */
export const PAGE_SIZE = 50
const PAGES_AT_ONCE = 8

export async function openClients(config: Config, publicKey?: string) {
  const { GpuRegistry, JobMarketplace } = await loadSdk()
  const options = {
    networkPassphrase: config.network.passphrase,
    rpcUrl: config.network.rpcUrl,
    allowHttp: config.network.rpcUrl.startsWith('http:'),
    ...(publicKey === undefined ? {} : { publicKey }),
  }
  return {
    registry: new GpuRegistry({ ...options, contractId: config.contracts.gpuRegistry }),
    marketplace: new JobMarketplace({ ...options, contractId: config.contracts.jobMarketplace }),
  }
}

interface Reading<T> {
  result: T
  simulation?: unknown
}

/** Throws a contract's refusal, which the SDK gives as a value with the methods of a Result. */
function resultOf<T>({ result, simulation }: Reading<T>): T {
  const refused = (result as { isErr?: () => boolean } | null)?.isErr?.()
  if (refused) throw explain((simulation as { error?: string } | undefined)?.error)
  return result
}

export function gpuOf(id: GpuId, gpu: ChainGpu): Gpu {
  return {
    id,
    provider: gpu.provider,
    model: gpu.model,
    vramGb: gpu.vram_gb,
    pricePerHour: gpu.price_per_hour,
    available: gpu.available,
    totalJobs: gpu.total_jobs,
    registeredAt: Number(gpu.registered_at),
  }
}

const STATUSES: readonly JobStatus[] = ['open', 'claimed', 'completed', 'cancelled']

export function jobOf(job: ChainJob): Job {
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

/** Calls `onProgress` with what has come so far, in the order of ids, whenever a page arrives. */
async function readPages<T>(
  count: number,
  readPage: (start: number) => Promise<T[]>,
  onProgress?: (sofar: T[]) => void,
): Promise<T[]> {
  const starts = Array.from({ length: Math.ceil(count / PAGE_SIZE) }, (_, page) => page * PAGE_SIZE)
  const pages: T[][] = []
  let next = 0
  const take = async () => {
    while (next < starts.length) {
      const page = next++
      pages[page] = await readPage(starts[page] ?? 0)
      onProgress?.(pages.flat())
    }
  }
  await Promise.all(Array.from({ length: Math.min(PAGES_AT_ONCE, starts.length) }, take))
  return pages.flat()
}

export async function readGpus(
  config: Config,
  onProgress?: (sofar: Gpu[]) => void,
): Promise<Gpu[]> {
  const { registry } = await openClients(config)
  const count = resultOf(await registry.get_next_gpu_id())
  const readPage = async (start: number) => {
    const page = resultOf(await registry.list_gpus({ start, limit: PAGE_SIZE }))
    return page.map((gpu, index) => gpuOf(start + index, gpu))
  }
  return readPages(count, readPage, onProgress)
}

export async function readGpu(config: Config, id: GpuId): Promise<Gpu> {
  const { registry } = await openClients(config)
  return gpuOf(id, resultOf(await registry.get_gpu({ gpu_id: id })))
}

export async function readJobs(config: Config): Promise<Job[]> {
  const { marketplace } = await openClients(config)
  const count = resultOf(await marketplace.get_next_job_id())
  return readPages(count, async (start) =>
    resultOf(await marketplace.list_jobs({ start, limit: PAGE_SIZE })).map(jobOf),
  )
}

export async function readJob(config: Config, id: JobId): Promise<Job> {
  const { marketplace } = await openClients(config)
  return jobOf(resultOf(await marketplace.get_job({ job_id: id })))
}

/** Where the provider's worker answers; empty when it has said nothing. */
export async function readEndpoint(config: Config, provider: string): Promise<string> {
  const { registry } = await openClients(config)
  return resultOf(await registry.get_endpoint({ provider }))
}

/** The account's XLM in stroops; null when the account does not exist yet. */
export async function readBalance(config: Config, address: string): Promise<bigint | null> {
  const { Server } = await loadSdk()
  const server = new Server(config.network.rpcUrl, {
    allowHttp: config.network.rpcUrl.startsWith('http:'),
  })
  try {
    const entry = await server.getAccountEntry(address)
    return BigInt(entry.balance.toString())
  } catch (error) {
    if (error instanceof Error && /not found/i.test(error.message)) return null
    throw error
  }
}
