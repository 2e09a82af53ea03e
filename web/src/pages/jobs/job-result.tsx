import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMarket } from '#/app/market-context'
import { WaitingForWallet } from '#/app/waiting-for-wallet'
import { type ResultFile, sortFiles } from '#/ipfs/result'
import { gatewayUrl, parseResultHash } from '#/ipfs/result-hash'
import { type Job, wasReleased } from '#/market/types'
import { ResultFileView } from '#/pages/jobs/result-file'
import { ResultTroubleNotice } from '#/pages/jobs/result-trouble'
import { SealedResult } from '#/pages/jobs/sealed-result'
import { useResultFiles } from '#/pages/jobs/use-result-files'
import { Button } from '#/ui/button'
import { Icon } from '#/ui/icons'
import { Card, Notice, SkeletonRows } from '#/ui/surface'

/** The files of a job's result, or of its report, each verified against its CID. */
export function JobResult({ job }: { job: Job }) {
  const { t } = useTranslation('jobs')
  const { config } = useMarket()
  const cid = useMemo(() => parseResultHash(job.resultHash), [job.resultHash])
  const result = useResultFiles(job, cid)
  const { files, privacy } = result
  if (!cid) return <Notice tone="bad">{t('result.noCid', { text: job.resultHash })}</Notice>
  return (
    <Card className="overflow-hidden">
      <div className="flex flex-wrap items-center justify-between gap-3 border-b px-4 py-2.5">
        <h2 className="font-semibold">
          {wasReleased(job) ? t('result.report') : t('result.title')}
        </h2>
        {files.data && (
          <p className="flex items-center gap-1 text-sm text-good">
            <Icon name="check" className="size-4" />
            {privacy === 'opened' ? t('result.opened') : t('result.verified')}
          </p>
        )}
      </div>
      <div className="flex flex-col gap-5 p-4">
        {privacy === 'closed' && <SealedResult {...result} />}
        {privacy === 'unsealed' && <Notice tone="busy">{t('result.unsealed')}</Notice>}
        {result.giveUp && <WaitingForWallet giveUp={result.giveUp} />}
        {privacy !== 'closed' && files.isPending && !result.giveUp && (
          <SkeletonRows
            rows={2}
            label={privacy === 'opened' ? t('result.opening') : t('result.fetching')}
          />
        )}
        {files.error && (
          <ResultTroubleNotice error={files.error}>
            <Button size="small" className="mt-2" onClick={files.refetch}>
              {t('retry', { ns: 'common' })}
            </Button>
          </ResultTroubleNotice>
        )}
        {files.data && <Files files={files.data} job={job} />}
        <p className="border-t pt-3 font-mono text-xs break-all text-muted">
          <a
            href={gatewayUrl(config.gateways, cid)}
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

const WANTED_FILE_BYTES = 8 << 20
const WANTED_BYTES = 32 << 20
const FILES_LISTED = 20

/** The first files are shown at once, as far as they are small; the others when they are asked for. */
function Files({ files, job }: { files: readonly ResultFile[]; job: Job }) {
  const { t } = useTranslation('jobs')
  const [listed, setListed] = useState(FILES_LISTED)
  const sorted = useMemo(() => sortFiles(files), [files])
  let sum = 0
  return (
    <>
      {sorted.slice(0, listed).map((file, at) => {
        sum += file.size <= WANTED_FILE_BYTES ? file.size : 0
        const wanted = at < FILES_LISTED && file.size <= WANTED_FILE_BYTES && sum <= WANTED_BYTES
        return (
          <ResultFileView
            key={file.path}
            file={file}
            jobId={job.id}
            isReport={wasReleased(job)}
            wanted={wanted}
          />
        )
      })}
      {listed < sorted.length && (
        <Button onClick={() => setListed((old) => old + 100)}>
          {t('result.more', { count: sorted.length - listed })}
        </Button>
      )}
    </>
  )
}
