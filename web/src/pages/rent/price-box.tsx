import { useTranslation } from 'react-i18next'
import { Xlm } from '#/app/xlm'
import { platformFee } from '#/market/amount'
import { MAX_HOURS, paymentOf } from '#/market/job-form'
import type { Gpu } from '#/market/types'
import type { FormPart } from '#/pages/rent/job-form-view'
import { TextField } from '#/ui/field'
import { Card } from '#/ui/surface'

/** What the job costs while its hours are chosen. */
export function PriceBox({
  form,
  change,
  mistake,
  gpu,
  balance,
}: FormPart & { gpu: Gpu; balance: bigint | null | undefined }) {
  const { t } = useTranslation('rent')
  const payment = paymentOf(form, gpu.pricePerHour)
  return (
    <Card className="grid gap-5 p-4 sm:grid-cols-[12rem_1fr] sm:p-5">
      <TextField
        label={t('form.hours')}
        hint={t('form.hoursHint', { max: MAX_HOURS })}
        type="number"
        min={1}
        max={MAX_HOURS}
        step={1}
        inputMode="numeric"
        value={form.hours}
        error={mistake('hours')}
        onChange={(event) => change({ hours: event.target.value })}
      />
      <dl className="grid grid-cols-[1fr_auto] content-start gap-x-6 gap-y-1.5 text-sm">
        <dt>{t('price.payment')}</dt>
        <dd className="text-right text-lg font-semibold">
          {payment === null ? '–' : <Xlm stroops={payment} />}
        </dd>
        <dt className="text-muted">{t('price.ofThat')}</dt>
        <dd className="text-right text-muted">
          {payment === null ? '–' : <Xlm stroops={platformFee(payment)} />}
        </dd>
        <dt className="text-muted">{t('price.balance')}</dt>
        <dd className="text-right text-muted">{balance ? <Xlm stroops={balance} /> : '–'}</dd>
      </dl>
    </Card>
  )
}
