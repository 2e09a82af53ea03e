import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { JobsUnread } from '#/app/jobs-unread'
import { useAddress } from '#/app/market-context'
import { useGpus, useJobs } from '#/app/queries'
import type { Job, JobId } from '#/market/types'
import { JobList } from '#/pages/jobs/job-list'
import { ProviderJob } from '#/pages/provide/provider-job'
import { useToldWorker } from '#/pages/provide/use-told-worker'
import { useWorker } from '#/pages/provide/use-worker'
import { Empty, SkeletonRows } from '#/ui/surface'

/** Jobs for one's GPUs: what waits, what is under way, what has ended. */
export function ProviderJobsPage() {
  const { t } = useTranslation('provide')
  const address = useAddress()
  const gpus = useGpus()
  const jobs = useJobs()
  const worker = useWorker()
  const told = useToldWorker()
  const autonomous =
    (worker.drives ? worker.health.data : told?.mine ? told.health.data : null)?.mode ===
    'autonomous'
  // One at a time: each is a connection, and browsers give a server six.
  const [logOf, setLogOf] = useState<JobId | null>(null)
  if (jobs.isPending || gpus.isPending) {
    return <SkeletonRows rows={4} label={t('loading', { ns: 'common' })} />
  }
  if (!jobs.data || !gpus.data) return <JobsUnread error={jobs.error ?? gpus.error} />
  const own = new Set(gpus.data?.filter((gpu) => gpu.provider === address).map((gpu) => gpu.id))
  const forMe = (jobs.data ?? []).filter((job) => own.has(job.gpuId)).sort((a, b) => b.id - a.id)
  const ended = forMe.filter((job) => job.status === 'completed' || job.status === 'cancelled')
  const open = forMe.filter((job) => job.status === 'open' || job.status === 'claimed')
  return (
    <div className="flex flex-col gap-8">
      <section>
        <h2 className="mb-3 text-lg font-semibold">{t('jobs.now')}</h2>
        {open.length === 0 ? (
          <Empty title={t('jobs.none.title')} text={t('jobs.none.text')} />
        ) : (
          <ul className="flex flex-col gap-3">
            {open.map((job: Job) => (
              <ProviderJob
                key={job.id}
                job={job}
                provider={address ?? ''}
                worker={worker}
                autonomous={autonomous}
                logOpen={logOf === job.id}
                onLog={(open) => setLogOf(open ? job.id : null)}
              />
            ))}
          </ul>
        )}
      </section>
      {ended.length > 0 && (
        <section>
          <h2 className="mb-3 text-lg font-semibold">{t('jobs.ended')}</h2>
          <JobList jobs={ended} />
        </section>
      )}
    </div>
  )
}
