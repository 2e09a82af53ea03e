import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '#/app/error-text'
import { busyGpus, useGpu, useJobs } from '#/app/queries'
import { JobFormView } from '#/pages/rent/job-form-view'
import { Button } from '#/ui/button'
import { Empty, Notice, PageHead, SkeletonRows } from '#/ui/surface'

/** One GPU and the form for a job on it. */
export function RentPage() {
  const { t } = useTranslation('rent')
  const errorText = useErrorText()
  const { gpuId } = useParams({ from: '/rent/$gpuId' })
  const gpu = useGpu(Number(gpuId))
  const jobs = useJobs()
  if (gpu.isPending) return <SkeletonRows rows={5} label={t('loading', { ns: 'common' })} />
  if (gpu.error) {
    return (
      <Empty icon="chip" title={t('noGpu', { id: gpuId })} text={errorText(gpu.error)}>
        <Button onClick={() => void gpu.refetch()}>{t('retry', { ns: 'common' })}</Button>
      </Empty>
    )
  }
  const busy = busyGpus(jobs.data).has(gpu.data.id)
  return (
    <>
      <p className="mb-2 text-sm">
        <Link to="/" className="text-muted underline-offset-2 hover:text-ink hover:underline">
          ← {t('allGpus')}
        </Link>
      </p>
      <PageHead title={t('title', { model: gpu.data.model })} text={t('text')} />
      <div className="mb-4 empty:hidden">
        {!gpu.data.available && <Notice tone="busy">{t('away')}</Notice>}
        {gpu.data.available && busy && <Notice tone="info">{t('busy')}</Notice>}
      </div>
      <JobFormView gpu={gpu.data} />
    </>
  )
}
