import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAddress } from '#/app/market-context'
import { useJobs } from '#/app/queries'
import { Time } from '#/app/time'
import { readDescription } from '#/market/job-description'
import { HealthBadge } from '#/pages/provide/health-badge'
import { useToldWorker } from '#/pages/provide/use-told-worker'
import { Card, Notice } from '#/ui/surface'

/** What is seen of a worker without its token, and what pairing would add. */
export function ToldWorker() {
  const { t } = useTranslation('provide')
  const told = useToldWorker()
  if (!told) return null
  const { url, health, mine } = told
  return (
    <Card className="flex flex-col gap-4 p-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-lg font-semibold break-all">{url}</h2>
        <HealthBadge health={health} />
      </div>
      {health.error && <Notice tone="bad">{t('told.unreachable')}</Notice>}
      {health.data && !health.error && !mine && (
        <Notice tone="busy">{t('worker.otherProvider')}</Notice>
      )}
      {health.data && !health.error && (
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-sm">
          <dt className="text-muted">{t('worker.mode')}</dt>
          <dd>{t(`worker.modes.${health.data.mode}`)}</dd>
          <dt className="text-muted">{t('worker.version')}</dt>
          <dd>{health.data.version}</dd>
          <dt className="text-muted">{t('worker.running')}</dt>
          <dd>
            <AtWork />
          </dd>
        </dl>
      )}
      <p className="text-sm text-muted">{t('told.pairing')}</p>
    </Card>
  )
}

/** By the chain: what this provider has claimed and not delivered. */
function AtWork() {
  const { t } = useTranslation('provide')
  const address = useAddress()
  const claimed = (useJobs().data ?? []).filter(
    (job) => job.status === 'claimed' && job.provider === address,
  )
  if (claimed.length === 0) return t('worker.nothing')
  return claimed.map((job) => (
    <Link
      key={job.id}
      to="/jobs/$jobId"
      params={{ jobId: String(job.id) }}
      className="block truncate underline underline-offset-2"
    >
      #{job.id} {readDescription(job.description).title} · <Time at={job.claimedAt ?? 0} />
    </Link>
  ))
}
