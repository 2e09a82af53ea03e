// What went wrong on the way to or in a contract, as something that a person can be told.
import type { xdr } from '@stellar/stellar-sdk/base'
import { Error as RegistryError } from '#/chain/bindings/gpu_registry/types'
import { Error as MarketplaceError } from '#/chain/bindings/job_marketplace/types'
import { WalletError, type WalletTrouble } from '#/wallet/wallet'

/** Numbers of the native asset's own contract that a person can do something about. */
const BALANCE_BELOW_RESERVE = 10

const CONTRACT_ERRORS: Record<number, { message: string }> = {
  ...RegistryError,
  ...MarketplaceError,
}

export type ChainErrorKind =
  | 'contract'
  | 'balance'
  | 'noWallet'
  | 'rejected'
  | 'locked'
  /** the wallet would sign, or has signed, as somebody else */
  | 'otherAccount'
  /** the person no longer waits for the wallet */
  | 'givenUp'
  | 'unreachable'
  | 'wrongNetwork'
  | 'noAccount'
  | 'notIncluded'
  /** it was signed when its time was over */
  | 'tooLate'
  /** it was sent, and nobody can say yet what became of it */
  | 'unknown'
  | 'failed'
  | 'other'

export class ChainError extends Error {
  constructor(
    readonly kind: ChainErrorKind,
    /** for 'contract': the error's name in the contract's spec; else for the curious */
    readonly detail: string,
    /** of the transaction that failed in a ledger, or may be in one */
    readonly hash?: string,
  ) {
    super(`${kind}: ${detail}`)
  }
}

const contractErrorName = (number: number) => CONTRACT_ERRORS[number]?.message ?? `#${number}`

/** The name of the error that a contract refused with, if the RPC tells its diagnostic events. */
export function contractErrorOf(events: readonly xdr.DiagnosticEvent[] | undefined): string | null {
  for (const { event } of events ?? []) {
    for (const topic of event.body.v0.topics) {
      if (topic.type === 'scvError' && topic.error.type === 'sceContract')
        return contractErrorName(topic.error.contractCode)
    }
  }
  return null
}

const OF_WALLET: Record<WalletTrouble, ChainErrorKind> = {
  notInstalled: 'other',
  locked: 'locked',
  rejected: 'rejected',
  otherAccount: 'otherAccount',
  otherNetwork: 'wrongNetwork',
  givenUp: 'givenUp',
  other: 'other',
}

/** Makes a ChainError of whatever the SDK, the wallet or the network threw. */
export function explain(error: unknown): ChainError {
  if (error instanceof ChainError) return error
  if (error instanceof WalletError) return new ChainError(OF_WALLET[error.trouble], error.message)
  const text = error instanceof Error ? error.message : String(error)
  const contract = /Error\(Contract, #(\d+)\)/.exec(text)
  if (contract) {
    const number = Number(contract[1])
    if (number === BALANCE_BELOW_RESERVE) return new ChainError('balance', text)
    return new ChainError('contract', contractErrorName(number))
  }
  if (/declin|reject|denied/i.test(text)) return new ChainError('rejected', text)
  if (/account not found|MissingValue/i.test(text)) return new ChainError('noAccount', text)
  if (/INSUFFICIENT_BALANCE/i.test(text)) return new ChainError('balance', text)
  if (/fetch|network ?error|timeout|ECONN|status code|5\d\d/i.test(text)) {
    return new ChainError('unreachable', text)
  }
  return new ChainError('other', text)
}
