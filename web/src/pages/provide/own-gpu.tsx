import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallDialog } from '#/app/call-dialog'
import { CallProgress } from '#/app/call-progress'
import { useAmount } from '#/app/use-amount'
import { useCall } from '#/app/use-call'
import { Xlm } from '#/app/xlm'
import { typedXlm } from '#/market/amount'
import type { Gpu } from '#/market/types'
import { localeOf } from '#/texts/texts'
import { Button } from '#/ui/button'
import { TextField } from '#/ui/field'
import { Badge } from '#/ui/surface'

/** A row of one's own GPU: whether it takes jobs, and its price. */
export function OwnGpu({
  gpu,
  busy,
  problem,
}: {
  gpu: Gpu
  busy: boolean
  /** why the paired worker takes no jobs for it; empty when it does, or is not asked */
  problem: string
}) {
  const { t } = useTranslation('provide')
  const [pricing, setPricing] = useState(false)
  const availability = useCall()
  const state = gpu.available ? (busy ? 'busy' : 'free') : 'away'
  const toggle = () =>
    availability.run(({ registry }) =>
      registry.set_availability({
        provider: gpu.provider,
        gpu_id: gpu.id,
        available: !gpu.available,
      }),
    )
  return (
    <li className="px-4 py-3">
      <div className="grid items-center gap-x-4 gap-y-2 grid-cols-[minmax(0,1fr)_auto] sm:grid-cols-[minmax(0,1fr)_11rem_7.5rem_12rem]">
        <div className="min-w-0 max-sm:col-span-2 max-sm:col-start-1 max-sm:row-start-1">
          <p className="truncate font-medium">
            {gpu.model} <span className="font-normal text-muted">#{gpu.id}</span>
          </p>
          <p className="text-sm text-muted">
            {gpu.vramGb} GB · {t('jobsDone', { ns: 'gpus', count: gpu.totalJobs })}
          </p>
        </div>
        <p className="max-sm:col-start-1 max-sm:row-start-2">
          <Xlm stroops={gpu.pricePerHour} look="column" />{' '}
          <span className="text-xs text-muted">{t('perHour', { ns: 'common' })}</span>
        </p>
        <p className="max-sm:col-start-2 max-sm:row-start-1 max-sm:self-end max-sm:justify-self-end">
          <Badge tone={state === 'free' ? 'good' : state === 'busy' ? 'busy' : 'plain'}>
            {t(`state.${state}`, { ns: 'gpus' })}
          </Badge>
        </p>
        <div className="flex justify-end gap-2">
          <Button
            size="small"
            onClick={() => setPricing(true)}
            aria-label={t('gpus.priceOf', { id: gpu.id })}
          >
            {t('gpus.price')}
          </Button>
          <Button
            size="small"
            busy={availability.busy}
            onClick={() => void toggle()}
            aria-label={t(gpu.available ? 'gpus.takeOffOf' : 'gpus.offerOf', { id: gpu.id })}
          >
            {t(gpu.available ? 'gpus.takeOff' : 'gpus.offer')}
          </Button>
        </div>
      </div>
      {problem !== '' && <p className="mt-2 text-sm text-bad">{t('gpus.problem', { problem })}</p>}
      {(availability.busy || availability.state.step === 'failed') && (
        <div className="mt-3">
          <CallProgress state={availability.state} />
        </div>
      )}
      <PriceDialog gpu={gpu} open={pricing} onOpenChange={setPricing} />
    </li>
  )
}

function PriceDialog({
  gpu,
  open,
  onOpenChange,
}: {
  gpu: Gpu
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { t, i18n } = useTranslation('provide')
  const [typed, setTyped] = useState(() => typedXlm(gpu.pricePerHour, localeOf(i18n.language)))
  const call = useCall()
  const { stroops: price, mistake } = useAmount(typed)
  const change = () =>
    price !== null &&
    call.run(({ registry }) =>
      registry.update_price({ provider: gpu.provider, gpu_id: gpu.id, new_price: price }),
    )
  return (
    <CallDialog
      call={call}
      open={open}
      onOpenChange={onOpenChange}
      title={t('gpus.priceOf', { id: gpu.id })}
      text={t('gpus.priceText')}
      closeLabel={t('close', { ns: 'common' })}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void change()
        }}
      >
        <TextField
          label={t('register.price')}
          inputMode="decimal"
          value={typed}
          error={mistake}
          onChange={(event) => setTyped(event.target.value)}
        />
        <CallProgress state={call.state} />
        <Button type="submit" look="primary" busy={call.busy} disabled={price === null}>
          {t('gpus.setPrice')}
        </Button>
      </form>
    </CallDialog>
  )
}
