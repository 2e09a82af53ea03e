import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Xlm } from '#/app/xlm'
import { platformFee } from '#/market/amount'
import { MAX_HOURS, paymentOf } from '#/market/job-form'
import type { Gpu } from '#/market/types'
import type { FormPart } from '#/pages/rent/job-form-view'
import { Fact, Facts } from '#/ui/facts'
import { TextField } from '#/ui/field'
import { Card } from '#/ui/surface'

/** What the job costs while its hours are chosen; `children` is how to go on. */
export function PriceBox({
  form,
  change,
  mistake,
  gpu,
  balance,
  children,
}: FormPart & { gpu: Gpu; balance: bigint | null | undefined; children: ReactNode }) {
  const { t } = useTranslation('rent')
  const payment = paymentOf(form, gpu.pricePerHour)
  return (
    <Card className="flex flex-col gap-4 p-4">
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
      <div className="border-t pt-3">
        <p className="flex items-baseline justify-between gap-4 pb-2">
          <span className="font-medium">{t('price.payment')}</span>
          <span className="text-xl font-semibold">
            {payment === null ? '–' : <Xlm stroops={payment} look="column" />}
          </span>
        </p>
        <Facts spread>
          <Fact name={t('price.ofThat')}>
            {payment === null ? '–' : <Xlm stroops={platformFee(payment)} look="column" />}
          </Fact>
          <Fact name={t('price.balance')}>
            {balance ? <Xlm stroops={balance} look="brief" /> : '–'}
          </Fact>
        </Facts>
      </div>
      {children}
    </Card>
  )
}
