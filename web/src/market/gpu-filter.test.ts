import { describe, expect, it } from 'vitest'
import { filterGpus, readGpuFilter, sortGpus } from '#/market/gpu-filter'
import type { Gpu } from '#/market/types'

const gpu = (id: number, changes: Partial<Gpu> = {}): Gpu => ({
  id,
  provider: 'G',
  model: 'RTX 4090',
  vramGb: 24,
  pricePerHour: 25_000_000n,
  available: true,
  totalJobs: 0,
  registeredAt: id,
  ...changes,
})

const ids = (gpus: Gpu[]) => gpus.map((each) => each.id)

describe('the list of GPUs', () => {
  it('has the cheapest first, and equals by their ids', () => {
    const gpus = [
      gpu(0, { pricePerHour: 3n }),
      gpu(1, { pricePerHour: 1n }),
      gpu(2, { pricePerHour: 1n }),
    ]
    expect(ids(sortGpus(gpus))).toEqual([1, 2, 0])
  })

  it('finds models by words in any order and case', () => {
    const gpus = [gpu(0, { model: 'NVIDIA RTX 4090' }), gpu(1, { model: 'RTX 3090' })]
    expect(ids(filterGpus(gpus, new Set(), { model: '4090 rtx' }))).toEqual([0])
  })

  it('leaves out the small, the dear, the busy and the unavailable', () => {
    const gpus = [
      gpu(0),
      gpu(1, { vramGb: 8 }),
      gpu(2, { pricePerHour: 30_000_000n }),
      gpu(3),
      gpu(4, { available: false }),
    ]
    const filter = { vram: 24, price: '2.5', free: true }
    expect(ids(filterGpus(gpus, new Set([3]), filter))).toEqual([0])
  })

  it('takes from a URL what is valid', () => {
    expect(
      readGpuFilter({ model: 'rtx', vram: '24', price: '2.5', free: 'true', sort: 'vram' }),
    ).toEqual({
      model: 'rtx',
      vram: 24,
      price: '2.5',
      free: true,
      sort: 'vram',
    })
    expect(readGpuFilter({ model: 3, vram: 'x', price: '-1', free: 'no', sort: 'odd' })).toEqual({})
  })
})
