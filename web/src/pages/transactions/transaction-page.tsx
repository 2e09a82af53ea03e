import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '#/app/error-text'
import { useMarket } from '#/app/market-context'
import { Time } from '#/app/time'
import { isTransactionHash, readTransaction } from '#/chain/transaction'
import { TransactionView } from '#/pages/transactions/transaction-view'
import { Button, ButtonLink } from '#/ui/button'
import { Empty, SkeletonRows } from '#/ui/surface'

const MISSING_TURN_MS = 5000

/** A transaction as this network's RPC remembers it, for networks without an explorer. */
export function TransactionPage() {
  const { t } = useTranslation('transactions')
  const { config } = useMarket()
  const errorText = useErrorText()
  const { hash } = useParams({ from: '/transactions/$hash' })
  const valid = isTransactionHash(hash)
  const lookup = useQuery({
    queryKey: ['transaction', hash.toLowerCase()],
    enabled: valid,
    queryFn: () => readTransaction(config, hash),
    // One that was just sent may be in the next ledger.
    refetchInterval: ({ state }) => (state.data?.found === false ? MISSING_TURN_MS : false),
    staleTime: ({ state }) => (state.data?.found ? Number.POSITIVE_INFINITY : 0),
    retry: 1,
  })
  const toJobs = (
    <ButtonLink to="/jobs" look="primary">
      {t('toJobs')}
    </ButtonLink>
  )
  if (!valid)
    return (
      <Empty title={t('malformed.title')} text={t('malformed.text')}>
        {toJobs}
      </Empty>
    )
  if (lookup.isPending) return <SkeletonRows rows={4} label={t('loading', { ns: 'common' })} />
  if (lookup.error)
    return (
      <Empty title={t('failedToRead')} text={errorText(lookup.error)}>
        <Button onClick={() => void lookup.refetch()}>{t('retry', { ns: 'common' })}</Button>
      </Empty>
    )
  if (!lookup.data.found)
    return (
      <Empty
        title={t('missing.title')}
        text={
          <>
            {t('missing.text', { ledger: lookup.data.oldestLedger })}{' '}
            <Time at={lookup.data.oldestAt} />. {t('missing.again')}
          </>
        }
      >
        {toJobs}
      </Empty>
    )
  return <TransactionView transaction={lookup.data.transaction} />
}
