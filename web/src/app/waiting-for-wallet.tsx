import { useTranslation } from 'react-i18next'
import { useWallet } from '#/app/market-context'
import { Button } from '#/ui/button'
import { Notice } from '#/ui/surface'

/** Where a wallet has been asked and its person may look for it, or has enough of it. A demo account asks nobody. */
export function WaitingForWallet({ giveUp }: { giveUp: () => void }) {
  const { t } = useTranslation()
  const state = useWallet()
  if (state.status === 'connected' && state.wallet.kind === 'demo') return null
  return (
    <Notice tone="info" title={t('call.signing')}>
      <p>{t('call.walletHint')}</p>
      <Button size="small" className="mt-2" onClick={giveUp}>
        {t('call.giveUp')}
      </Button>
    </Notice>
  )
}
