import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '#/app/error-text'
import { useMarket, useWallet } from '#/app/market-context'
import { useEndpoint } from '#/app/queries'
import { WaitingForWallet } from '#/app/waiting-for-wallet'
import { isHttpUrl } from '#/config/config'
import type { Job } from '#/market/types'
import { LogText } from '#/pages/jobs/log-text'
import { Button } from '#/ui/button'
import { Card, Notice } from '#/ui/surface'
import { unlessGivenUp } from '#/wallet/give-up'
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
  const [trouble, setTrouble] = useState<unknown>(null)
  const [giveUp, setGiveUp] = useState<(() => void) | null>(null)
  const errorText = useErrorText()
  const wallet = walletState.status === 'connected' ? walletState.wallet : null

  const open = async () => {
    if (!wallet) return
    const stop = new AbortController()
    setTrouble(null)
    setGiveUp(() => () => stop.abort())
    try {
      setAccess(await unlessGivenUp(signLogAccess(config, wallet, job.id), stop.signal))
    } catch (error) {
      setTrouble(error)
    } finally {
      setGiveUp(null)
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
          <Button size="small" busy={giveUp !== null} onClick={() => void open()}>
            {t('log.open')}
          </Button>
        )}
      </div>
      {giveUp && <WaitingForWallet giveUp={giveUp} />}
      {trouble !== null && <Notice tone="bad">{errorText(trouble)}</Notice>}
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
