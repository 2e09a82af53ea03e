import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { localeOf } from '#/texts/texts'
import { Card } from '#/ui/surface'
import { askEngine, type Pairing, type WorkerHealth } from '#/worker/client'

/** What a worker says of itself and its machine. */
export function HealthFacts({ health, pairing }: { health: WorkerHealth; pairing: Pairing }) {
  const { t, i18n } = useTranslation('provide')
  const engine = useQuery({
    queryKey: ['worker', pairing.url, 'engine'],
    queryFn: () => askEngine(pairing),
    staleTime: 30_000,
  })
  const gb = (bytes: number) => Math.round(bytes / 1e9).toLocaleString(localeOf(i18n.language))
  return (
    <Card className="p-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-sm">
        <dt className="text-muted">{t('worker.mode')}</dt>
        <dd>{t(`worker.modes.${health.mode}`)}</dd>
        <dt className="text-muted">{t('worker.version')}</dt>
        <dd>{health.version}</dd>
        {health.uptimeSeconds !== undefined && (
          <>
            <dt className="text-muted">{t('worker.uptime')}</dt>
            <dd className="tabular">
              {t('worker.minutes', { count: Math.floor(health.uptimeSeconds / 60) })}
            </dd>
          </>
        )}
        {health.disk && (
          <>
            <dt className="text-muted">{t('worker.disk')}</dt>
            <dd className="tabular">
              {t('worker.diskFree', {
                free: gb(health.disk.freeBytes),
                size: gb(health.disk.sizeBytes),
              })}
            </dd>
          </>
        )}
        <dt className="text-muted">{t('worker.engine')}</dt>
        <dd>
          {engine.data?.available === false && (
            <span className="text-bad">{engine.data.error}</span>
          )}
          {engine.data?.available && (engine.data.version ?? '')}
          {engine.data?.missingProtections && engine.data.missingProtections.length > 0 && (
            <span className="block text-bad">{engine.data.missingProtections.join('; ')}</span>
          )}
        </dd>
        <dt className="text-muted">{t('worker.running')}</dt>
        <dd>
          {health.runningJobs?.length === 0 && t('worker.nothing')}
          {health.runningJobs?.map((job) => (
            <span key={job.jobId} className="block">
              #{job.jobId} · {t(`jobs.step.${job.step}`)} {job.progress}
            </span>
          ))}
        </dd>
        {health.lastTrouble && (
          <>
            <dt className="text-muted">{t('worker.lastTrouble')}</dt>
            <dd>{health.lastTrouble.message}</dd>
          </>
        )}
      </dl>
    </Card>
  )
}
