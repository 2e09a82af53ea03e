import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobId } from '#/market/types'
import { Button } from '#/ui/button'
import { Dialog } from '#/ui/dialog'
import { Notice } from '#/ui/surface'
import { type Pairing, stopJob } from '#/worker/client'

/** Ends a running job's container, when the person means it. */
export function StopJob({ job, pairing }: { job: JobId; pairing: Pairing }) {
  const { t } = useTranslation('provide')
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const stop = useMutation({
    mutationFn: () => stopJob(pairing, job),
    onSuccess: async () => {
      setOpen(false)
      await queries.invalidateQueries({ queryKey: ['worker', pairing.url, 'jobs', job] })
    },
  })
  return (
    <>
      <Button size="small" look="danger" onClick={() => setOpen(true)}>
        {t('jobs.stop')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('jobs.stopTitle')}
        text={t('jobs.stopText')}
        closeLabel={t('close', { ns: 'common' })}
      >
        {stop.error && <Notice tone="bad">{stop.error.message}</Notice>}
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={() => setOpen(false)}>{t('jobs.keep')}</Button>
          <Button look="danger" busy={stop.isPending} onClick={() => stop.mutate()}>
            {t('jobs.stop')}
          </Button>
        </div>
      </Dialog>
    </>
  )
}
