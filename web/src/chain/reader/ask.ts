// Reads what a contract's function returns. The SDK's own way assembles a transaction of every answer,
// as if it were to be signed, and reads an account for it: three times the work for a page of GPUs.
import type { AssembledTransaction, Client } from '@stellar/stellar-sdk/contract'
import { explain } from '#/chain/errors'
import { loadSdk } from '#/chain/sdk'
import type { Config } from '#/config/config'

/** A simulation needs some account; this is the key of 32 zero bytes, whom nobody has. */
const NOBODY = 'GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF'

type Method<C> = string & Exclude<keyof C, keyof Client>
type Arguments<C, M extends keyof C> = C[M] extends (args: infer A, ...more: never[]) => unknown
  ? Exclude<A, undefined>
  : never
type Answer<C, M extends keyof C> = C[M] extends (
  ...args: never[]
) => Promise<AssembledTransaction<infer R>>
  ? R
  : never

/** Throws a ChainError, also for what the contract refuses. */
export async function ask<C extends Client, M extends Method<C>>(
  config: Config,
  client: C,
  method: M,
  args: Arguments<C, M> & object,
): Promise<Answer<C, M>> {
  const { Account, Operation, Server, TransactionBuilder } = await loadSdk()
  const { passphrase, rpcUrl } = config.network
  const server = new Server(rpcUrl, { allowHttp: rpcUrl.startsWith('http:') })
  const transaction = new TransactionBuilder(new Account(NOBODY, '0'), {
    fee: '100',
    networkPassphrase: passphrase,
  })
    .addOperation(
      Operation.invokeContractFunction({
        contract: client.options.contractId,
        function: method,
        args: client.spec.funcArgsToScVals(method, args),
      }),
    )
    .setTimeout(0)
    .build()
  try {
    const answer = await server.simulateTransaction(transaction)
    if ('error' in answer) throw new Error(answer.error)
    if (!answer.result) throw new Error(`${method} returned nothing`)
    return client.spec.funcResToNative(method, answer.result.retval) as Answer<C, M>
  } catch (error) {
    throw explain(error)
  }
}
