import { useTranslation } from 'react-i18next'
import { Address } from '#/app/address'
import { Xlm } from '#/app/xlm'
import type { Gpu } from '#/market/types'
import { localeOf } from '#/texts/texts'
import { Card } from '#/ui/surface'

export function GpuSummary({ gpu }: { gpu: Gpu }) {
  const { t, i18n } = useTranslation('rent')
  const since = new Date(gpu.registeredAt * 1000).toLocaleDateString(localeOf(i18n.language))
  return (
    <Card className="p-4">
      <h2 className="font-semibold">
        {gpu.model} <span className="font-normal text-muted">#{gpu.id}</span>
      </h2>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 text-sm">
        <dt className="text-muted">{t('summary.price')}</dt>
        <dd>
          <Xlm stroops={gpu.pricePerHour} /> {t('perHour', { ns: 'common' })}
        </dd>
        <dt className="text-muted">{t('summary.vram')}</dt>
        <dd>{gpu.vramGb} GB</dd>
        <dt className="text-muted">{t('summary.jobs')}</dt>
        <dd>{gpu.totalJobs}</dd>
        <dt className="text-muted">{t('summary.since')}</dt>
        <dd>{since}</dd>
        <dt className="text-muted">{t('summary.provider')}</dt>
        <dd>
          <Address address={gpu.provider} />
        </dd>
      </dl>
    </Card>
  )
}
