import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { shortAddress } from '#/app/address'
import { CallDialog } from '#/app/call-dialog'
import { CallProgress } from '#/app/call-progress'
import { useAddress, useMarket } from '#/app/market-context'
import { useCall } from '#/app/use-call'
import { WalletDialog } from '#/app/wallet-dialog'
import { Xlm } from '#/app/xlm'
import { writeDescription } from '#/market/job-description'
import { type JobForm, paymentOf, readHours, specOf } from '#/market/job-form'
import type { Gpu, JobId } from '#/market/types'
import { Button, ButtonLink } from '#/ui/button'
import { Fact, Facts } from '#/ui/facts'
import { resultKeyOf } from '#/wallet/result-keys'
import type { Wallet } from '#/wallet/wallet'

interface Props {
  gpu: Gpu
  form: JobForm
  open: boolean
  onOpenChange: (open: boolean) => void
  onPosted: () => void
}

/** Says what is about to be paid, makes the call, and leads to the job. Without a wallet, asks for one. */
export function ConfirmPost(props: Props) {
  const address = useAddress()
  if (props.open && !address) return <WalletDialog open onOpenChange={props.onOpenChange} />
  return <Confirm {...props} address={address ?? ''} />
}

function Confirm({
  gpu,
  form,
  open,
  onOpenChange,
  onPosted,
  address,
}: Props & { address: string }) {
  const { t } = useTranslation('rent')
  const { config } = useMarket()
  const call = useCall()
  const [jobId, setJobId] = useState<JobId | null>(null)
  useEffect(() => {
    if (open) setJobId(null)
  }, [open])
  const payment = paymentOf(form, gpu.pricePerHour) ?? 0n
  const hours = readHours(form.hours) ?? 0
  const recipientOf = async (wallet: Wallet, stop: AbortSignal) =>
    (await resultKeyOf(wallet, config.network.passphrase, stop)).recipient
  const post = async () => {
    const id = await call.run<number, string | undefined>(
      ({ marketplace }, recipient) =>
        marketplace.post_job({
          consumer: address,
          gpu_id: gpu.id,
          description: writeDescription(specOf(form, recipient)),
          compute_hours: hours,
          payment_amount: payment,
        }),
      form.isPrivate ? recipientOf : undefined,
    )
    if (id !== null) {
      onPosted()
      setJobId(id)
    }
  }
  return (
    <CallDialog
      call={call}
      open={open}
      onOpenChange={onOpenChange}
      title={jobId === null ? t('confirm.title') : t('confirm.posted', { id: jobId })}
      closeLabel={t('close', { ns: 'common' })}
    >
      <Facts spread className="mb-4">
        <Fact name={t('confirm.job')}>{form.title}</Fact>
        <Fact name={t('confirm.gpu')}>
          {gpu.model} #{gpu.id}
        </Fact>
        <Fact name={t('confirm.time')}>{t('hours', { ns: 'common', count: hours })}</Fact>
        {form.isPrivate && <Fact name={t('confirm.result')}>{t('confirm.private')}</Fact>}
        <Fact name={t('confirm.network')}>{config.network.name}</Fact>
        <Fact name={t('confirm.account')}>{shortAddress(address)}</Fact>
        <Fact name={t('confirm.escrow')}>
          <span className="text-base font-semibold">
            <Xlm stroops={payment} look="column" />
          </span>
        </Fact>
      </Facts>
      <CallProgress state={call.state} />
      <div className="mt-5 flex justify-end gap-2">
        {jobId === null ? (
          <Button
            look="primary"
            className="max-sm:w-full"
            busy={call.busy}
            onClick={() => void post()}
          >
            {call.state.step === 'failed' ? t('retry', { ns: 'common' }) : t('confirm.pay')}
          </Button>
        ) : (
          <ButtonLink to="/jobs/$jobId" params={{ jobId: String(jobId) }} look="primary">
            {t('confirm.watch')}
          </ButtonLink>
        )}
      </div>
    </CallDialog>
  )
}
