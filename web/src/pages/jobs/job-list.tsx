import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { JobState } from '#/app/job-state'
import { useMarket } from '#/app/market-context'
import { Time } from '#/app/time'
import { Xlm } from '#/app/xlm'
import { gatewayUrl, parseResultHash } from '#/ipfs/result-hash'
import { readDescription } from '#/market/job-description'
import { type Job, wasReleased } from '#/market/types'

const COLUMNS =
  'grid grid-cols-[1fr_auto] gap-x-4 px-4 sm:grid-cols-[minmax(0,1fr)_8rem_11rem_8.5rem] sm:pr-24'

/** Jobs as rows; the browser leaves out what is not in sight. */
export function JobList({ jobs }: { jobs: readonly Job[] }) {
  const { t } = useTranslation('jobs')
  return (
    <div className="overflow-hidden rounded-card border bg-surface">
      <div
        aria-hidden
        className={`${COLUMNS} relative border-b bg-sunken py-2 text-xs font-medium text-muted max-sm:hidden`}
      >
        <span>{t('columns.job')}</span>
        <span className="text-right">{t('columns.payment')}</span>
        <span className="pl-4">{t('columns.posted')}</span>
        <span>{t('columns.state')}</span>
        <span className="absolute top-2 right-4">{t('columns.result')}</span>
      </div>
      <ul aria-label={t('title')} className="divide-y">
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} />
        ))}
      </ul>
    </div>
  )
}

function JobRow({ job }: { job: Job }) {
  const { t } = useTranslation('jobs')
  return (
    <li className="relative [contain-intrinsic-size:auto_4rem] [content-visibility:auto]">
      <Link
        to="/jobs/$jobId"
        params={{ jobId: String(job.id) }}
        className={`${COLUMNS} items-center gap-y-1.5 py-2.5 hover:bg-sunken focus-visible:-outline-offset-2`}
      >
        <span className="min-w-0 max-sm:col-span-2">
          <span className="block truncate font-medium">
            {readDescription(job.description).title || t('untitled')}
          </span>
          <span className="text-sm text-muted max-sm:block max-sm:pr-12">
            #{job.id} · GPU {job.gpuId} · {t('hours', { ns: 'common', count: job.hours })}
            <span className="sm:hidden">
              {' · '}
              <Xlm stroops={job.payment} />
            </span>
          </span>
        </span>
        <span className="text-right max-sm:hidden">
          <Xlm stroops={job.payment} look="column" />
        </span>
        <span className="text-sm text-muted sm:pl-4">
          <Time at={job.createdAt} />
        </span>
        <span>
          <JobState job={job} />
        </span>
      </Link>
      <ResultLink job={job} />
    </li>
  )
}

/** Beside the row's own link: in its last column, on phones in its second line. */
function ResultLink({ job }: { job: Job }) {
  const { t } = useTranslation('jobs')
  const { gateways } = useMarket().config
  const cid = parseResultHash(job.resultHash)
  if (!cid) return null
  return (
    <a
      href={gatewayUrl(gateways, cid)}
      target="_blank"
      rel="noreferrer"
      aria-label={t(wasReleased(job) ? 'reportOf' : 'resultOf', { id: job.id })}
      title={`ipfs://${cid}`}
      className="py-1 text-sm text-accent underline underline-offset-2 absolute right-4 max-sm:top-7.5 sm:top-1/2 sm:-translate-y-1/2"
    >
      IPFS
    </a>
  )
}
