import { describe, expect, it } from 'vitest'
import { jobRows, readJobFilter, selectJobs } from '#/market/job-list'
import { cancellableAt, type Job, wasReleased } from '#/market/types'

const job = (id: number, changes: Partial<Job> = {}): Job => ({
  id,
  gpuId: 0,
  consumer: 'alice',
  provider: null,
  description: JSON.stringify({ type: 'simple', description: `Job ${id}` }),
  hours: 1,
  payment: 12_345_600_000_000n,
  status: 'open',
  createdAt: 1_700_000_000,
  claimedAt: null,
  completedAt: null,
  resultHash: '',
  ...changes,
})

describe('the list of jobs', () => {
  it("shows one's own, the newest first", () => {
    const jobs = [job(0), job(1, { consumer: 'bob' }), job(2)]
    expect(selectJobs(jobs, 'alice', {}).map(({ id }) => id)).toEqual([2, 0])
    expect(selectJobs(jobs, 'alice', { all: true }).map(({ id }) => id)).toEqual([2, 1, 0])
    expect(selectJobs(jobs, null, {})).toEqual([])
  })

  it('filters by status and by words, also of what is no JSON', () => {
    const jobs = [
      job(0),
      job(1, { status: 'claimed' }),
      job(2, { description: 'plain <b>words</b>' }),
    ]
    expect(selectJobs(jobs, 'alice', { status: 'claimed' }).map(({ id }) => id)).toEqual([1])
    expect(selectJobs(jobs, 'alice', { text: 'words' }).map(({ id }) => id)).toEqual([2])
    expect(selectJobs(jobs, 'alice', { text: '#1' }).map(({ id }) => id)).toEqual([1])
  })

  it('takes from a URL what is valid', () => {
    expect(readJobFilter({ status: 'open', text: 7, all: 'true' })).toEqual({
      status: 'open',
      text: '7',
      all: true,
    })
    expect(readJobFilter({ status: 'odd', all: 1 })).toEqual({})
  })

  it('makes rows with plain amounts', () => {
    expect(jobRows([job(3)])[1]?.slice(0, 7)).toEqual([
      3,
      'Job 3',
      'open',
      0,
      1,
      '1234560',
      '2023-11-14T22:13:20.000Z',
    ])
  })
})

describe('a job', () => {
  it('can be taken back at once while open, after a day or its hours once claimed', () => {
    expect(cancellableAt(job(0))).toBe(1_700_000_000)
    const claimed = { status: 'claimed', claimedAt: 1000, hours: 2 } as const
    expect(cancellableAt(job(0, claimed))).toBe(1000 + 86_400)
    expect(cancellableAt(job(0, { ...claimed, hours: 48 }))).toBe(1000 + 48 * 3600)
    expect(cancellableAt(job(0, { status: 'completed' }))).toBeNull()
  })

  it('was released when a provider gave it back with a report', () => {
    expect(wasReleased(job(0, { status: 'cancelled', claimedAt: 1, resultHash: 'ipfs://x' }))).toBe(
      true,
    )
    expect(wasReleased(job(0, { status: 'cancelled' }))).toBe(false)
  })
})
