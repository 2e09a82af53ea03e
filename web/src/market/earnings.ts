// What a provider has earned, from the jobs that it completed.
import { plainXlm, platformFee } from '#/market/amount'
import { readDescription } from '#/market/job-description'
import type { Job } from '#/market/types'

export interface Earning {
  job: Job
  /** stroops */
  fee: bigint
  payout: bigint
  /** Unix seconds */
  at: number
}

/** The newest first. */
export function earningsOf(jobs: readonly Job[], provider: string): Earning[] {
  return jobs
    .filter((job) => job.status === 'completed' && job.provider === provider)
    .map((job) => {
      const fee = platformFee(job.payment)
      return { job, fee, payout: job.payment - fee, at: job.completedAt ?? job.createdAt }
    })
    .sort((a, b) => b.at - a.at || b.job.id - a.job.id)
}

export interface Day {
  /** local midnight */
  date: Date
  payout: bigint
}

/** The last `count` days up to `now`, the oldest first, days without earnings too. */
export function payoutsByDay(earnings: readonly Earning[], count: number, now: Date): Day[] {
  const days = Array.from({ length: count }, (_, index) => ({
    date: new Date(now.getFullYear(), now.getMonth(), now.getDate() - count + 1 + index),
    payout: 0n,
  }))
  const byTime = new Map(days.map((day) => [day.date.getTime(), day]))
  for (const { at, payout } of earnings) {
    const day = byTime.get(new Date(at * 1000).setHours(0, 0, 0, 0))
    if (day) day.payout += payout
  }
  return days
}

const HEAD = [
  'job',
  'title',
  'gpu',
  'hours',
  'payment_xlm',
  'fee_xlm',
  'payout_xlm',
  'completed',
  'consumer',
  'result',
]

export function earningRows(earnings: readonly Earning[]): (string | number)[][] {
  return [
    HEAD,
    ...earnings.map(({ job, fee, payout, at }) => [
      job.id,
      readDescription(job.description).title,
      job.gpuId,
      job.hours,
      plainXlm(job.payment),
      plainXlm(fee),
      plainXlm(payout),
      new Date(at * 1000).toISOString(),
      job.consumer,
      job.resultHash,
    ]),
  ]
}
