import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useMarket } from '#/app/market-context'
import { listResult, parseResultHash } from '#/ipfs/result'
import { type Job, wasReleased } from '#/market/types'
import { ResultFileView } from '#/pages/jobs/result-file'
import { Button } from '#/ui/button'
import { Icon } from '#/ui/icons'
import { Card, Notice, SkeletonRows } from '#/ui/surface'

/** The files of a job's result, or of its report, each verified against its CID. */
export function JobResult({ job }: { job: Job }) {
  const { t } = useTranslation('jobs')
  const { config } = useMarket()
  const cid = parseResultHash(job.resultHash)
  const files = useQuery({
    queryKey: ['result', job.resultHash],
    enabled: cid !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
    queryFn: ({ signal }) => (cid ? listResult(cid, config.gateways, signal) : []),
  })
  if (!cid) return <Notice tone="bad">{t('result.noCid', { text: job.resultHash })}</Notice>
  return (
    <Card className="overflow-hidden">
      <div className="flex flex-wrap items-center justify-between gap-3 border-b px-4 py-2.5">
        <h2 className="font-semibold">
          {wasReleased(job) ? t('result.report') : t('result.title')}
        </h2>
        {files.isSuccess && (
          <p className="flex items-center gap-1 text-sm text-good">
            <Icon name="check" className="size-4" />
            {t('result.verified')}
          </p>
        )}
      </div>
      <div className="flex flex-col gap-4 p-4">
        {files.isPending && <SkeletonRows rows={2} label={t('result.fetching')} />}
        {files.error && (
          <Notice tone="bad" title={t('result.failed')}>
            <p>{files.error.message}</p>
            <Button size="small" className="mt-2" onClick={() => void files.refetch()}>
              {t('retry', { ns: 'common' })}
            </Button>
          </Notice>
        )}
        {files.data?.map((file) => (
          <ResultFileView key={file.path} file={file} jobId={job.id} isReport={wasReleased(job)} />
        ))}
        <p className="text-sm break-all text-muted">
          <a
            href={`${config.gateways[0]?.replace(/\/$/, '')}/ipfs/${cid}`}
            target="_blank"
            rel="noreferrer"
            className="underline underline-offset-2 hover:text-ink"
          >
            ipfs://{cid.toString()}
          </a>
        </p>
      </div>
    </Card>
  )
}
