import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '#/app/error-text'
import { useAddress } from '#/app/market-context'
import { busyGpus, useGpus, useJobs } from '#/app/queries'
import { EndpointCard } from '#/pages/provide/endpoint-card'
import { OwnGpu } from '#/pages/provide/own-gpu'
import { RegisterGpu } from '#/pages/provide/register-gpu'
import { useWorker } from '#/pages/provide/use-worker'
import { Button } from '#/ui/button'
import { Empty, SkeletonRows } from '#/ui/surface'

export function OwnGpusPage() {
  const { t } = useTranslation('provide')
  const errorText = useErrorText()
  const address = useAddress()
  const gpus = useGpus()
  const busy = busyGpus(useJobs().data)
  const { drives, health } = useWorker()
  const problems = new Map(drives && health.data?.gpus?.map((gpu) => [gpu.gpuId, gpu.problem]))
  const [registering, setRegistering] = useState(false)
  const own = (gpus.data ?? []).filter((gpu) => gpu.provider === address)
  return (
    <div className="flex flex-col gap-6">
      <div className="flex items-center justify-between gap-3">
        <h2 className="text-lg font-semibold">{t('gpus.title')}</h2>
        <Button look="primary" size="small" onClick={() => setRegistering(true)}>
          {t('gpus.register')}
        </Button>
      </div>
      {gpus.isPending && <SkeletonRows rows={3} label={t('loading', { ns: 'common' })} />}
      {gpus.error && <Empty title={t('gpus.failed')} text={errorText(gpus.error)} />}
      {gpus.isSuccess && own.length === 0 && (
        <Empty title={t('gpus.none.title')} text={t('gpus.none.text')} />
      )}
      {own.length > 0 && (
        <ul
          aria-label={t('gpus.title')}
          className="divide-y overflow-hidden rounded-card border bg-surface"
        >
          {own.map((gpu) => (
            <OwnGpu
              key={gpu.id}
              gpu={gpu}
              busy={busy.has(gpu.id)}
              problem={problems.get(gpu.id) ?? ''}
            />
          ))}
        </ul>
      )}
      <EndpointCard />
      <RegisterGpu open={registering} onOpenChange={setRegistering} />
    </div>
  )
}
