import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { CallProgress } from '#/app/call-progress'
import { JobState } from '#/app/job-state'
import { useAddress } from '#/app/market-context'
import { useCall } from '#/app/use-call'
import { Xlm } from '#/app/xlm'
import { readDescription } from '#/market/job-description'
import type { Job } from '#/market/types'
import { Button } from '#/ui/button'
import { Card, Notice } from '#/ui/surface'
import { type Outcome, processJob } from '#/worker/client'
import { usePairing } from '#/worker/pairing-store'

/** One job for a GPU of one's own: claimed, run by the paired worker, and delivered from here. */
export function ProviderJob({ job }: { job: Job }) {
  const { t } = useTranslation('provide')
  const provider = useAddress() ?? ''
  const pairing = usePairing()
  const { state, busy, run } = useCall()
  const read = readDescription(job.description)
  const execution = useMutation({
    mutationFn: async (): Promise<Outcome> => {
      if (!pairing) throw new Error(t('jobs.pairFirst'))
      return processJob(pairing, { jobId: job.id, jobType: read.type, jobData: job.description })
    },
  })
  const claim = () => run(({ marketplace }) => marketplace.claim_job({ provider, job_id: job.id }))
  const settle = (outcome: Outcome) =>
    run(({ marketplace }) => {
      const args = { provider, job_id: job.id, result_hash: outcome.resultHash }
      return outcome.success ? marketplace.complete_job(args) : marketplace.release_job(args)
    })
  return (
    <li>
      <Card className="p-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <div className="min-w-0">
            <Link
              to="/jobs/$jobId"
              params={{ jobId: String(job.id) }}
              className="block truncate font-medium hover:underline"
            >
              {read.title || t('untitled', { ns: 'jobs' })}
            </Link>
            <p className="text-sm text-muted">
              #{job.id} · GPU {job.gpuId} · {t('hours', { ns: 'common', count: job.hours })} ·{' '}
              <Xlm stroops={job.payment} />
            </p>
          </div>
          <div className="flex flex-wrap items-center gap-2">
            <JobState job={job} running={execution.isPending} />
            {job.status === 'open' && (
              <Button size="small" look="primary" busy={busy} onClick={() => void claim()}>
                {t('jobs.claim')}
              </Button>
            )}
            {job.status === 'claimed' && !execution.data && (
              <Button
                size="small"
                look="primary"
                busy={execution.isPending}
                disabled={!pairing}
                onClick={() => execution.mutate()}
              >
                {t('jobs.execute')}
              </Button>
            )}
            {job.status === 'claimed' && execution.data && (
              <Button
                size="small"
                look="primary"
                busy={busy}
                onClick={() => void settle(execution.data)}
              >
                {execution.data.success ? t('jobs.complete') : t('jobs.release')}
              </Button>
            )}
          </div>
        </div>
        <div className="mt-3 flex flex-col gap-3 empty:hidden">
          {job.status === 'claimed' && !pairing && (
            <p className="text-sm text-muted">{t('jobs.pairHint')}</p>
          )}
          {execution.error && <Notice tone="bad">{execution.error.message}</Notice>}
          {execution.data && <ExecutionOutcome outcome={execution.data} />}
          {(busy || state.step === 'failed') && <CallProgress state={state} />}
        </div>
      </Card>
    </li>
  )
}

function ExecutionOutcome({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation('provide')
  return (
    <div className="flex flex-col gap-2">
      <Notice tone={outcome.success ? 'good' : 'bad'}>
        <p className="break-all">
          {outcome.success
            ? t('jobs.ran', { hash: outcome.resultHash })
            : t('jobs.ranBadly', { reason: outcome.error?.message ?? '' })}
        </p>
      </Notice>
      {outcome.logs && (
        <pre
          tabIndex={0}
          className="max-h-48 overflow-auto rounded-lg bg-sunken p-3 font-mono text-xs whitespace-pre-wrap"
        >
          {outcome.logs}
        </pre>
      )}
    </div>
  )
}
