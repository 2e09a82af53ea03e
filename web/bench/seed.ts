// Registers many GPUs on a local network, quickly: several providers at once, each transaction with
// room in its footprint for whichever id it gets.
import {
  Account,
  Address,
  Keypair,
  nativeToScVal,
  Operation,
  scValToNative,
  TransactionBuilder,
  xdr,
} from '@stellar/stellar-sdk/base'
import { Api, assembleTransaction, Server } from '@stellar/stellar-sdk/rpc'

const PROVIDERS = 20
const PASSPHRASE = 'Standalone Network ; February 2017'
const MODELS = [
  { name: 'NVIDIA GeForce RTX 3060', vramGb: 12, xlm: 0.3 },
  { name: 'NVIDIA GeForce RTX 3090', vramGb: 24, xlm: 0.9 },
  { name: 'NVIDIA GeForce RTX 4090', vramGb: 24, xlm: 1.8 },
  { name: 'NVIDIA GeForce RTX 5090', vramGb: 32, xlm: 3.1 },
  { name: 'NVIDIA RTX A6000', vramGb: 48, xlm: 2.6 },
  { name: 'NVIDIA L40S', vramGb: 48, xlm: 4.2 },
  { name: 'NVIDIA A100 80GB PCIe', vramGb: 80, xlm: 6.5 },
  { name: 'NVIDIA H100 80GB HBM3', vramGb: 80, xlm: 11 },
  { name: 'NVIDIA H200', vramGb: 141, xlm: 16 },
]

interface Provider {
  key: Keypair
  account: Account
}

/** Until there are `count` GPUs. */
export async function seedGpus(rpcUrl: string, registry: string, count: number): Promise<void> {
  const server = new Server(rpcUrl, { allowHttp: true })
  const providers = await Promise.all(Array.from({ length: PROVIDERS }, () => newProvider(server)))
  let next = await countGpus(server, registry)
  while (next < count) {
    const batch = providers.slice(0, count - next)
    const ids = batch.map((_, index) => next + index)
    const sent = await Promise.all(
      batch.map((provider, index) => register(server, registry, provider, next + index, ids)),
    )
    for (const hash of sent) await confirmed(server, hash)
    next += batch.length
  }
}

async function newProvider(server: Server): Promise<Provider> {
  const key = Keypair.random()
  const answer = await fetch(
    new URL(`/friendbot?addr=${key.publicKey()}`, server.serverURL.toString()),
  )
  if (!answer.ok) throw new Error(`friendbot answers ${answer.status}`)
  return { key, account: await server.getAccount(key.publicKey()) }
}

function build(account: Account, registry: string, name: string, args: xdr.ScVal[]) {
  return new TransactionBuilder(account, { fee: '100', networkPassphrase: PASSPHRASE })
    .addOperation(Operation.invokeContractFunction({ contract: registry, function: name, args }))
    .setTimeout(300)
    .build()
}

async function simulate(server: Server, transaction: ReturnType<typeof build>) {
  const answer = await server.simulateTransaction(transaction)
  if (!Api.isSimulationSuccess(answer)) throw new Error(`simulation: ${answer.error}`)
  return answer
}

async function countGpus(server: Server, registry: string): Promise<number> {
  const nobody = new Account(Keypair.random().publicKey(), '0')
  const answer = await simulate(server, build(nobody, registry, 'get_next_gpu_id', []))
  return Number(scValToNative(answer.result?.retval ?? xdr.ScVal.scvVoid()))
}

async function register(
  server: Server,
  registry: string,
  { key, account }: Provider,
  id: number,
  ids: number[],
): Promise<string> {
  const { name, vramGb, xlm } = modelOf(id)
  const stroops = BigInt(Math.round(xlm * (0.8 + ((id * 37) % 100) / 250) * 1e7))
  const plain = build(account, registry, 'register_gpu', [
    new Address(key.publicKey()).toScVal(),
    nativeToScVal(name, { type: 'string' }),
    nativeToScVal(vramGb, { type: 'u32' }),
    nativeToScVal(stroops, { type: 'i128' }),
  ])
  const answer = await simulate(server, plain)
  makeRoom(answer, registry, ids)
  const transaction = assembleTransaction(plain, answer).build()
  transaction.sign(key)
  for (;;) {
    const sent = await server.sendTransaction(transaction)
    if (sent.status === 'PENDING') return sent.hash
    if (sent.status !== 'TRY_AGAIN_LATER') throw new Error(`sending: ${sent.status}`)
    await pause()
  }
}

/** For any of the ids that the transactions of one batch will get. */
function makeRoom(
  answer: Api.SimulateTransactionSuccessResponse,
  registry: string,
  ids: number[],
): void {
  const data = answer.transactionData
  const known = new Set(data.getReadWrite().map((key) => key.toXDR('base64')))
  const keys = ids.map((id) =>
    xdr.LedgerKey.contractData(
      new xdr.LedgerKeyContractData({
        contract: new Address(registry).toScAddress(),
        key: xdr.ScVal.scvU32(id),
        durability: xdr.ContractDataDurability.persistent,
      }),
    ),
  )
  data.appendFootprint(
    [],
    keys.filter((key) => !known.has(key.toXDR('base64'))),
  )
  const { instructions, diskReadBytes, writeBytes } = data.build().resources
  data.setResources(instructions * 3, diskReadBytes + 10_000, writeBytes + 12_000)
  answer.minResourceFee = String(BigInt(answer.minResourceFee) * 20n)
  data.setResourceFee(answer.minResourceFee)
}

async function confirmed(server: Server, hash: string): Promise<void> {
  for (;;) {
    const { status } = await server.getTransaction(hash)
    if (status === 'SUCCESS') return
    if (status === 'FAILED') throw new Error(`transaction ${hash} failed`)
    await pause()
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20))

function modelOf(id: number) {
  const model = MODELS[(id * 7) % MODELS.length]
  if (!model) throw new Error('there is no model')
  return model
}
