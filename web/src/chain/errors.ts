// What went wrong on the way to or in a contract, as something that a person can be told.
import { Error as RegistryError } from '#/chain/bindings/gpu_registry/types'
import { Error as MarketplaceError } from '#/chain/bindings/job_marketplace/types'

/** Numbers of the native asset's own contract that a person can do something about. */
const BALANCE_BELOW_RESERVE = 10

const CONTRACT_ERRORS: Record<number, { message: string }> = {
  ...RegistryError,
  ...MarketplaceError,
}

export type ChainErrorKind =
  | 'contract'
  | 'balance'
  | 'rejected'
  | 'unreachable'
  | 'wrongNetwork'
  | 'noAccount'
  | 'notIncluded'
  | 'other'

export class ChainError extends Error {
  constructor(
    readonly kind: ChainErrorKind,
    /** for 'contract': the error's name in the contract's spec; else for the curious */
    readonly detail: string,
  ) {
    super(`${kind}: ${detail}`)
  }
}

/** Makes a ChainError of whatever the SDK, the wallet or the network threw. */
export function explain(error: unknown): ChainError {
  if (error instanceof ChainError) return error
  const text = error instanceof Error ? error.message : String(error)
  const contract = /Error\(Contract, #(\d+)\)/.exec(text)
  if (contract) {
    const number = Number(contract[1])
    if (number === BALANCE_BELOW_RESERVE) return new ChainError('balance', text)
    return new ChainError('contract', CONTRACT_ERRORS[number]?.message ?? `#${number}`)
  }
  if (/declin|reject|denied/i.test(text)) return new ChainError('rejected', text)
  if (/account not found|MissingValue/i.test(text)) return new ChainError('noAccount', text)
  if (/INSUFFICIENT_BALANCE/i.test(text)) return new ChainError('balance', text)
  if (/fetch|network ?error|timeout|ECONN|status code|5\d\d/i.test(text)) {
    return new ChainError('unreachable', text)
  }
  return new ChainError('other', text)
}
