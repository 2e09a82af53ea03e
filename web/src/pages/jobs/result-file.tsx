import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { download } from '#/app/download'
import { useMarket } from '#/app/market-context'
import { FILE_LIMIT_BYTES, type ResultFile, readFile } from '#/ipfs/result'
import { formatBytes } from '#/market/bytes'
import type { JobId } from '#/market/types'
import { ResultContent } from '#/pages/jobs/result-content'
import { ResultTroubleNotice } from '#/pages/jobs/result-trouble'
import { localeOf } from '#/texts/texts'
import { Button } from '#/ui/button'
import { Icon } from '#/ui/icons'
import { Notice, Skeleton } from '#/ui/surface'

/** One file: what it shows, once it is `wanted`, and its download. */
export function ResultFileView({
  file,
  jobId,
  isReport,
  wanted,
}: {
  file: ResultFile
  jobId: JobId
  isReport: boolean
  wanted: boolean
}) {
  const { t, i18n } = useTranslation('jobs')
  const { config } = useMarket()
  const [asked, setAsked] = useState(false)
  const [loaded, setLoaded] = useState(0)
  const tooLarge = file.size > FILE_LIMIT_BYTES
  const size = formatBytes(file.size, localeOf(i18n.language))
  const content = useQuery({
    queryKey: ['file', file.cid],
    enabled: !tooLarge && (wanted || asked),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
    queryFn: ({ signal }) => readFile(file, config.gateways, signal, setLoaded),
  })
  const name = file.path.split('/').pop() || `job-${jobId}`
  const blob = content.data
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2 flex min-h-8 items-center justify-between gap-3 text-sm">
        <span className="min-w-0 break-words">
          <span className="font-medium">{file.path || t('result.file')}</span>{' '}
          <span className="whitespace-nowrap text-muted">{size}</span>
        </span>
        {blob ? (
          <Button
            size="small"
            onClick={() => download(blob, name, 'application/octet-stream')}
            aria-label={t('result.download', { name })}
          >
            <Icon name="download" className="size-4" />
            <span className="max-sm:hidden">{t('result.save')}</span>
          </Button>
        ) : (
          !tooLarge &&
          !content.isFetching && (
            <Button
              size="small"
              onClick={() => (content.error ? void content.refetch() : setAsked(true))}
              aria-label={t('result.loadNamed', { name, size })}
            >
              {content.error ? t('retry', { ns: 'common' }) : t('result.load')}
            </Button>
          )
        )}
      </figcaption>
      {tooLarge && <Notice tone="info">{t('result.tooLarge')}</Notice>}
      {content.isFetching && <Progress loaded={loaded} size={file.size} name={name} />}
      {content.error && !content.isFetching && <ResultTroubleNotice error={content.error} />}
      {blob && <ResultContent blob={blob} name={name} isReport={isReport} />}
    </figure>
  )
}

function Progress({ loaded, size, name }: { loaded: number; size: number; name: string }) {
  const { t } = useTranslation('jobs')
  if (size < 1 << 20) return <Skeleton className="h-16 w-full" />
  return (
    <progress
      max={size}
      value={loaded}
      aria-label={t('result.loading', { name })}
      className="h-2 w-full overflow-hidden rounded-full bg-line accent-accent"
    />
  )
}
