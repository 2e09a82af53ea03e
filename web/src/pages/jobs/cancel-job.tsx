import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallDialog } from '#/app/call-dialog'
import { CallProgress } from '#/app/call-progress'
import { useCall } from '#/app/use-call'
import { Xlm } from '#/app/xlm'
import { cancellableAt, type Job } from '#/market/types'
import { Button } from '#/ui/button'

/** Takes the job back with its payment, or says from when that is possible and why. */
export function CancelJob({ job }: { job: Job }) {
  const { t } = useTranslation('jobs')
  const [open, setOpen] = useState(false)
  const at = cancellableAt(job)
  const now = useNow(at !== null && at * 1000 > Date.now())
  if (at === null || (job.status !== 'open' && job.status !== 'claimed')) return null
  const left = at - Math.floor(now / 1000)
  return (
    <div className="flex items-center justify-between gap-4 max-sm:flex-col max-sm:items-stretch">
      <p className="text-sm text-muted">
        {left > 0 ? t('cancel.notYet', { left: duration(left) }) : t(`cancel.may.${job.status}`)}
      </p>
      <Button look="danger" size="small" disabled={left > 0} onClick={() => setOpen(true)}>
        {t('cancel.button')}
      </Button>
      <CancelDialog job={job} open={open} onOpenChange={setOpen} />
    </div>
  )
}

function duration(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  const parts = [hours, Math.floor((seconds % 3600) / 60), seconds % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

function useNow(ticking: boolean): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!ticking) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [ticking])
  return now
}

function CancelDialog({
  job,
  open,
  onOpenChange,
}: {
  job: Job
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { t } = useTranslation('jobs')
  const queries = useQueryClient()
  const call = useCall()
  const cancel = async () => {
    await call.run(({ marketplace }) =>
      marketplace.cancel_job({ consumer: job.consumer, job_id: job.id }),
    )
    await queries.invalidateQueries({ queryKey: ['jobs'] })
  }
  return (
    <CallDialog
      call={call}
      open={open}
      onOpenChange={onOpenChange}
      title={t('cancel.title')}
      text={
        <>
          {t('cancel.text')} <Xlm stroops={job.payment} />
        </>
      }
      closeLabel={t('close', { ns: 'common' })}
    >
      <CallProgress state={call.state} />
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={() => onOpenChange(false)} disabled={call.busy}>
          {t('cancel.keep')}
        </Button>
        <Button look="danger" busy={call.busy} onClick={() => void cancel()}>
          {t('cancel.confirm')}
        </Button>
      </div>
    </CallDialog>
  )
}
