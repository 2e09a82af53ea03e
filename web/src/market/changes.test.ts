import { describe, expect, it } from 'vitest'
import { changesOf, withRecord } from '#/market/changes'

describe('changes', () => {
  it('are the GPUs, jobs and endpoints that events name', () => {
    const changes = changesOf([
      { name: 'gpu_registered', topics: ['GP', 4], data: {} },
      { name: 'gpu_price', topics: ['GP', 2], data: { price_per_hour: 1n } },
      { name: 'provider_endpoint', topics: ['GP'], data: { url: '' } },
      { name: 'job_posted', topics: ['GC', 2], data: { job_id: 9 } },
      { name: 'job_completed', topics: ['GP', 7], data: {} },
      { name: 'fees_withdrawn', topics: ['GT'], data: {} },
    ])
    expect([...changes.gpus]).toEqual([4, 2])
    expect([...changes.jobs]).toEqual([9, 7])
    expect([...changes.completed]).toEqual([7])
    expect([...changes.endpoints]).toEqual(['GP'])
  })

  it('replace a record, or follow the last one', () => {
    const list = [
      { id: 0, text: 'a' },
      { id: 1, text: 'b' },
    ]
    expect(withRecord(list, { id: 1, text: 'new' })?.[1]).toEqual({ id: 1, text: 'new' })
    expect(withRecord(list, { id: 2, text: 'c' })).toHaveLength(3)
    expect(list).toHaveLength(2)
  })

  it('can not be put into a list that lacks those before', () => {
    expect(withRecord([{ id: 0 }], { id: 2 })).toBeNull()
    expect(withRecord([{ id: 0 }, { id: 2 }], { id: 1 })).toBeNull()
  })
})
