import { describe, expect, it } from 'vitest'
import { earningRows, earningsOf, payoutsByDay } from '#/market/earnings'
import type { Job } from '#/market/types'

const noon = (day: number) => new Date(2026, 10, day, 12).getTime() / 1000
const job = (id: number, day: number, changes: Partial<Job> = {}): Job => ({
  id,
  gpuId: 0,
  consumer: 'alice',
  provider: 'bob',
  description: '{"description":"x"}',
  hours: 1,
  payment: 39n,
  status: 'completed',
  createdAt: noon(day) - 60,
  claimedAt: noon(day) - 30,
  completedAt: noon(day),
  resultHash: 'ipfs://x',
  ...changes,
})

describe('earnings', () => {
  it('are 95 % of the completed jobs of a provider, the fee rounded down', () => {
    const jobs = [
      job(0, 1),
      job(1, 2, { provider: 'eve' }),
      job(2, 3, { status: 'claimed' }),
      job(3, 4),
    ]
    expect(
      earningsOf(jobs, 'bob').map(({ job: { id }, fee, payout }) => [id, fee, payout]),
    ).toEqual([
      [3, 1n, 38n],
      [0, 1n, 38n],
    ])
  })

  it('are summed by day, with the days that had none', () => {
    const earnings = earningsOf([job(0, 10), job(1, 12), job(2, 12), job(3, 1)], 'bob')
    const days = payoutsByDay(earnings, 3, new Date(2026, 10, 12, 18))
    expect(days.map(({ date, payout }) => [date.getDate(), payout])).toEqual([
      [10, 38n],
      [11, 0n],
      [12, 76n],
    ])
  })

  it('become rows that add up', () => {
    const [head, row] = earningRows(earningsOf([job(7, 1, { payment: 20_000_000n })], 'bob'))
    expect(head?.slice(4, 7)).toEqual(['payment_xlm', 'fee_xlm', 'payout_xlm'])
    expect(row?.slice(4, 7)).toEqual(['2', '0.1', '1.9'])
  })
})
