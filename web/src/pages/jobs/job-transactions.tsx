import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useMarket } from '#/app/market-context'
import { Time } from '#/app/time'
import { TransactionLink } from '#/app/transaction-link'
import { readJobTransactions } from '#/chain/job-transactions'
import type { Job } from '#/market/types'
import { Card } from '#/ui/surface'

/** What happened to the job in which transaction; nothing where the network has forgotten all of it. */
export function JobTransactions({ job }: { job: Job }) {
  const { t } = useTranslation('jobs')
  const { config } = useMarket()
  const found = useQuery({
    // What has been done to a job shows in its state: each state is looked up once.
    queryKey: ['jobTransactions', job.id, job.status],
    queryFn: () => readJobTransactions(config, job),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
    retry: 1,
  })
  if (!found.data || found.data.length === 0) return null
  return (
    <Card className="p-4">
      <h2 className="mb-2 text-sm font-semibold">{t('transactions.title')}</h2>
      <ol className="flex flex-col gap-1.5 text-sm">
        {found.data.map(({ hash, event, at }) => (
          <li key={hash} className="flex flex-wrap items-baseline justify-between gap-x-3">
            <TransactionLink hash={hash}>{t(`transactions.${event}`)}</TransactionLink>
            <span className="text-muted">
              <Time at={at} />
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}
