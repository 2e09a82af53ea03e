// Which GPUs the list shows and in which order; the same fields are the URL's search parameters.
import { parseXlm } from '#/market/amount'
import type { Gpu, GpuId } from '#/market/types'

export const SORTS = ['price', 'vram', 'jobs', 'newest'] as const
export type Sort = (typeof SORTS)[number]

export interface GpuFilter {
  /** words, all of which must be in the model's name */
  model?: string
  /** GB, at least */
  vram?: number
  /** XLM per hour as typed, at most */
  price?: string
  /** only those that take jobs now */
  free?: boolean
  sort?: Sort
}

/** From a URL: what is no valid value is left out. */
export function readGpuFilter(search: Record<string, unknown>): GpuFilter {
  const filter: GpuFilter = {}
  if (typeof search.model === 'string' && search.model !== '')
    filter.model = search.model.slice(0, 64)
  const vram = Number(search.vram)
  if (Number.isInteger(vram) && vram > 0) filter.vram = vram
  const price = search.price === undefined ? '' : String(search.price)
  if (parseXlm(price) !== null) filter.price = price
  if (search.free === true || search.free === 'true') filter.free = true
  const sort = SORTS.find((known) => known === search.sort)
  if (sort && sort !== 'price') filter.sort = sort
  return filter
}

const ORDERS: Record<Sort, (a: Gpu, b: Gpu) => number> = {
  price: (a, b) => compare(a.pricePerHour, b.pricePerHour),
  vram: (a, b) => b.vramGb - a.vramGb,
  jobs: (a, b) => b.totalJobs - a.totalJobs,
  newest: (a, b) => b.registeredAt - a.registeredAt,
}

function compare(a: bigint, b: bigint): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** Equal ones in the order of their ids. */
export function sortGpus(gpus: readonly Gpu[], sort: Sort = 'price'): Gpu[] {
  const order = ORDERS[sort]
  return gpus.toSorted((a, b) => order(a, b) || a.id - b.id)
}

/** `busy`: GPUs with a claimed job. Keeps the order. */
export function filterGpus(
  gpus: readonly Gpu[],
  busy: ReadonlySet<GpuId>,
  filter: GpuFilter,
): Gpu[] {
  const words = (filter.model ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const most = filter.price === undefined ? null : parseXlm(filter.price)
  return gpus.filter((gpu) => {
    if (filter.vram !== undefined && gpu.vramGb < filter.vram) return false
    if (most !== null && gpu.pricePerHour > most) return false
    if (filter.free && (!gpu.available || busy.has(gpu.id))) return false
    const model = gpu.model.toLowerCase()
    return words.every((word) => model.includes(word))
  })
}
