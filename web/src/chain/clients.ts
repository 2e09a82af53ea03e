// The contracts' generated clients.
import { loadSdk } from '#/chain/sdk'
import type { Config } from '#/config/config'

/** `publicKey`: whose calls are to be made; without one they are for reading. */
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
