import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { CallProgress } from '#/app/call-progress'
import { JobState } from '#/app/job-state'
import { useCall } from '#/app/use-call'
import { Xlm } from '#/app/xlm'
import { readDescription } from '#/market/job-description'
import type { Job } from '#/market/types'
import { LogText } from '#/pages/jobs/log-text'
import { ClaimedJob } from '#/pages/provide/claimed-job'
import type { useWorker } from '#/pages/provide/use-worker'
import { useWorkerJob } from '#/pages/provide/use-worker-job'
import { Button } from '#/ui/button'
import { Card } from '#/ui/surface'

/**
 * One job for a GPU of one's own: claimed, run by the paired worker, and delivered from here. What the
 * worker does is asked of it, so that a page that was away goes on where the job is.
 */
export function ProviderJob({
  job,
  provider,
  worker,
  autonomous,
  logOpen,
  onLog,
}: {
  job: Job
  provider: string
  worker: ReturnType<typeof useWorker>
  autonomous: boolean
  logOpen: boolean
  onLog: (open: boolean) => void
}) {
  const { t } = useTranslation('provide')
  const known = useWorkerJob(worker.drives, job)
  const claim = useCall()
  const mayClaim = job.status === 'open' && !autonomous
  const begun = known.data !== undefined && known.data !== null
  return (
    <li>
      <Card className="overflow-hidden">
        <div className="flex flex-wrap items-center justify-between gap-3 p-4">
          <JobHead job={job} />
          <div className="flex flex-wrap items-center gap-3 max-sm:w-full max-sm:justify-between">
            <span aria-live="polite">
              <JobState job={job} running={known.data?.status === 'running' && !known.isError} />
            </span>
            {begun && worker.drives && (
              <Button
                size="small"
                look="quiet"
                aria-expanded={logOpen}
                aria-label={t('jobs.logOf', { id: job.id })}
                onClick={() => onLog(!logOpen)}
              >
                {t(logOpen ? 'jobs.hideLog' : 'jobs.log')}
              </Button>
            )}
            {mayClaim && (
              <Button
                size="small"
                look="primary"
                busy={claim.busy}
                onClick={() =>
                  void claim.run(({ marketplace }) =>
                    marketplace.claim_job({ provider, job_id: job.id }),
                  )
                }
              >
                {t('jobs.claim')}
              </Button>
            )}
          </div>
        </div>
        <div className="flex flex-col gap-3 px-4 pb-4 empty:hidden">
          {autonomous && (
            <p className="text-sm text-muted">
              {known.data?.status === 'running'
                ? t(`jobs.step.${known.data.step}`)
                : t('jobs.autonomousClaims')}
            </p>
          )}
          {mayClaim && (claim.busy || claim.state.step === 'failed') && (
            <CallProgress state={claim.state} />
          )}
          {job.status === 'claimed' && !autonomous && (
            <ClaimedJob
              job={job}
              provider={provider}
              worker={worker}
              known={known}
              onBegun={() => onLog(true)}
            />
          )}
        </div>
        {logOpen && begun && worker.drives && (
          <div className="border-t">
            <LogText job={job.id} endpoint={worker.drives.url} access={worker.drives} />
          </div>
        )}
      </Card>
    </li>
  )
}

function JobHead({ job }: { job: Job }) {
  const { t } = useTranslation('provide')
  return (
    <div className="min-w-0">
      <Link
        to="/jobs/$jobId"
        params={{ jobId: String(job.id) }}
        className="block truncate font-medium hover:underline"
      >
        {readDescription(job.description).title || t('untitled', { ns: 'jobs' })}
      </Link>
      <p className="text-sm text-muted">
        #{job.id} · GPU {job.gpuId} · {t('hours', { ns: 'common', count: job.hours })} ·{' '}
        <Xlm stroops={job.payment} />
      </p>
    </div>
  )
}
