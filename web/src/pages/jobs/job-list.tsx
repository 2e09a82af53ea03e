import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { JobState } from '#/app/job-state'
import { Time } from '#/app/time'
import { Xlm } from '#/app/xlm'
import { readDescription } from '#/market/job-description'
import type { Job } from '#/market/types'

/** Jobs as rows; the browser leaves out what is not in sight. */
export function JobList({ jobs }: { jobs: readonly Job[] }) {
  const { t } = useTranslation('jobs')
  return (
    <ul aria-label={t('title')} className="divide-y overflow-hidden rounded-card border bg-surface">
      {jobs.map((job) => (
        <li key={job.id} className="[contain-intrinsic-size:auto_4.5rem] [content-visibility:auto]">
          <Link
            to="/jobs/$jobId"
            params={{ jobId: String(job.id) }}
            className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken focus-visible:-outline-offset-2 sm:grid-cols-[minmax(0,1fr)_7rem_11rem_7rem]"
          >
            <span className="min-w-0">
              <span className="block truncate font-medium">
                {readDescription(job.description).title || t('untitled')}
              </span>
              <span className="text-sm text-muted">
                #{job.id} · GPU {job.gpuId} · {t('hours', { ns: 'common', count: job.hours })}
              </span>
            </span>
            <span className="text-right sm:text-left">
              <Xlm stroops={job.payment} />
            </span>
            <span className="text-sm text-muted">
              <Time at={job.createdAt} />
            </span>
            <span className="justify-self-end">
              <JobState job={job} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
