import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ChooseWallet } from '#/app/choose-wallet'
import { download } from '#/app/download'
import { useErrorText } from '#/app/error-text'
import { useAddress } from '#/app/market-context'
import { useJobs } from '#/app/queries'
import { type JobFilter, jobRows, readJobFilter, STATUSES, selectJobs } from '#/market/job-list'
import type { Job } from '#/market/types'
import { JobList } from '#/pages/jobs/job-list'
import { Button, ButtonLink } from '#/ui/button'
import { CheckField, SelectField, TextField } from '#/ui/field'
import { Icon } from '#/ui/icons'
import { Empty, PageHead, SkeletonRows } from '#/ui/surface'

export function JobsPage() {
  const { t } = useTranslation('jobs')
  const search = useSearch({ from: '/jobs' })
  const filter = useMemo(() => readJobFilter({ ...search }), [search])
  const address = useAddress()
  const jobs = useJobs()
  const shown = useMemo(
    () => selectJobs(jobs.data ?? [], address, filter),
    [jobs.data, address, filter],
  )
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <Button size="small" disabled={shown.length === 0} onClick={() => void saveCsv(shown)}>
          <Icon name="download" className="size-4" />
          {t('csv')}
        </Button>
      </PageHead>
      <Filters filter={filter} />
      <div className="mt-4">
        {shown.length > 0 ? (
          <JobList jobs={shown} />
        ) : (
          <Nothing
            pending={jobs.isPending}
            error={jobs.error}
            filter={filter}
            onRetry={() => void jobs.refetch()}
          />
        )}
      </div>
    </>
  )
}

async function saveCsv(jobs: Job[]): Promise<void> {
  const { writeCsv } = await import('#/market/csv')
  download(writeCsv(jobRows(jobs)), 'carrot-jobs.csv', 'text/csv')
}

function Filters({ filter }: { filter: JobFilter }) {
  const { t } = useTranslation('jobs')
  const navigate = useNavigate({ from: '/jobs' })
  const set = (changes: Partial<Record<keyof JobFilter, unknown>>) =>
    navigate({ search: (old) => ({ ...old, ...changes }) as JobFilter, replace: true })
  return (
    <div className="grid grid-cols-2 gap-3 sm:grid-cols-[2fr_1fr_auto] sm:items-end">
      <TextField
        label={t('search')}
        type="search"
        className="col-span-2 sm:col-span-1"
        value={filter.text ?? ''}
        onChange={(event) => void set({ text: event.target.value || undefined })}
      />
      <SelectField
        label={t('status')}
        value={filter.status ?? ''}
        onChange={(event) => void set({ status: event.target.value || undefined })}
      >
        <option value="">{t('anyStatus')}</option>
        {STATUSES.map((status) => (
          <option key={status} value={status}>
            {t(`state.${status}`)}
          </option>
        ))}
      </SelectField>
      <CheckField
        label={t('everybody')}
        className="self-end"
        checked={filter.all ?? false}
        onChange={(event) => void set({ all: event.target.checked || undefined })}
      />
    </div>
  )
}

function Nothing({
  pending,
  error,
  filter,
  onRetry,
}: {
  pending: boolean
  error: unknown
  filter: JobFilter
  onRetry: () => void
}) {
  const { t } = useTranslation('jobs')
  const errorText = useErrorText()
  const address = useAddress()
  if (pending) return <SkeletonRows rows={5} label={t('loading', { ns: 'common' })} />
  if (error) {
    return (
      <Empty icon="plug" title={t('failed')} text={errorText(error)}>
        <Button onClick={onRetry}>{t('retry', { ns: 'common' })}</Button>
      </Empty>
    )
  }
  if (!address && !filter.all)
    return (
      <Empty icon="wallet" title={t('noWallet.title')} text={t('noWallet.text')}>
        <ChooseWallet />
        <ButtonLink to="/jobs" search={{ all: true }}>
          {t('noWallet.all')}
        </ButtonLink>
      </Empty>
    )
  if (filter.text || filter.status) {
    return (
      <Empty icon="search" title={t('noMatch.title')} text={t('noMatch.text')}>
        <ButtonLink to="/jobs" search={filter.all ? { all: true } : {}}>
          {t('noMatch.action')}
        </ButtonLink>
      </Empty>
    )
  }
  return (
    <Empty icon="list" title={t('none.title')} text={t('none.text')}>
      <ButtonLink to="/" look="primary">
        {t('none.action')}
      </ButtonLink>
    </Empty>
  )
}
