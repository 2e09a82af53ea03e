import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Sparkline } from '#/ui/sparkline'
import { Card, Notice } from '#/ui/surface'
import { askGpus, type DetectedGpu, type Pairing } from '#/worker/client'

const TURN_MS = 3000
const READINGS_KEPT = 120

type Readings = Record<string, { temperature: number[]; utilization: number[]; power: number[] }>

/** Temperature, utilization and power of each card, while the page is open. */
export function GpuCharts({ pairing }: { pairing: Pairing }) {
  const { t } = useTranslation('provide')
  const found = useQuery({
    queryKey: ['worker', pairing.url, 'gpus'],
    queryFn: () => askGpus(pairing),
    refetchInterval: TURN_MS,
    retry: false,
  })
  const readings = useReadings(found.data?.gpus, found.dataUpdatedAt)
  if (!found.data) return null
  return (
    <>
      {found.data.troubles.map((trouble) => (
        <Notice
          key={trouble.kind}
          tone={trouble.kind === 'no_card' ? 'info' : 'bad'}
          title={trouble.text}
        >
          {trouble.remedy}
        </Notice>
      ))}
      {found.data.gpus.map((gpu) => (
        <Card key={gpu.uuid} className="p-4">
          <h3 className="font-semibold">{gpu.model}</h3>
          <p className="text-sm text-muted">
            {t('charts.driver', { driver: found.data.driverVersion, cuda: found.data.cudaVersion })}
          </p>
          <div className="mt-3 grid gap-4 sm:grid-cols-3">
            <Sparkline
              label={t('charts.utilization')}
              unit="%"
              values={readings[gpu.uuid]?.utilization ?? []}
              max={100}
            />
            <Sparkline
              label={t('charts.temperature')}
              unit="°C"
              values={readings[gpu.uuid]?.temperature ?? []}
              max={100}
            />
            <Sparkline
              label={t('charts.power')}
              unit="W"
              values={readings[gpu.uuid]?.power ?? []}
            />
          </div>
        </Card>
      ))}
    </>
  )
}

/** `at`: a new reading has come, even when it is the same as the last. */
function useReadings(gpus: DetectedGpu[] | undefined, at: number): Readings {
  const [readings, setReadings] = useState<Readings>({})
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each reading
  useEffect(() => {
    if (!gpus) return
    setReadings((old) =>
      Object.fromEntries(gpus.map((gpu) => [gpu.uuid, append(old[gpu.uuid], gpu)])),
    )
  }, [at])
  return readings
}

function append(old: Readings[string] | undefined, gpu: DetectedGpu): Readings[string] {
  const add = (values: number[] = [], value: number | null) =>
    value === null ? values : [...values.slice(1 - READINGS_KEPT), value]
  return {
    temperature: add(old?.temperature, gpu.temperatureCelsius),
    utilization: add(old?.utilization, gpu.utilizationPercent),
    power: add(
      old?.power,
      gpu.powerMilliwatts === null ? null : Math.round(gpu.powerMilliwatts / 1000),
    ),
  }
}
