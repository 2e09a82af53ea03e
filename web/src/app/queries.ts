// The chain's state as queries. Their keys' first word is what app/market-context.tsx refreshes by.
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMarket } from '#/app/market-context'
import { readBalance, readEndpoint, readGpu, readGpus, readJob, readJobs } from '#/chain/read'
import type { Gpu, GpuId, Job, JobId } from '#/market/types'

const UNFUNDED_TURN_MS = 5000
const FOREVER = Number.POSITIVE_INFINITY

/** All GPUs by id. While a first reading is under way `data` grows page by page. */
export function useGpus() {
  const { config } = useMarket()
  const queries = useQueryClient()
  return useQuery(
    queryOptions({
      queryKey: ['gpus'],
      staleTime: FOREVER,
      queryFn: () => {
        const first = queries.getQueryData<Gpu[]>(['gpus']) === undefined
        return readGpus(config, (sofar) => {
          if (first) queries.setQueryData(['gpus'], sofar)
        })
      },
    }),
  )
}

export function useGpu(id: GpuId) {
  const { config } = useMarket()
  return useQuery({
    queryKey: ['gpus', id],
    staleTime: FOREVER,
    retry: false,
    queryFn: () => readGpu(config, id),
  })
}

export function useJob(id: JobId) {
  const { config } = useMarket()
  return useQuery({
    queryKey: ['jobs', id],
    staleTime: FOREVER,
    retry: false,
    queryFn: () => readJob(config, id),
  })
}

export function useJobs() {
  const { config } = useMarket()
  return useQuery({ queryKey: ['jobs'], staleTime: FOREVER, queryFn: () => readJobs(config) })
}

export function useBalance(address: string | null) {
  const { config } = useMarket()
  return useQuery({
    queryKey: ['balance', address],
    enabled: address !== null,
    queryFn: () => readBalance(config, address ?? ''),
    // The first XLM come from elsewhere, and no event of ours tells.
    refetchInterval: ({ state }) => (state.data === null ? UNFUNDED_TURN_MS : false),
  })
}

export function useEndpoint(provider: string | null) {
  const { config } = useMarket()
  return useQuery({
    queryKey: ['endpoint', provider],
    enabled: provider !== null,
    staleTime: FOREVER,
    queryFn: () => readEndpoint(config, provider ?? ''),
  })
}

/** GPUs that work on a job now. */
export function busyGpus(jobs: readonly Job[] | undefined): Set<GpuId> {
  return new Set(jobs?.filter((job) => job.status === 'claimed').map((job) => job.gpuId))
}
