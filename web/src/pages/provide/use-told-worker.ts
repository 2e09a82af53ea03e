import { useAddress } from '#/app/market-context'
import { useEndpoint } from '#/app/queries'
import { isHttpUrl } from '#/config/config'
import { useWorkerHealth } from '#/pages/provide/use-worker'
import { usePairing } from '#/worker/pairing-store'

/**
 * The worker that this provider has told consumers of, asked as anybody may: whether it lives, and how
 * it works. Null where none is told, or one is paired, which says more.
 */
export function useToldWorker() {
  const address = useAddress()
  const paired = usePairing() !== null
  const endpoint = useEndpoint(address).data
  const url = !paired && isHttpUrl(endpoint) ? endpoint : null
  const health = useWorkerHealth(url === null ? null : { url, token: '' })
  if (url === null) return null
  return { url, health, mine: health.data?.provider === address }
}
