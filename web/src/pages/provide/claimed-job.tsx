import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { CallProgress } from '#/app/call-progress'
import { useCall } from '#/app/use-call'
import { formatXlm, platformFee } from '#/market/amount'
import { readDescription } from '#/market/job-description'
import type { Job } from '#/market/types'
import { GiveBack } from '#/pages/provide/give-back'
import { StopJob } from '#/pages/provide/stop-job'
import type { useWorker } from '#/pages/provide/use-worker'
import type { useWorkerJob } from '#/pages/provide/use-worker-job'
import { localeOf } from '#/texts/texts'
import { Button } from '#/ui/button'
import { Notice } from '#/ui/surface'
import { beginJob, type Pairing, type WorkerJob } from '#/worker/client'

/** What can be done about a claimed job now, by what the worker says of it. */
export function ClaimedJob({
  job,
  provider,
  worker,
  known,
  onBegun,
}: {
  job: Job
  provider: string
  worker: ReturnType<typeof useWorker>
  known: ReturnType<typeof useWorkerJob>
  onBegun: () => void
}) {
  const { t } = useTranslation('provide')
  const giveBack = <GiveBack job={job} provider={provider} />
  if (worker.unreachable || known.isError) {
    return (
      <>
        <Notice tone="bad">{t('jobs.unreachable')}</Notice>
        <div>{giveBack}</div>
      </>
    )
  }
  if (!worker.drives) {
    return (
      <>
        <p className="text-sm text-muted">
          {worker.mismatch ? t(`worker.${worker.mismatch}`) : t('jobs.pairHint')}
        </p>
        <div>{giveBack}</div>
      </>
    )
  }
  if (known.data === undefined) return null
  if (known.data?.status === 'running') return <Running job={known.data} pairing={worker.drives} />
  if (known.data?.status === 'completed' || known.data?.status === 'failed')
    return <Settle job={job} provider={provider} outcome={known.data} />
  return (
    <Begin
      job={job}
      pairing={worker.drives}
      refusal={known.data?.reason ?? null}
      giveBack={giveBack}
      onBegun={() => {
        void known.refetch()
        onBegun()
      }}
    />
  )
}

function Begin({
  job,
  pairing,
  refusal,
  giveBack,
  onBegun,
}: {
  job: Job
  pairing: Pairing
  refusal: string | null
  giveBack: React.ReactNode
  onBegun: () => void
}) {
  const { t } = useTranslation('provide')
  const begin = useMutation({
    mutationFn: () =>
      beginJob(pairing, {
        jobId: job.id,
        jobType: readDescription(job.description).type,
        jobData: job.description,
      }),
    onSuccess: onBegun,
  })
  return (
    <>
      {refusal !== null && (
        <Notice tone="bad">{t('jobs.notTaken', { reason: refusal || '–' })}</Notice>
      )}
      {begin.error && <Notice tone="bad">{begin.error.message}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button size="small" look="primary" busy={begin.isPending} onClick={() => begin.mutate()}>
          {t(refusal === null ? 'jobs.execute' : 'jobs.again')}
        </Button>
        {giveBack}
      </div>
    </>
  )
}

function Running({ job, pairing }: { job: WorkerJob; pairing: Pairing }) {
  const { t } = useTranslation('provide')
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-sm text-muted" aria-live="polite">
        {t(`jobs.step.${job.step}`)}
        {job.progress ? `: ${job.progress}` : ''}
      </p>
      <StopJob job={job.jobId} pairing={pairing} />
    </div>
  )
}

function Settle({ job, provider, outcome }: { job: Job; provider: string; outcome: WorkerJob }) {
  const { t, i18n } = useTranslation('provide')
  const { state, busy, run } = useCall()
  const good = outcome.status === 'completed'
  const payout = formatXlm(job.payment - platformFee(job.payment), localeOf(i18n.language))
  const settle = () =>
    run(({ marketplace }) => {
      const args = { provider, job_id: job.id, result_hash: outcome.resultHash }
      return good ? marketplace.complete_job(args) : marketplace.release_job(args)
    })
  return (
    <>
      <Notice tone={good ? 'good' : 'bad'}>
        {good ? t('jobs.ran', { payout }) : t('jobs.ranBadly', { reason: outcome.reason })}
        <span className="mt-1 block font-mono text-xs break-all text-muted">
          {outcome.resultHash}
        </span>
      </Notice>
      <div>
        <Button size="small" look="primary" busy={busy} onClick={() => void settle()}>
          {t(good ? 'jobs.complete' : 'jobs.release')}
        </Button>
      </div>
      {(busy || state.step === 'failed') && <CallProgress state={state} />}
    </>
  )
}
