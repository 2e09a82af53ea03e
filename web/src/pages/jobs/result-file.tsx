import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { download } from '#/app/download'
import { useMarket } from '#/app/market-context'
import { fileKind } from '#/ipfs/file-kind'
import { type ResultFile, readFile, SHOWN_LIMIT_BYTES } from '#/ipfs/result'
import { readReport } from '#/market/report'
import type { JobId } from '#/market/types'
import { ReportView } from '#/pages/jobs/report-view'
import { SealedFrame } from '#/pages/jobs/sealed-frame'
import { localeOf } from '#/texts/texts'
import { Button } from '#/ui/button'
import { Icon } from '#/ui/icons'
import { Notice, Skeleton } from '#/ui/surface'

const ResultTable = lazy(() => import('#/pages/jobs/result-table'))
const TEXT_SHOWN = 200_000

/** One file: its picture, sound, table or text, and its download. */
export function ResultFileView({
  file,
  jobId,
  isReport,
}: {
  file: ResultFile
  jobId: JobId
  isReport: boolean
}) {
  const { t, i18n } = useTranslation('jobs')
  const { config } = useMarket()
  const tooLarge = file.size > SHOWN_LIMIT_BYTES
  const content = useQuery({
    queryKey: ['file', file.cid],
    enabled: !tooLarge,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: 1,
    queryFn: ({ signal }) => readFile(file, config.gateways, signal),
  })
  const name = file.path.split('/').pop() || `job-${jobId}`
  const save = () => {
    if (content.data) download(content.data as BlobPart, name, 'application/octet-stream')
  }
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2 flex items-center justify-between gap-3 text-sm">
        <span className="min-w-0 truncate font-medium">
          {file.path || t('result.file')}{' '}
          <span className="font-normal text-muted">
            {file.size.toLocaleString(localeOf(i18n.language))} {t('result.bytes')}
          </span>
        </span>
        <Button
          size="small"
          disabled={!content.data}
          onClick={save}
          aria-label={t('result.download', { name })}
        >
          <Icon name="download" className="size-4" />
        </Button>
      </figcaption>
      {tooLarge && <Notice tone="info">{t('result.tooLarge')}</Notice>}
      {content.isLoading && <Skeleton className="h-40 w-full" />}
      {content.error && <Notice tone="bad">{content.error.message}</Notice>}
      {content.data && <Shown content={content.data} name={name} isReport={isReport} />}
    </figure>
  )
}

function Shown({
  content,
  name,
  isReport,
}: {
  content: Uint8Array
  name: string
  isReport: boolean
}) {
  const { t } = useTranslation('jobs')
  const kind = fileKind(content, name)
  switch (kind.kind) {
    case 'picture':
    case 'audio':
      return <SealedFrame content={content} kind={kind.kind} mime={kind.mime} label={name} />
    case 'table':
      return (
        <Suspense fallback={<Skeleton className="h-40 w-full" />}>
          <ResultTable text={kind.text} label={name} />
        </Suspense>
      )
    case 'text': {
      const report = isReport ? readReport(kind.text) : null
      if (report) return <ReportView report={report} />
      return (
        <pre
          tabIndex={0}
          className="max-h-96 overflow-auto rounded-lg bg-sunken p-3 font-mono text-xs whitespace-pre-wrap"
        >
          {kind.text.slice(0, TEXT_SHOWN)}
          {kind.text.length > TEXT_SHOWN && `\n${t('result.cut')}`}
        </pre>
      )
    }
    case 'other':
      return <p className="text-sm text-muted">{t('result.notShown')}</p>
  }
}
