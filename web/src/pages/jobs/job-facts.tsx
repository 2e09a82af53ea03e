import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Address } from '#/app/address'
import { Xlm } from '#/app/xlm'
import { platformFee } from '#/market/amount'
import type { ReadDescription } from '#/market/job-description'
import type { Job } from '#/market/types'
import { Fact, Facts } from '#/ui/facts'
import { Card } from '#/ui/surface'

export function JobFacts({ job, read }: { job: Job; read: ReadDescription }) {
  const { t } = useTranslation('jobs')
  const fee = platformFee(job.payment)
  return (
    <Card className="p-4">
      <h2 className="sr-only">{t('facts.label')}</h2>
      <Facts>
        <Fact name={t('facts.payment')}>
          <Xlm stroops={job.payment} />
        </Fact>
        {job.status === 'completed' && (
          <>
            <Fact name={t('facts.payout')}>
              <Xlm stroops={job.payment - fee} />
            </Fact>
            <Fact name={t('facts.fee')}>
              <Xlm stroops={fee} />
            </Fact>
          </>
        )}
        <Fact name="GPU">
          <Link
            to="/rent/$gpuId"
            params={{ gpuId: String(job.gpuId) }}
            className="underline underline-offset-2"
          >
            #{job.gpuId}
          </Link>
        </Fact>
        <Fact name={t('facts.hours')}>{job.hours}</Fact>
        <Fact name={t('facts.consumer')}>
          <Address address={job.consumer} />
        </Fact>
        {job.provider && (
          <Fact name={t('facts.provider')}>
            <Address address={job.provider} />
          </Fact>
        )}
        <Fact name={t('facts.type')}>{t(`type.${read.type}`)}</Fact>
        {read.image && <Fact name={t('facts.image')}>{read.image}</Fact>}
        {read.args && <Fact name={t('facts.args')}>{read.args}</Fact>}
        {read.codeCid && <Fact name={t('facts.codeCid')}>{read.codeCid}</Fact>}
      </Facts>
      {read.code && (
        <details className="mt-4">
          <summary className="text-sm font-medium">{t('facts.script')}</summary>
          <pre
            tabIndex={0}
            className="mt-2 max-h-96 overflow-auto rounded-lg bg-sunken p-3 font-mono text-xs"
          >
            {read.code}
          </pre>
        </details>
      )}
    </Card>
  )
}
