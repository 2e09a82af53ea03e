import { useQuery, useQueryClient } from '@tanstack/react-query'
import { askGpus, type DetectedGpus, type Pairing } from '#/worker/client'
import { addReadings, type CardHistories } from '#/worker/readings'

const TURN_MS = 3000

export interface WatchedGpus extends DetectedGpus {
  /** of this tab's whole life with the worker, also while another view was shown */
  histories: CardHistories
  /** when this was asked */
  at: number
}

/** The cards that the worker finds, and what they said before. */
export function useDetectedGpus(pairing: Pairing | null) {
  const queries = useQueryClient()
  const queryKey = ['worker', pairing?.url, 'gpus']
  return useQuery({
    queryKey,
    enabled: pairing !== null,
    queryFn: async (): Promise<WatchedGpus> => {
      const found = await askGpus(pairing as Pairing)
      const at = Date.now()
      const before = queries.getQueryData<WatchedGpus>(queryKey)?.histories ?? {}
      return { ...found, at, histories: addReadings(before, found.gpus, at) }
    },
    refetchInterval: TURN_MS,
    retry: false,
  })
}
