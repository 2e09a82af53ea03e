// Sends a signed transaction and finds out what became of it, whatever the RPC says or does not say
// meanwhile: who is told that nothing was paid pays again.
import { hex } from '@scure/base'
import type { Transaction, xdr } from '@stellar/stellar-sdk/base'
import type { Api, Server } from '@stellar/stellar-sdk/rpc'
import { ChainError, type ChainErrorKind } from '#/chain/errors'
import { pause } from '#/chain/pause'

const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 5000

export type Settled = Api.GetSuccessfulTransactionResponse | Api.GetFailedTransactionResponse

/** `unanswered`: the RPC could not be asked, so that the network may have the transaction or not. */
export type OnTurn = (turn: { accepted: boolean; unanswered: boolean }) => void

export const hashOf = (transaction: Transaction): string => hex.encode(transaction.hash())

/**
 * What a ledger made of the transaction. Rejects with a ChainError: one of 'unknown' when `stop` came first,
 * any other only when no ledger has taken it in or ever will. `before`: whether this transaction may have been
 * sent earlier.
 */
export async function settle(
  server: Pick<Server, 'sendTransaction' | 'getTransaction'>,
  transaction: Transaction,
  onTurn: OnTurn,
  stop: AbortSignal,
  before: 'unsent' | 'perhaps sent' = 'unsent',
): Promise<Settled> {
  const hash = hashOf(transaction)
  let accepted = false
  let perhapsSent = before === 'perhaps sent'
  for (let pauseMs = FIRST_PAUSE_MS; !stop.aborted; pauseMs *= 1.5) {
    let unanswered = false
    try {
      accepted ||= await send(server, transaction, perhapsSent)
      const found = await server.getTransaction(hash)
      if (found.status !== 'NOT_FOUND') return found as Settled
      refuseLate(transaction, found.latestLedgerCloseTime)
    } catch (error) {
      if (error instanceof ChainError) throw error
      unanswered = true
      perhapsSent = true
    }
    onTurn({ accepted, unanswered })
    await pause(Math.min(pauseMs, LONGEST_PAUSE_MS), stop)
  }
  throw new ChainError('unknown', 'no longer waited for', hash)
}

/** Whether the network has it. A refusal counts only if no earlier sending can be its reason. */
async function send(
  server: Pick<Server, 'sendTransaction'>,
  transaction: Transaction,
  perhapsSent: boolean,
): Promise<boolean> {
  const { status, errorResult } = await server.sendTransaction(transaction)
  if (status === 'PENDING' || status === 'DUPLICATE') return true
  if (status === 'ERROR' && !perhapsSent) throw refusal(errorResult)
  return false
}

const REFUSALS: Partial<Record<string, ChainErrorKind>> = {
  txInsufficientBalance: 'balance',
  txNoAccount: 'noAccount',
  txBadAuth: 'otherAccount',
  txTooLate: 'tooLate',
}

function refusal(result: xdr.TransactionResult | undefined): ChainError {
  const code = result?.result.type ?? 'unknown'
  return new ChainError(REFUSALS[code] ?? 'notIncluded', code)
}

/** By the ledgers' own clock: a transaction whose time is over is in none that follows. */
function refuseLate({ timeBounds }: Transaction, closedAt: number): void {
  const latest = Number(timeBounds?.maxTime ?? 0)
  if (latest > 0 && Number(closedAt) > latest) throw new ChainError('tooLate', 'txTooLate')
}
