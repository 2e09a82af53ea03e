// A call that changes the market: simulated, signed by the wallet, sent, and seen in a ledger.
import type { AssembledTransaction } from '@stellar/stellar-sdk/contract'
import { openClients } from '#/chain/clients'
import { ChainError, contractErrorOf, explain } from '#/chain/errors'
import type { Config } from '#/config/config'
import type { Wallet } from '#/wallet/wallet'

export type CallStep =
  | { step: 'simulating' }
  | { step: 'signing'; feeStroops: bigint }
  | { step: 'sending' }
  | { step: 'confirming'; hash: string }
  | { step: 'confirmed'; hash: string; ledger: number }

type Clients = Awaited<ReturnType<typeof openClients>>

/**
 * Makes the call that `build` names, and tells each step. Rejects with a ChainError; nothing has been
 * signed when the step before it was 'simulating'.
 */
export async function call<T>(
  config: Config,
  wallet: Wallet,
  build: (clients: Clients) => Promise<AssembledTransaction<T>>,
  onStep: (step: CallStep) => void,
): Promise<T> {
  try {
    onStep({ step: 'simulating' })
    const transaction = await build(await openClients(config, wallet.address))
    // Reading the result is what makes the SDK throw a failed simulation.
    void transaction.result
    onStep({ step: 'signing', feeStroops: BigInt(transaction.built?.fee ?? 0) })
    await transaction.sign({
      signTransaction: (xdr, options) =>
        wallet.signTransaction(xdr, options?.networkPassphrase ?? config.network.passphrase),
    })
    onStep({ step: 'sending' })
    return await send(transaction, onStep)
  } catch (error) {
    throw explain(error)
  }
}

async function send<T>(
  transaction: AssembledTransaction<T>,
  onStep: (step: CallStep) => void,
): Promise<T> {
  let hash = ''
  const sent = await transaction.send({
    onSubmitted: (response) => {
      hash = response?.hash ?? ''
      onStep({ step: 'confirming', hash })
    },
    onProgress: () => {},
  })
  const outcome = sent.getTransactionResponse
  if (outcome?.status === 'FAILED') {
    const refusal = contractErrorOf(outcome.diagnosticEventsXdr)
    throw refusal === null
      ? new ChainError('failed', 'the transaction failed in its ledger', hash)
      : new ChainError('contract', refusal, hash)
  }
  if (outcome?.status !== 'SUCCESS') {
    throw new ChainError(
      'notIncluded',
      `the transaction ${hash} ended as ${outcome?.status ?? 'unknown'}`,
    )
  }
  onStep({ step: 'confirmed', hash, ledger: outcome.ledger })
  return sent.result
}
