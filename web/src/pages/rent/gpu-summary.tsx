import { useTranslation } from 'react-i18next'
import { Address } from '#/app/address'
import { Time } from '#/app/time'
import { Xlm } from '#/app/xlm'
import type { Gpu } from '#/market/types'
import { Fact, Facts } from '#/ui/facts'
import { Card } from '#/ui/surface'

export function GpuSummary({ gpu, className }: { gpu: Gpu; className?: string }) {
  const { t } = useTranslation('rent')
  return (
    <Card className={`p-4 ${className}`}>
      <h2 className="mb-3 font-semibold break-words">
        {gpu.model} <span className="font-normal text-muted">#{gpu.id}</span>
      </h2>
      <Facts spread>
        <Fact name={t('summary.price')}>
          <Xlm stroops={gpu.pricePerHour} /> {t('perHour', { ns: 'common' })}
        </Fact>
        <Fact name={t('summary.vram')}>{t('vramGb', { ns: 'gpus', gb: gpu.vramGb })}</Fact>
        <Fact name={t('summary.jobs')}>{gpu.totalJobs}</Fact>
        <Fact name={t('summary.since')}>
          <Time at={gpu.registeredAt} dayOnly />
        </Fact>
        <Fact name={t('summary.provider')}>
          <Address address={gpu.provider} />
        </Fact>
      </Facts>
    </Card>
  )
}
