// Each wallet's key for private results, asked for once while it is connected; never stored.
import type { ResultKey } from '#/wallet/result-key'
import type { Wallet } from '#/wallet/wallet'

const keys = new WeakMap<Wallet, Promise<ResultKey>>()

export function hasResultKey(wallet: Wallet): boolean {
  return keys.has(wallet)
}

export function resultKeyOf(wallet: Wallet, passphrase: string): Promise<ResultKey> {
  const known = keys.get(wallet)
  if (known) return known
  const asked = import('#/wallet/result-key').then(({ deriveResultKey }) =>
    deriveResultKey(wallet, passphrase),
  )
  keys.set(wallet, asked)
  // Who declines may be asked again.
  asked.catch(() => keys.delete(wallet))
  return asked
}
