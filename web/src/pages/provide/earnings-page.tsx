import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { download } from '#/app/download'
import { JobsUnread } from '#/app/jobs-unread'
import { useAddress } from '#/app/market-context'
import { useJobs } from '#/app/queries'
import { Xlm } from '#/app/xlm'
import { formatXlm } from '#/market/amount'
import { type Day, type Earning, earningRows, earningsOf, payoutsByDay } from '#/market/earnings'
import { EarningTable } from '#/pages/provide/earning-table'
import { localeOf } from '#/texts/texts'
import { Button } from '#/ui/button'
import { Icon } from '#/ui/icons'
import { Card, Empty, SkeletonRows } from '#/ui/surface'

const DAYS = 30

export function EarningsPage() {
  const { t } = useTranslation('provide')
  const address = useAddress() ?? ''
  const jobs = useJobs()
  const earnings = useMemo(() => earningsOf(jobs.data ?? [], address), [jobs.data, address])
  const days = useMemo(() => payoutsByDay(earnings, DAYS, new Date()), [earnings])
  if (jobs.isPending) return <SkeletonRows rows={4} label={t('loading', { ns: 'common' })} />
  if (!jobs.data) return <JobsUnread error={jobs.error} />
  if (earnings.length === 0)
    return <Empty title={t('earnings.none.title')} text={t('earnings.none.text')} />
  const total = earnings.reduce((sum, { payout }) => sum + payout, 0n)
  const recent = days.reduce((sum, { payout }) => sum + payout, 0n)
  return (
    <div className="flex flex-col gap-6">
      <div className="grid gap-4 sm:grid-cols-3">
        <Figure label={t('earnings.total')} stroops={total} />
        <Figure label={t('earnings.recent', { count: DAYS })} stroops={recent} />
        <Figure label={t('earnings.today')} stroops={days.at(-1)?.payout ?? 0n} />
      </div>
      <Card className="p-4">
        <h2 className="mb-3 font-semibold">{t('earnings.byDay')}</h2>
        <DayBars days={days} />
      </Card>
      <section>
        <div className="mb-3 flex items-center justify-between gap-3">
          <h2 className="text-lg font-semibold">{t('earnings.jobs')}</h2>
          <Button size="small" onClick={() => void saveCsv(earnings)}>
            <Icon name="download" className="size-4" />
            {t('csv', { ns: 'jobs' })}
          </Button>
        </div>
        <EarningTable earnings={earnings} />
      </section>
    </div>
  )
}

async function saveCsv(earnings: Earning[]): Promise<void> {
  const { writeCsv } = await import('#/market/csv')
  download(writeCsv(earningRows(earnings)), 'carrot-earnings.csv', 'text/csv')
}

function Figure({ label, stroops }: { label: string; stroops: bigint }) {
  return (
    <Card className="p-4">
      <p className="text-sm text-muted">{label}</p>
      <p className="mt-1 text-xl font-semibold">
        <Xlm stroops={stroops} />
      </p>
    </Card>
  )
}

function largest(amounts: readonly bigint[]): bigint {
  let most = 1n
  for (const amount of amounts) if (amount > most) most = amount
  return most
}

/** A bar a day; each names its day and amount to whoever can't see it. */
function DayBars({ days }: { days: readonly Day[] }) {
  const { i18n } = useTranslation()
  const most = largest(days.map(({ payout }) => payout))
  const dayName = (date: Date) =>
    date.toLocaleDateString(localeOf(i18n.language), { day: 'numeric', month: 'short' })
  return (
    <>
      <ul className="flex h-32 items-end gap-0.5">
        {days.map(({ date, payout }) => {
          const text = `${dayName(date)}: ${formatXlm(payout, localeOf(i18n.language))} XLM`
          const percent = Number((payout * 100n) / most)
          return (
            <li key={date.getTime()} title={text} className="flex h-full flex-1 items-end">
              <span className="sr-only">{text}</span>
              <span
                aria-hidden
                className={`w-full rounded-t-sm ${payout > 0n ? 'bg-accent' : 'bg-line'}`}
                style={{ height: payout > 0n ? `${Math.max(percent, 4)}%` : '2px' }}
              />
            </li>
          )
        })}
      </ul>
      <p className="mt-1 flex justify-between text-xs text-muted" aria-hidden>
        <span>{days[0] && dayName(days[0].date)}</span>
        <span>{days.at(-1) && dayName((days.at(-1) as Day).date)}</span>
      </p>
    </>
  )
}
