import { useTranslation } from 'react-i18next'
import { Time } from '#/app/time'
import { Xlm } from '#/app/xlm'
import type { Earning } from '#/market/earnings'
import { readDescription } from '#/market/job-description'

/** On phones a job's cell says what the left-out columns would. */
const COLUMNS = {
  job: 'w-full sm:w-auto',
  ended: 'max-sm:hidden',
  payment: 'text-right max-sm:hidden',
  fee: 'text-right max-sm:hidden',
  payout: 'text-right',
} as const

export function EarningTable({ earnings }: { earnings: readonly Earning[] }) {
  const { t } = useTranslation('provide')
  const columns = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]
  return (
    <section
      aria-label={t('earnings.jobs')}
      tabIndex={0}
      className="overflow-x-auto rounded-card border bg-surface"
    >
      <table className="w-full text-sm">
        <thead className="border-b text-left text-muted">
          <tr>
            {columns.map((column) => (
              <th
                key={column}
                className={`px-4 py-2.5 font-medium whitespace-nowrap ${COLUMNS[column]}`}
              >
                {t(`earnings.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {earnings.map(({ job, fee, payout, at }) => (
            <tr key={job.id}>
              <td className="max-w-0 px-4 py-2.5 sm:max-w-64">
                <span className="block truncate">
                  #{job.id} {readDescription(job.description).title}
                </span>
                <span className="block text-xs text-muted sm:hidden">
                  <Time at={at} /> · {t('earnings.columns.payment')} <Xlm stroops={job.payment} /> ·{' '}
                  {t('earnings.columns.fee')} <Xlm stroops={fee} />
                </span>
              </td>
              <td className="px-4 py-2.5 max-sm:hidden">
                <Time at={at} />
              </td>
              <td className="px-4 py-2.5 text-right max-sm:hidden">
                <Xlm stroops={job.payment} look="column" />
              </td>
              <td className="px-4 py-2.5 text-right max-sm:hidden">
                <Xlm stroops={fee} look="column" />
              </td>
              <td className="px-4 py-2.5 text-right font-semibold">
                <Xlm stroops={payout} look="column" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
