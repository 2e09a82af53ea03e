import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallDialog } from '#/app/call-dialog'
import { CallProgress } from '#/app/call-progress'
import { useCall } from '#/app/use-call'
import type { Job } from '#/market/types'
import { Button } from '#/ui/button'

/** Releases a claimed job that will not be run, without a report. */
export function GiveBack({ job, provider }: { job: Job; provider: string }) {
  const { t } = useTranslation('provide')
  const [open, setOpen] = useState(false)
  const call = useCall()
  const release = () =>
    call.run(({ marketplace }) =>
      marketplace.release_job({ provider, job_id: job.id, result_hash: '' }),
    )
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('jobs.release')}
      </Button>
      <CallDialog
        call={call}
        open={open}
        onOpenChange={setOpen}
        title={t('jobs.giveBackTitle')}
        text={t('jobs.giveBackText')}
        closeLabel={t('close', { ns: 'common' })}
      >
        <CallProgress state={call.state} />
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={() => setOpen(false)} disabled={call.busy}>
            {t('jobs.keep')}
          </Button>
          <Button look="danger" busy={call.busy} onClick={() => void release()}>
            {t('jobs.release')}
          </Button>
        </div>
      </CallDialog>
    </>
  )
}
