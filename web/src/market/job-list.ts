// Which jobs the list shows; the same fields are the URL's search parameters.
import { plainXlm } from '#/market/amount'
import { readDescription } from '#/market/job-description'
import type { Job, JobStatus } from '#/market/types'

export const STATUSES: readonly JobStatus[] = ['open', 'claimed', 'completed', 'cancelled']

export interface JobFilter {
  status?: JobStatus
  /** words of the title or the job's number */
  text?: string
  /** everybody's, not only one's own */
  all?: boolean
}

export function readJobFilter(search: Record<string, unknown>): JobFilter {
  const filter: JobFilter = {}
  const status = STATUSES.find((known) => known === search.status)
  if (status) filter.status = status
  const text = search.text === undefined ? '' : String(search.text)
  if (text !== '') filter.text = text.slice(0, 64)
  if (search.all === true || search.all === 'true') filter.all = true
  return filter
}

/** The newest first. `address`: whose jobs are one's own; null without a wallet. */
export function selectJobs(jobs: readonly Job[], address: string | null, filter: JobFilter): Job[] {
  const wanted = (filter.text ?? '').toLowerCase()
  return jobs
    .filter((job) => {
      if (!filter.all && job.consumer !== address) return false
      if (filter.status && job.status !== filter.status) return false
      if (wanted === '') return true
      return `#${job.id} ${readDescription(job.description).title}`.toLowerCase().includes(wanted)
    })
    .sort((a, b) => b.id - a.id)
}

const HEAD = [
  'job',
  'title',
  'status',
  'gpu',
  'hours',
  'xlm',
  'posted',
  'claimed',
  'ended',
  'result',
  'provider',
]

/** Rows for a spreadsheet, the first one their names; times in ISO 8601. */
export function jobRows(jobs: readonly Job[]): (string | number)[][] {
  const time = (at: number | null) => (at === null ? '' : new Date(at * 1000).toISOString())
  return [
    HEAD,
    ...jobs.map((job) => [
      job.id,
      readDescription(job.description).title,
      job.status,
      job.gpuId,
      job.hours,
      plainXlm(job.payment),
      time(job.createdAt),
      time(job.claimedAt),
      time(job.completedAt),
      job.resultHash,
      job.provider ?? '',
    ]),
  ]
}
