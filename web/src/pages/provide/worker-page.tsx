import { useTranslation } from 'react-i18next'
import { GpuCharts } from '#/pages/provide/gpu-charts'
import { HealthBadge } from '#/pages/provide/health-badge'
import { HealthFacts } from '#/pages/provide/health-facts'
import { PairForm } from '#/pages/provide/pair-form'
import { ToldWorker } from '#/pages/provide/told-worker'
import { useToldWorker } from '#/pages/provide/use-told-worker'
import { useWorker } from '#/pages/provide/use-worker'
import { Button } from '#/ui/button'
import { Notice, SkeletonRows } from '#/ui/surface'
import type { Pairing } from '#/worker/client'
import { savePairing, usePairing } from '#/worker/pairing-store'

export function WorkerPage() {
  const pairing = usePairing()
  const told = useToldWorker()
  if (pairing) return <PairedWorker pairing={pairing} />
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <PairForm endpoint={told?.url ?? null} />
      <ToldWorker />
    </div>
  )
}

function PairedWorker({ pairing }: { pairing: Pairing }) {
  const { t } = useTranslation('provide')
  const { health, mismatch } = useWorker()
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="flex items-center gap-3">
          <h2 className="text-lg font-semibold break-all">{pairing.url}</h2>
          <HealthBadge health={health} />
        </div>
        <Button size="small" onClick={() => savePairing(null)}>
          {t('worker.unpair')}
        </Button>
      </div>
      {health.error && <Notice tone="bad">{t('worker.unreachable')}</Notice>}
      {mismatch && <Notice tone="busy">{t(`worker.${mismatch}`)}</Notice>}
      {health.isPending && <SkeletonRows rows={3} label={t('loading', { ns: 'common' })} />}
      {health.data && !health.error && (
        <>
          <HealthFacts health={health.data} pairing={pairing} />
          <GpuCharts pairing={pairing} />
        </>
      )}
    </div>
  )
}
