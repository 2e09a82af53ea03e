import { useQuery } from '@tanstack/react-query'
import { useAddress, useMarket } from '#/app/market-context'
import { askHealth, type Pairing, type WorkerHealth } from '#/worker/client'
import { usePairing } from '#/worker/pairing-store'

const HEALTH_TURN_MS = 5000

/** Why a worker that answers can't be driven from here. */
export type WorkerMismatch = 'otherProvider' | 'otherMarket' | 'tokenChanged'

/** How a worker is, looked at again and again. */
export function useWorkerHealth(pairing: Pairing | null) {
  return useQuery({
    queryKey: ['worker', pairing?.url, 'health', pairing?.token],
    enabled: pairing !== null,
    queryFn: () => askHealth(pairing as Pairing),
    refetchInterval: HEALTH_TURN_MS,
    retry: false,
  })
}

/** The worker that this tab is paired with. `drives`: the same, when it works for this wallet in this market. */
export function useWorker() {
  const { config } = useMarket()
  const address = useAddress()
  const pairing = usePairing()
  const health = useWorkerHealth(pairing)
  const mismatch = health.data ? mismatchOf(health.data, address, config) : null
  const drives = health.data && !mismatch ? pairing : null
  return { pairing, health, mismatch, drives, unreachable: pairing !== null && health.isError }
}

function mismatchOf(
  health: WorkerHealth,
  address: string | null,
  config: ReturnType<typeof useMarket>['config'],
): WorkerMismatch | null {
  // Without a token that it knows, a worker tells only that it is alive.
  if (health.runningJobs === undefined) return 'tokenChanged'
  if (
    health.marketplace !== config.contracts.jobMarketplace ||
    health.network !== config.network.passphrase
  )
    return 'otherMarket'
  return health.provider === address ? null : 'otherProvider'
}
