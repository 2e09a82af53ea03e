// What events have changed, so that only that is read again.
import type { MarketEvent } from '#/market/news'
import type { GpuId, JobId } from '#/market/types'

export interface Changes {
  gpus: Set<GpuId>
  jobs: Set<JobId>
  /** their GPUs have one more in `totalJobs` */
  completed: Set<JobId>
  /** providers whose worker is at another place */
  endpoints: Set<string>
}

export function changesOf(events: readonly MarketEvent[]): Changes {
  const changes: Changes = {
    gpus: new Set(),
    jobs: new Set(),
    completed: new Set(),
    endpoints: new Set(),
  }
  for (const { name, topics, data } of events) {
    const id = Number(name === 'job_posted' ? data.job_id : topics[1])
    if (name === 'provider_endpoint') changes.endpoints.add(String(topics[0]))
    else if (name.startsWith('gpu_')) changes.gpus.add(id)
    else if (name.startsWith('job_')) changes.jobs.add(id)
    if (name === 'job_completed') changes.completed.add(id)
  }
  return changes
}

/**
 * A list in the order of its ids with one record read again, or added at its end. Null when there is a
 * gap before it: then the list has to be read.
 */
export function withRecord<T extends { id: number }>(list: readonly T[], record: T): T[] | null {
  const at = list.findIndex(({ id }) => id >= record.id)
  if (at === -1) return record.id === list.length ? [...list, record] : null
  return list[at]?.id === record.id ? list.with(at, record) : null
}
