import { useTranslation } from 'react-i18next'
import { useDetectedGpus } from '#/pages/provide/use-detected-gpus'
import { type Point, Sparkline } from '#/ui/sparkline'
import { Badge, Card, Notice } from '#/ui/surface'
import type { Pairing } from '#/worker/client'
import { type CardHistory, READINGS_SPAN_MS, type Reading } from '#/worker/readings'

const GB = 2 ** 30
/** What a chart shows at first; it grows with what is known. */
const SHORTEST_SPAN_MS = 60_000

/** Temperature, utilization and power of each card, and what is wrong with them. */
export function GpuCharts({ pairing }: { pairing: Pairing }) {
  const { t } = useTranslation('provide')
  const found = useDetectedGpus(pairing).data
  if (!found) return null
  return (
    <>
      {found.troubles.map((trouble) => (
        <Notice
          key={trouble.text}
          tone={trouble.kind === 'no_card' || trouble.kind === 'no_driver' ? 'info' : 'bad'}
          title={trouble.text}
        >
          {trouble.remedy}
        </Notice>
      ))}
      {Object.values(found.histories).map((history) => (
        <CardCharts
          key={history.card.uuid}
          history={history}
          until={found.at}
          driver={t('charts.driver', { driver: found.driverVersion, cuda: found.cudaVersion })}
        />
      ))}
    </>
  )
}

function CardCharts({
  history,
  until,
  driver,
}: {
  history: CardHistory
  until: number
  driver: string
}) {
  const { t } = useTranslation('provide')
  const { card, gone, readings } = history
  const since = until - (readings[0]?.at ?? until)
  const spanMs = Math.min(Math.max(since, SHORTEST_SPAN_MS), READINGS_SPAN_MS)
  const charts = [
    { label: t('charts.utilization'), unit: '%', max: 100, of: 'utilizationPercent' },
    { label: t('charts.temperature'), unit: '°C', max: 100, of: 'temperatureCelsius' },
    { label: t('charts.power'), unit: 'W', of: 'watts' },
  ] as const
  return (
    <Card className="p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">{card.model}</h3>
        {gone && <Badge tone="bad">{t('charts.gone')}</Badge>}
      </div>
      <p className="text-sm text-muted">
        {memory(card.memoryUsedBytes, card.memoryBytes)} · {driver}
      </p>
      <p className="font-mono text-xs break-all text-muted">{card.uuid}</p>
      <div className="mt-3 grid gap-4 sm:grid-cols-3">
        {charts.map(({ of, ...chart }) => (
          <Sparkline
            key={of}
            {...chart}
            points={pointsOf(readings, of)}
            until={until}
            spanMs={spanMs}
            over={gone}
          />
        ))}
      </div>
    </Card>
  )
}

function memory(used: number | null, bytes: number): string {
  const size = `${Math.round(bytes / GB)} GB`
  return used === null ? size : `${(used / GB).toFixed(1)} / ${size}`
}

function pointsOf(readings: readonly Reading[], of: Exclude<keyof Reading, 'at'>): Point[] {
  return readings.flatMap((reading) => {
    const value = reading[of]
    return value === null ? [] : [{ at: reading.at, value }]
  })
}
