import { Account, Keypair, Operation, TransactionBuilder } from '@stellar/stellar-sdk/base'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { hashOf, settle } from '#/chain/settle'

const PASSPHRASE = 'Standalone Network ; February 2017'

function signed() {
  const key = Keypair.random()
  const transaction = new TransactionBuilder(new Account(key.publicKey(), '1'), {
    fee: '100',
    networkPassphrase: PASSPHRASE,
  })
    .addOperation(Operation.bumpSequence({ bumpTo: '2' }))
    .setTimeout(300)
    .build()
  transaction.sign(key)
  return transaction
}

const lost = new TypeError('Failed to fetch')
const refused = (type: string) => ({ status: 'ERROR', errorResult: { result: { type } } })
const missing = (latestLedgerCloseTime = 0) => ({ status: 'NOT_FOUND', latestLedgerCloseTime })
const included = { status: 'SUCCESS', ledger: 7 }

/** An RPC's answers as the SDK gives them on, in their order; the last is given again and again. */
function rpcAnswers(sends: unknown[], lookups: unknown[]) {
  const next = (answers: unknown[]) => {
    let asked = 0
    return vi.fn(async () => {
      const answer = answers[Math.min(asked++, answers.length - 1)]
      if (answer instanceof Error) throw answer
      return answer
    })
  }
  return { sendTransaction: next(sends), getTransaction: next(lookups) }
}

async function settled(rpc: ReturnType<typeof rpcAnswers>, before?: 'perhaps sent') {
  const stop = new AbortController()
  const turns: boolean[] = []
  const transaction = signed()
  const end = settle(
    rpc as never,
    transaction,
    ({ unanswered }) => turns.push(unanswered),
    stop.signal,
    before,
  ).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(60_000)
  stop.abort()
  return { end: await end, turns, hash: hashOf(transaction) }
}

describe('a transaction that is sent', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is sent once, and waited for until a ledger has it', async () => {
    const rpc = rpcAnswers([{ status: 'PENDING' }], [missing(), missing(), included])
    expect((await settled(rpc)).end).toBe(included)
    expect(rpc.sendTransaction).toHaveBeenCalledTimes(1)
  })

  it('is found though the answer to its sending was lost', async () => {
    const rpc = rpcAnswers([lost, { status: 'DUPLICATE' }], [missing(), included])
    const { end, turns } = await settled(rpc)
    expect(end).toBe(included)
    expect(turns).toEqual([true, false])
  })

  it('is not called refused when an earlier sending may be the reason', async () => {
    const rpc = rpcAnswers([lost, refused('txBadSeq')], [included])
    expect((await settled(rpc)).end).toBe(included)
  })

  it('is found when it is asked for again, whatever is said to its sending', async () => {
    const rpc = rpcAnswers([refused('txBadSeq')], [included])
    expect((await settled(rpc, 'perhaps sent')).end).toBe(included)
  })

  it('is waited for while the network cannot be asked', async () => {
    const rpc = rpcAnswers([{ status: 'PENDING' }], [lost, lost, included])
    const { end, turns } = await settled(rpc)
    expect(end).toBe(included)
    expect(turns).toEqual([true, true])
  })

  it('is sent again when the network had no room for it', async () => {
    const rpc = rpcAnswers(
      [{ status: 'TRY_AGAIN_LATER' }, { status: 'PENDING' }],
      [missing(), included],
    )
    expect((await settled(rpc)).end).toBe(included)
  })

  it('is refused at once, for the reason that the network gives', async () => {
    for (const [code, kind] of [
      ['txTooLate', 'tooLate'],
      ['txBadAuth', 'otherAccount'],
      ['txInsufficientBalance', 'balance'],
      ['txBadSeq', 'notIncluded'],
    ] as const) {
      const rpc = rpcAnswers([refused(code)], [missing()])
      expect((await settled(rpc)).end).toMatchObject({ kind, detail: code })
      expect(rpc.getTransaction).not.toHaveBeenCalled()
    }
  })

  it('is in no ledger once its time is over by the ledgers’ own clock', async () => {
    const farAhead = Date.now() / 1000 + 1000
    const rpc = rpcAnswers([lost, { status: 'PENDING' }], [missing(), missing(farAhead)])
    expect((await settled(rpc)).end).toMatchObject({ kind: 'tooLate' })
  })

  it('stays unknown, and keeps its hash, when nobody waits any longer', async () => {
    const rpc = rpcAnswers([lost], [lost])
    const { end, hash } = await settled(rpc)
    expect(end).toMatchObject({ kind: 'unknown', hash })
  })
})
