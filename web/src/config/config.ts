// Which market the page shows: /carrot.json, written by `carrot up` or by whoever deploys the page.

import { fileUrl } from '#/config/place'

export interface Config {
  network: {
    name: string
    passphrase: string
    rpcUrl: string
    /** where an account gets its first XLM; not on mainnet */
    friendbotUrl?: string
    /** a transaction's page, with "{hash}" in it */
    transactionUrl?: string
  }
  contracts: { gpuRegistry: string; jobMarketplace: string }
  /** trustless IPFS gateways, the best first */
  gateways: string[]
  /** name → address of the accounts that a local network comes with */
  demoAccounts?: Record<string, string>
}

export const LOCAL_PASSPHRASE = 'Standalone Network ; February 2017'

/** What makes a page useless is told in words that a deployer understands. */
export class ConfigError extends Error {}

export function isLocal(config: Config): boolean {
  return config.network.passphrase === LOCAL_PASSPHRASE
}

export async function loadConfig(url = fileUrl('carrot.json')): Promise<Config> {
  // As index.html has preloaded it; the service worker asks the host for every later start.
  const response = await fetch(url).catch(() => null)
  if (!response) throw new ConfigError(`${url} can't be reached: is the server still running?`)
  if (!response.ok)
    throw new ConfigError(`${url} answers ${response.status}: it must say which market this is`)
  const document: unknown = await response.json().catch(() => null)
  return readConfig(document, url)
}

export function readConfig(document: unknown, url = '/carrot.json'): Config {
  const mistakes: string[] = []
  const config = document as Partial<Config> | null
  const network = config?.network
  if (!network?.passphrase) mistakes.push('network.passphrase is missing')
  if (!isHttpUrl(network?.rpcUrl)) mistakes.push('network.rpcUrl is no http(s) URL')
  if (network?.friendbotUrl !== undefined && !isHttpUrl(network.friendbotUrl))
    mistakes.push('network.friendbotUrl is no http(s) URL')
  if (network?.transactionUrl !== undefined && !isTransactionUrl(network.transactionUrl))
    mistakes.push('network.transactionUrl is no http(s) URL with {hash} in it')
  for (const name of ['gpuRegistry', 'jobMarketplace'] as const) {
    if (!/^C[A-Z2-7]{55}$/.test(config?.contracts?.[name] ?? '')) {
      mistakes.push(`contracts.${name} is no contract address (C…)`)
    }
  }
  const gateways = config?.gateways
  if (!Array.isArray(gateways) || gateways.length === 0 || !gateways.every(isHttpUrl)) {
    mistakes.push('gateways must be a list of http(s) URLs')
  }
  if (mistakes.length > 0) throw new ConfigError(`${url}: ${mistakes.join('; ')}`)
  return config as Config
}

/** Where the network's explorer shows a transaction; null where it has none. */
export function explorerUrl({ network }: Config, hash: string): string | null {
  return network.transactionUrl?.replaceAll('{hash}', encodeURIComponent(hash)) ?? null
}

const isTransactionUrl = (value: unknown) => isHttpUrl(value) && value.includes('{hash}')

export function isHttpUrl(value: unknown): value is string {
  if (typeof value !== 'string') return false
  try {
    return ['http:', 'https:'].includes(new URL(value).protocol)
  } catch {
    return false
  }
}
