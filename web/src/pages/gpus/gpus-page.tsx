import { useNavigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '#/app/error-text'
import { busyGpus, useGpus, useJobs } from '#/app/queries'
import { filterGpus, type GpuFilter, readGpuFilter, sortGpus } from '#/market/gpu-filter'
import { GpuFilters } from '#/pages/gpus/gpu-filters'
import { GpuList } from '#/pages/gpus/gpu-list'
import { Button, ButtonLink } from '#/ui/button'
import { Empty, PageHead, SkeletonRows } from '#/ui/surface'

export function GpusPage() {
  const { t } = useTranslation('gpus')
  // The router hands on what was found wrong beside what is right.
  const search = useSearch({ from: '/' })
  const filter = useMemo(() => readGpuFilter({ ...search }), [search])
  const navigate = useNavigate({ from: '/' })
  const gpus = useGpus()
  // Long lists are sorted and drawn between what the person does.
  const all = useDeferredValue(gpus.data)
  const jobs = useJobs()
  const busy = useMemo(() => busyGpus(jobs.data), [jobs.data])
  const sorted = useMemo(() => sortGpus(all ?? [], filter.sort), [all, filter.sort])
  const shown = useMemo(() => filterGpus(sorted, busy, filter), [sorted, busy, filter])
  const setFilter = (changes: Partial<Record<keyof GpuFilter, unknown>>) =>
    navigate({ search: (old) => ({ ...old, ...changes }) as GpuFilter, replace: true })

  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <GpuFilters filter={filter} onChange={setFilter} />
      <p className="mt-4 mb-2 min-h-5 text-sm text-muted" aria-live="polite">
        {all && all.length > 0 && <Count shown={shown.length} all={all.length} />}
      </p>
      <Listing
        state={{ pending: !all && !gpus.error, error: gpus.error, all: all?.length ?? 0 }}
        onRetry={() => void gpus.refetch()}
        onClear={() => navigate({ search: {} as GpuFilter })}
        list={shown.length > 0 ? <GpuList gpus={shown} busy={busy} /> : null}
      />
    </>
  )
}

function Count({ shown, all }: { shown: number; all: number }) {
  const { t } = useTranslation('gpus')
  return shown === all
    ? t('count', { count: all })
    : t('countOf', { shown, all: t('count', { count: all }) })
}

function Listing({
  state,
  list,
  onRetry,
  onClear,
}: {
  state: { pending: boolean; error: unknown; all: number }
  list: React.ReactNode
  onRetry: () => void
  onClear: () => void
}) {
  const { t } = useTranslation('gpus')
  const errorText = useErrorText()
  if (list) return list
  if (state.pending) return <SkeletonRows rows={6} label={t('loading', { ns: 'common' })} />
  if (state.error) {
    return (
      <Empty icon="plug" title={t('failed')} text={errorText(state.error)}>
        <Button onClick={onRetry}>{t('retry', { ns: 'common' })}</Button>
      </Empty>
    )
  }
  if (state.all === 0) {
    return (
      <Empty icon="chip" title={t('none.title')} text={t('none.text')}>
        <ButtonLink to="/provide" look="primary">
          {t('none.action')}
        </ButtonLink>
      </Empty>
    )
  }
  return (
    <Empty icon="search" title={t('noMatch.title')} text={t('noMatch.text')}>
      <Button onClick={onClear}>{t('noMatch.action')}</Button>
    </Empty>
  )
}
