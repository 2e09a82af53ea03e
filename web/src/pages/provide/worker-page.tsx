import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isHttpUrl } from '#/config/config'
import { GpuCharts } from '#/pages/provide/gpu-charts'
import { HealthBadge } from '#/pages/provide/health-badge'
import { ToldWorker } from '#/pages/provide/told-worker'
import { useWorker } from '#/pages/provide/use-worker'
import { localeOf } from '#/texts/texts'
import { Button } from '#/ui/button'
import { TextField } from '#/ui/field'
import { Card, Notice, SkeletonRows } from '#/ui/surface'
import {
  askEngine,
  askHealth,
  type Pairing,
  type WorkerHealth,
  WorkerRefusal,
} from '#/worker/client'
import { savePairing, usePairing } from '#/worker/pairing-store'

export function WorkerPage() {
  const pairing = usePairing()
  if (pairing) return <PairedWorker pairing={pairing} />
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <PairForm />
      <ToldWorker />
    </div>
  )
}

function PairForm() {
  const { t } = useTranslation('provide')
  const [url, setUrl] = useState('http://127.0.0.1:3001')
  const [token, setToken] = useState('')
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const pair = async () => {
    const pairing = { url, token: token.trim() }
    setBusy(true)
    setTrouble(null)
    try {
      const health = await askHealth(pairing)
      // Without the token a worker tells only that it is alive.
      if (health.runningJobs === undefined) setTrouble(t('worker.wrongToken'))
      else savePairing(pairing)
    } catch (error) {
      const unreachable = error instanceof WorkerRefusal && error.status === 0
      setTrouble(
        unreachable
          ? t('worker.unreachable')
          : String(error instanceof Error ? error.message : error),
      )
    } finally {
      setBusy(false)
    }
  }
  return (
    <Card className="p-5">
      <h2 className="text-lg font-semibold">{t('worker.pairTitle')}</h2>
      <p className="mt-1 mb-4 text-sm text-muted">{t('worker.pairText')}</p>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void pair()
        }}
      >
        <TextField
          label={t('worker.url')}
          inputMode="url"
          value={url}
          error={isHttpUrl(url) ? null : t('endpoint.invalid')}
          onChange={(event) => setUrl(event.target.value)}
        />
        <TextField
          label={t('worker.token')}
          hint={t('worker.tokenHint')}
          type="password"
          autoComplete="off"
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        {trouble && <Notice tone="bad">{trouble}</Notice>}
        <Button
          type="submit"
          look="primary"
          busy={busy}
          disabled={!isHttpUrl(url) || token.trim() === ''}
        >
          {t('worker.pair')}
        </Button>
      </form>
    </Card>
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

function HealthFacts({ health, pairing }: { health: WorkerHealth; pairing: Pairing }) {
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
