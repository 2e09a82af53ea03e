import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '#/app/error-text'
import { JobState } from '#/app/job-state'
import { useAddress } from '#/app/market-context'
import { useJob } from '#/app/queries'
import { readDescription } from '#/market/job-description'
import { type Job, wasReleased } from '#/market/types'
import { CancelJob } from '#/pages/jobs/cancel-job'
import { JobFacts } from '#/pages/jobs/job-facts'
import { JobLog } from '#/pages/jobs/job-log'
import { JobResult } from '#/pages/jobs/job-result'
import { JobSteps } from '#/pages/jobs/job-steps'
import { JobTransactions } from '#/pages/jobs/job-transactions'
import { Button } from '#/ui/button'
import { Empty, Notice, PageHead, SkeletonRows } from '#/ui/surface'

export function JobPage() {
  const { t } = useTranslation('jobs')
  const errorText = useErrorText()
  const { jobId } = useParams({ from: '/jobs/$jobId' })
  const job = useJob(Number(jobId))
  if (job.isPending) return <SkeletonRows rows={4} label={t('loading', { ns: 'common' })} />
  if (job.error) {
    return (
      <Empty icon="list" title={t('noJob', { id: jobId })} text={errorText(job.error)}>
        <Button onClick={() => void job.refetch()}>{t('retry', { ns: 'common' })}</Button>
      </Empty>
    )
  }
  return <JobView key={job.data.id} job={job.data} />
}

function JobView({ job }: { job: Job }) {
  const { t } = useTranslation('jobs')
  const mine = useAddress() === job.consumer
  const [running, setRunning] = useState(false)
  const read = readDescription(job.description)
  return (
    <>
      <p className="mb-2 text-sm">
        <Link to="/jobs" className="text-muted underline-offset-2 hover:text-ink hover:underline">
          ← {t('allJobs')}
        </Link>
      </p>
      <PageHead
        title={read.title || t('untitled')}
        text={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {t('job')} #{job.id}
            <span aria-live="polite">
              <JobState job={job} running={running} />
            </span>
          </span>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <JobSteps job={job}>{mine && <CancelJob job={job} />}</JobSteps>
          {wasReleased(job) && (
            <Notice tone="bad" title={t('released.title')}>
              {t('released.text')}
            </Notice>
          )}
          {job.status === 'cancelled' && job.claimedAt !== null && job.resultHash === '' && (
            <Notice tone="info">{t('returned')}</Notice>
          )}
          {job.resultHash !== '' && <JobResult job={job} />}
          {mine && job.provider && (
            <JobLog job={job} provider={job.provider} onRunning={setRunning} />
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <JobFacts job={job} read={read} />
          <JobTransactions job={job} />
        </div>
      </div>
    </>
  )
}
