import { useQuery } from '@tanstack/react-query'
import type { Job } from '#/market/types'
import { askJob, type Pairing } from '#/worker/client'

const RUNNING_TURN_MS = 1000
const WAITING_TURN_MS = 4000

/** What the worker knows of a claimed job; null when it was never asked for it. */
export function useWorkerJob(pairing: Pairing | null, job: Job) {
  return useQuery({
    queryKey: ['worker', pairing?.url, 'jobs', job.id],
    enabled: pairing !== null && job.status === 'claimed',
    queryFn: () => askJob(pairing as Pairing, job.id),
    refetchInterval: ({ state }) =>
      state.data?.status === 'running' && !state.error ? RUNNING_TURN_MS : WAITING_TURN_MS,
    retry: false,
  })
}
