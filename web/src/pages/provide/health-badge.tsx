import { useTranslation } from 'react-i18next'
import type { useWorkerHealth } from '#/pages/provide/use-worker'
import { Badge } from '#/ui/surface'

/** How a worker is now: what it said last is not true of one that no longer answers. */
export function HealthBadge({ health }: { health: ReturnType<typeof useWorkerHealth> }) {
  const { t } = useTranslation('provide')
  if (health.error) return <Badge tone="bad">{t('worker.status.away')}</Badge>
  if (!health.data) return null
  return (
    <Badge tone={health.data.status === 'ok' ? 'good' : 'busy'}>
      {t(`worker.status.${health.data.status}`)}
    </Badge>
  )
}
