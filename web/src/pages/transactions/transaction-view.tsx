import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Address } from '#/app/address'
import { useContractErrorText } from '#/app/error-text'
import { useMarket } from '#/app/market-context'
import { Time } from '#/app/time'
import { Xlm } from '#/app/xlm'
import type { Transaction } from '#/chain/transaction'
import { NamedValues } from '#/pages/transactions/named-values'
import { Badge, Card, Notice, PageHead } from '#/ui/surface'

/** A transaction that is in a ledger. */
export function TransactionView({ transaction }: { transaction: Transaction }) {
  const { t } = useTranslation('transactions')
  const contractErrorText = useContractErrorText()
  const { call } = transaction
  return (
    <>
      <PageHead title={t('title')}>
        <Badge tone={transaction.succeeded ? 'good' : 'bad'}>
          {t(transaction.succeeded ? 'succeeded' : 'failed')}
        </Badge>
      </PageHead>
      <div className="flex flex-col gap-6">
        {!transaction.succeeded && (
          <Notice tone="bad" title={t('failedText')}>
            {transaction.refusal && contractErrorText(transaction.refusal)}
          </Notice>
        )}
        <Facts transaction={transaction} />
        <section>
          <h2 className="mb-3 text-lg font-semibold">{t('call')}</h2>
          {call ? (
            <Card className="p-4">
              <p className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="font-mono font-semibold break-all">{call.function}</span>
                <Contract address={call.contract} />
              </p>
              <NamedValues values={call.args} />
            </Card>
          ) : (
            <p className="text-muted">
              {t('noCall', { operations: transaction.operations.join(', ') })}
            </p>
          )}
        </section>
        <section>
          <h2 className="mb-3 text-lg font-semibold">{t('events')}</h2>
          {transaction.events.length === 0 && <p className="text-muted">{t('noEvents')}</p>}
          <ol className="flex flex-col gap-3">
            {transaction.events.map((event, index) => (
              <li key={index}>
                <Card className="p-4">
                  <p className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
                    <span className="font-mono font-semibold break-all">{event.name}</span>
                    <Contract address={event.contract} />
                  </p>
                  <NamedValues values={event.values} />
                </Card>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </>
  )
}

function Facts({ transaction }: { transaction: Transaction }) {
  const { t } = useTranslation('transactions')
  return (
    <Card className="p-4">
      <dl className="grid gap-x-6 text-sm sm:gap-y-2 sm:grid-cols-[auto_1fr]">
        <Fact name={t('hash')}>
          <span className="font-mono break-all">{transaction.hash}</span>
        </Fact>
        <Fact name={t('ledger')}>
          <span className="tabular">{transaction.ledger}</span>
        </Fact>
        <Fact name={t('time')}>
          <Time at={transaction.at} />
        </Fact>
        <Fact name={t('source')}>
          <Address address={transaction.source} />
        </Fact>
        <Fact name={t('fee')}>
          <Xlm stroops={transaction.feeStroops} />
        </Fact>
      </dl>
    </Card>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted not-first:mt-2 sm:mt-0!">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}

/** Which of the market's contracts it is, or another one's address. */
function Contract({ address }: { address: string }) {
  const { t } = useTranslation('transactions')
  const { gpuRegistry, jobMarketplace } = useMarket().config.contracts
  const name =
    address === gpuRegistry ? 'registry' : address === jobMarketplace ? 'marketplace' : null
  if (address === '') return null
  return (
    <span className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
      {name && t(`contracts.${name}`)}
      <Address address={address} />
    </span>
  )
}
