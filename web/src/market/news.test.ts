import { describe, expect, it } from 'vitest'
import { type MarketEvent, newsOf } from '#/market/news'

const nobody = () => false
const completed: MarketEvent = {
  name: 'job_completed',
  topics: ['GPROVIDER', 7],
  data: { consumer: 'GCONSUMER', fee_amount: 1n, provider_amount: 19n, result_hash: 'ipfs://x' },
}
const released: MarketEvent = {
  name: 'job_released',
  topics: ['GPROVIDER', 7],
  data: { consumer: 'GCONSUMER', refund_amount: 20n, result_hash: '' },
}
const posted: MarketEvent = {
  name: 'job_posted',
  topics: ['GCONSUMER', 3],
  data: { job_id: 7, compute_hours: 2, payment_amount: 20n },
}

describe('news', () => {
  it('tells a consumer that the job is claimed, completed or given back', () => {
    const claimed = { name: 'job_claimed', topics: ['GP', 7], data: { consumer: 'GCONSUMER' } }
    expect(newsOf(claimed, 'GCONSUMER', nobody)).toEqual([{ kind: 'claimed', job: 7 }])
    expect(newsOf(completed, 'GCONSUMER', nobody)).toEqual([{ kind: 'completed', job: 7 }])
    expect(newsOf(released, 'GCONSUMER', nobody)).toEqual([
      { kind: 'refunded', job: 7, amount: 20n },
    ])
  })

  it('tells a provider of jobs for its GPUs, of what it earned and of what it gave back', () => {
    expect(newsOf(posted, 'GPROVIDER', (gpu) => gpu === 3)).toEqual([
      { kind: 'posted', job: 7, gpu: 3, hours: 2, payment: 20n },
    ])
    expect(newsOf(completed, 'GPROVIDER', nobody)).toEqual([
      { kind: 'earned', job: 7, amount: 19n },
    ])
    expect(newsOf(released, 'GPROVIDER', nobody)).toEqual([{ kind: 'returned', job: 7 }])
  })

  it('tells both sides to who is both', () => {
    const own = { ...completed, data: { ...completed.data, consumer: 'GPROVIDER' } }
    expect(newsOf(own, 'GPROVIDER', nobody).map(({ kind }) => kind)).toEqual([
      'completed',
      'earned',
    ])
  })

  it("leaves out other people's jobs, and events that it does not know", () => {
    for (const event of [completed, released, posted])
      expect(newsOf(event, 'GSTRANGER', nobody)).toEqual([])
    expect(
      newsOf({ name: 'fees_withdrawn', topics: ['GPROVIDER'], data: {} }, 'GPROVIDER', nobody),
    ).toEqual([])
  })
})
