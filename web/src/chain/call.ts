// A call that changes the market: simulated, signed by the wallet, sent, and seen in a ledger.
import type { Transaction } from '@stellar/stellar-sdk/base'
import type { AssembledTransaction } from '@stellar/stellar-sdk/contract'
import { openClients } from '#/chain/clients'
import { ChainError, contractErrorOf, explain } from '#/chain/errors'
import { loadSdk } from '#/chain/sdk'
import type { Settled } from '#/chain/settle'
import type { Config } from '#/config/config'
import { unlessGivenUp } from '#/wallet/give-up'
import type { Wallet } from '#/wallet/wallet'

export type CallStep =
  | { step: 'simulating' }
  /** `giveUp`: the person no longer waits for the wallet; what it signs later is not sent */
  | { step: 'signing'; feeStroops: bigint; giveUp: () => void }
  /** `unanswered`: the RPC does not say what became of it; `giveUp` leaves that open */
  | { step: 'sending' | 'confirming'; hash: string; unanswered: boolean; giveUp: () => void }
  | { step: 'confirmed'; hash: string; ledger: number }

type OnStep = (step: CallStep) => void
type Clients = Awaited<ReturnType<typeof openClients>>

/** Nobody knows what became of the transaction. `resume` asks for the same one again. */
export class Unsettled<T> extends ChainError {
  constructor(
    hash: string,
    readonly resume: (onStep: OnStep) => Promise<T>,
  ) {
    super('unknown', 'no longer waited for', hash)
  }
}

/**
 * Makes the call that `build` names, and tells each step. Rejects with a ChainError; nothing has been
 * signed when the step before it was 'simulating', nothing sent when it was 'signing'.
 */
export async function call<T>(
  config: Config,
  wallet: Wallet,
  build: (clients: Clients) => Promise<AssembledTransaction<T>>,
  onStep: OnStep,
): Promise<T> {
  try {
    onStep({ step: 'simulating' })
    const transaction = await build(await openClients(config, wallet.address))
    // Reading the result is what makes the SDK throw a failed simulation.
    void transaction.result
    await sign(config, wallet, transaction, onStep)
    return await send(config, transaction, onStep)
  } catch (error) {
    throw explain(error)
  }
}

async function sign<T>(
  config: Config,
  wallet: Wallet,
  transaction: AssembledTransaction<T>,
  onStep: OnStep,
): Promise<void> {
  const stop = new AbortController()
  const feeStroops = BigInt(transaction.built?.fee ?? 0)
  onStep({ step: 'signing', feeStroops, giveUp: () => stop.abort() })
  await transaction.sign({
    signTransaction: (xdr, options) =>
      unlessGivenUp(
        wallet.signTransaction(xdr, options?.networkPassphrase ?? config.network.passphrase),
        stop.signal,
      ),
  })
}

async function send<T>(
  config: Config,
  transaction: AssembledTransaction<T>,
  onStep: OnStep,
  before?: 'perhaps sent',
): Promise<T> {
  const signed = transaction.signed as Transaction
  const { settle, hashOf } = await import('#/chain/settle')
  const { Server } = await loadSdk()
  const { rpcUrl } = config.network
  const server = new Server(rpcUrl, { allowHttp: rpcUrl.startsWith('http:') })
  const hash = hashOf(signed)
  const stop = new AbortController()
  const giveUp = () => stop.abort()
  onStep({ step: 'sending', hash, unanswered: false, giveUp })
  const settled = await settle(
    server,
    signed,
    ({ accepted, unanswered }) =>
      onStep({ step: accepted ? 'confirming' : 'sending', hash, unanswered, giveUp }),
    stop.signal,
    before,
  ).catch((error: unknown) => {
    if (!(error instanceof ChainError) || error.kind !== 'unknown') throw error
    throw new Unsettled(hash, (next) => send(config, transaction, next, 'perhaps sent'))
  })
  const value = returned(settled, hash)
  onStep({ step: 'confirmed', hash, ledger: settled.ledger })
  return transaction.options.parseResultXdr(value)
}

function returned(settled: Settled, hash: string) {
  if (settled.status === 'SUCCESS' && settled.returnValue) return settled.returnValue
  const refusal = contractErrorOf(settled.diagnosticEventsXdr)
  throw refusal === null
    ? new ChainError('failed', 'the transaction failed in its ledger', hash)
    : new ChainError('contract', refusal, hash)
}
