// One transaction as the RPC remembers it: who asked for what, and what came of it.
import type { xdr } from '@stellar/stellar-sdk/base'
import { openClients } from '#/chain/clients'
import { contractErrorOf } from '#/chain/errors'
import { loadSdk } from '#/chain/sdk'
import type { Config } from '#/config/config'

/** An argument or an event's value. The name is empty where the contract is not one of this market's. */
export interface Named {
  name: string
  /** of XDR's own kinds: text, number, bigint, boolean, bytes, lists and maps of them */
  value: unknown
}

export interface ContractCall {
  contract: string
  function: string
  args: Named[]
}

export interface EmittedEvent {
  contract: string
  name: string
  values: Named[]
}

export interface Transaction {
  hash: string
  succeeded: boolean
  ledger: number
  /** Unix seconds */
  at: number
  source: string
  feeStroops: bigint
  /** null when it called no contract */
  call: ContractCall | null
  /** kinds of all its operations, as "payment" */
  operations: string[]
  events: EmittedEvent[]
  /** the contract's error by name, when it refused with one */
  refusal: string | null
}

/** `oldest`: what the RPC still remembers begins there. */
export type TransactionLookup =
  | { found: true; transaction: Transaction }
  | { found: false; oldestLedger: number; oldestAt: number }

export const isTransactionHash = (text: string): boolean => /^[0-9a-f]{64}$/i.test(text)

export async function readTransaction(config: Config, hash: string): Promise<TransactionLookup> {
  const { Server, TransactionBuilder } = await loadSdk()
  const { rpcUrl, passphrase } = config.network
  const server = new Server(rpcUrl, { allowHttp: rpcUrl.startsWith('http:') })
  const answer = await server.getTransaction(hash.toLowerCase())
  if (!('ledger' in answer)) {
    const { oldestLedger, oldestLedgerCloseTime } = answer
    return { found: false, oldestLedger, oldestAt: Number(oldestLedgerCloseTime) }
  }
  const sent = TransactionBuilder.fromXDR(answer.envelopeXdr.toXDR('base64'), passphrase)
  const inner = 'innerTransaction' in sent ? sent.innerTransaction : sent
  const names = await namesOf(config)
  const events = answer.events.contractEventsXdr.flat()
  return {
    found: true,
    transaction: {
      hash,
      succeeded: answer.status === 'SUCCESS',
      ledger: answer.ledger,
      at: answer.createdAt,
      source: inner.source,
      feeStroops: answer.resultXdr.feeCharged,
      call: names.callOf(inner.operations),
      operations: inner.operations.map(({ type }) => type),
      events: events.map(names.eventOf),
      refusal: contractErrorOf(answer.diagnosticEventsXdr),
    },
  }
}

type Operations = readonly { type: string; func?: unknown }[]
interface InvokeContract {
  contractAddress: Parameters<typeof import('@stellar/stellar-sdk/base').Address.fromScAddress>[0]
  functionName: { toString(): string }
  args: xdr.ScVal[]
}

/** Reads calls and events with the names that this market's contracts have for them. */
async function namesOf(config: Config) {
  const { Address, scValToNative, StrKey } = await loadSdk()
  const { registry, marketplace } = await openClients(config)
  const specs = new Map([
    [config.contracts.gpuRegistry, registry.spec],
    [config.contracts.jobMarketplace, marketplace.spec],
  ])

  function callOf(operations: Operations): ContractCall | null {
    const func = operations.find(({ type }) => type === 'invokeHostFunction')?.func
    const invoked = (func as { invokeContract?: InvokeContract } | undefined)?.invokeContract
    if (!invoked) return null
    const contract = Address.fromScAddress(invoked.contractAddress).toString()
    const name = invoked.functionName.toString()
    const spec = specs.get(contract)
    const inputs = spec?.funcs().find((known) => known.name.toString() === name)?.inputs ?? []
    return {
      contract,
      function: name,
      args: invoked.args.map((value, index) => ({
        name: inputs[index]?.name.toString() ?? '',
        value: scValToNative(value),
      })),
    }
  }

  function eventOf(event: xdr.ContractEvent): EmittedEvent {
    const contract = event.contractId ? StrKey.encodeContract(event.contractId.value) : ''
    const { topics, data } = event.body.v0
    const parsed = specs.get(contract)?.parseEvent(topics, data)
    const [first, ...rest] = topics.map((topic) => scValToNative(topic) as unknown)
    if (parsed) {
      const values = Object.entries(parsed.data as Record<string, unknown>)
      return {
        contract,
        name: String(first),
        values: values.map(([name, value]) => ({ name, value })),
      }
    }
    const values = [...rest, scValToNative(data) as unknown]
    const known = SEP41[String(first)] ?? []
    return {
      contract,
      name: String(first),
      values: values.map((value, index) => ({ name: known[index] ?? '', value })),
    }
  }

  return { callOf, eventOf }
}

/** What tokens call the values of their events (SEP-41; the native asset's contract names itself, too). */
const SEP41: Record<string, readonly string[]> = {
  transfer: ['from', 'to', 'asset', 'amount'],
}
