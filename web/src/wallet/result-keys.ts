// Each wallet's key for private results, asked for once while it is connected; never stored.
import { unlessGivenUp } from '#/wallet/give-up'
import type { ResultKey } from '#/wallet/result-key'
import type { Wallet } from '#/wallet/wallet'

const keys = new WeakMap<Wallet, Promise<ResultKey>>()

export function hasResultKey(wallet: Wallet): boolean {
  return keys.has(wallet)
}

/** `stop`: the person no longer waits for the wallet. */
export function resultKeyOf(
  wallet: Wallet,
  passphrase: string,
  stop: AbortSignal,
): Promise<ResultKey> {
  const known = keys.get(wallet)
  if (known) return known
  const asked = import('#/wallet/result-key').then(({ deriveResultKey }) =>
    unlessGivenUp(deriveResultKey(wallet, passphrase), stop),
  )
  keys.set(wallet, asked)
  // Who declines or stops waiting may be asked again.
  asked.catch(() => keys.delete(wallet))
  return asked
}
