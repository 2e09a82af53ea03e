import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMarket, useNetwork, useWallet } from '#/app/market-context'
import { localeOf } from '#/texts/texts'
import { Button } from '#/ui/button'
import { Dialog } from '#/ui/dialog'
import { Notice } from '#/ui/surface'

/** What keeps the whole page from working: no network, or a wallet that is away or on another one. */
export function NetworkNotice() {
  const { t, i18n } = useTranslation()
  const { config } = useMarket()
  const { offlineSince, ledger } = useNetwork()
  const state = useWallet()
  if (offlineSince) {
    const time = offlineSince.toLocaleTimeString(localeOf(i18n.language))
    const text = ledger === null ? t('offlineFromStart') : t('offline', { time })
    return <Notice tone="busy">{text}</Notice>
  }
  if (state.status === 'connected' && state.passphrase !== config.network.passphrase) {
    return <WrongNetwork wallet={state.passphrase} />
  }
  if (state.status === 'failed' && state.lost) {
    return (
      <Notice tone="busy">
        {t(state.trouble === 'locked' ? 'lost.locked' : 'lost.other', { ns: 'wallet' })}
      </Notice>
    )
  }
  return null
}

function WrongNetwork({ wallet }: { wallet: string }) {
  const { t } = useTranslation('wallet')
  const { network } = useMarket().config
  const [open, setOpen] = useState(false)
  return (
    <Notice tone="bad" title={t('wrongNetwork.title')}>
      <p>{t('wrongNetwork.text', { market: network.name, wallet })}</p>
      <Button size="small" className="mt-2" onClick={() => setOpen(true)}>
        {t('wrongNetwork.how')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('wrongNetwork.how')}
        text={t('wrongNetwork.steps', { market: network.name })}
        closeLabel={t('close', { ns: 'common' })}
      >
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 text-sm">
          <dt className="text-muted">{t('wrongNetwork.name')}</dt>
          <dd className="break-all select-all">{network.name}</dd>
          <dt className="text-muted">{t('wrongNetwork.rpc')}</dt>
          <dd className="break-all select-all">{network.rpcUrl}</dd>
          <dt className="text-muted">{t('wrongNetwork.passphrase')}</dt>
          <dd className="break-all select-all">{network.passphrase}</dd>
        </dl>
        <p className="mt-4 text-sm text-muted">{t('wrongNetwork.again')}</p>
      </Dialog>
    </Notice>
  )
}
