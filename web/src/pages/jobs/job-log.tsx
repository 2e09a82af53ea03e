import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMarket, useWallet } from '#/app/market-context'
import { useEndpoint } from '#/app/queries'
import { isHttpUrl } from '#/config/config'
import type { Job } from '#/market/types'
import { LogText } from '#/pages/jobs/log-text'
import { Button } from '#/ui/button'
import { Card, Notice } from '#/ui/surface'
import { type SignedAccess, signLogAccess } from '#/worker/log-stream'

/** What the job prints, from the provider's worker, while it runs and afterwards. */
export function JobLog({
  job,
  provider,
  onRunning,
}: {
  job: Job
  provider: string
  onRunning: (running: boolean) => void
}) {
  const { t } = useTranslation('jobs')
  const { config } = useMarket()
  const walletState = useWallet()
  const endpoint = useEndpoint(provider)
  const [access, setAccess] = useState<SignedAccess | null>(null)
  const [declined, setDeclined] = useState(false)
  const wallet = walletState.status === 'connected' ? walletState.wallet : null

  const open = async () => {
    if (!wallet) return
    try {
      setDeclined(false)
      setAccess(await signLogAccess(config, wallet, job.id))
    } catch {
      setDeclined(true)
    }
  }
  // A demo account signs without asking anybody.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each wallet
  useEffect(() => {
    if (wallet?.kind === 'demo') void open()
  }, [wallet])

  if (endpoint.data === undefined) return null
  if (job.status !== 'claimed' && !isHttpUrl(endpoint.data)) return null
  return (
    <Card className="overflow-hidden">
      <div className="flex items-center justify-between gap-3 border-b px-4 py-2.5">
        <h2 className="font-semibold">{t('log.title')}</h2>
        {!access && isHttpUrl(endpoint.data) && (
          <Button size="small" onClick={() => void open()}>
            {t('log.open')}
          </Button>
        )}
      </div>
      {declined && <Notice tone="bad">{t('rejected', { ns: 'errors' })}</Notice>}
      {!isHttpUrl(endpoint.data) && <p className="p-4 text-sm text-muted">{t('log.noEndpoint')}</p>}
      {access && isHttpUrl(endpoint.data) && (
        <LogText
          job={job.id}
          endpoint={endpoint.data}
          access={access}
          onRunning={onRunning}
          again={
            <Button size="small" onClick={() => void open()}>
              {t('log.again')}
            </Button>
          }
        />
      )}
      {!access && isHttpUrl(endpoint.data) && (
        <p className="p-4 text-sm text-muted">{t('log.hint')}</p>
      )}
    </Card>
  )
}
