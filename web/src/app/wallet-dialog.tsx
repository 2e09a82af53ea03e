import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMarket, useWallet } from '#/app/market-context'
import { WaitingForWallet } from '#/app/waiting-for-wallet'
import { Dialog } from '#/ui/dialog'
import { Notice } from '#/ui/surface'
import { demoNames } from '#/wallet/demo'
import type { WalletChoice } from '#/wallet/wallet-store'

const FREIGHTER = 'https://www.freighter.app/'

export function WalletDialog({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { t } = useTranslation('wallet')
  const { config, walletStore } = useMarket()
  const state = useWallet()
  const names = demoNames(config)
  const connect = async (choice: WalletChoice) => {
    await walletStore.connect(choice)
    if (walletStore.state().status === 'connected') onOpenChange(false)
  }
  const connecting = state.status === 'connecting'
  return (
    <Dialog
      open={open}
      onOpenChange={(wanted) => {
        // Nobody waits for a wallet behind a closed window.
        if (!wanted && connecting) walletStore.disconnect()
        onOpenChange(wanted)
      }}
      title={t('choose')}
      text={t('chooseText')}
      closeLabel={t('close', { ns: 'common' })}
    >
      <div className="flex flex-col gap-2">
        <Choice
          onClick={() => connect({ kind: 'freighter' })}
          title={t('freighter')}
          text={t('freighterText')}
        />
        {connecting && <WaitingForWallet giveUp={walletStore.disconnect} />}
        {state.status === 'failed' && !state.lost && (
          <Notice tone="bad">
            {t(`trouble.${state.trouble}`, { text: state.text })}
            {state.trouble === 'notInstalled' && (
              <a
                href={FREIGHTER}
                target="_blank"
                rel="noreferrer"
                className="mt-1 block text-accent underline underline-offset-2"
              >
                freighter.app
              </a>
            )}
          </Notice>
        )}
        {names.length > 0 && (
          <div className="mt-3 rounded-card border border-dashed p-3">
            <p className="text-sm font-semibold">{t('demo')}</p>
            <p className="mt-0.5 mb-3 text-sm text-muted">{t('demoText')}</p>
            <div className="grid grid-cols-2 gap-2">
              {names.map((name) => (
                <Choice key={name} onClick={() => connect({ kind: 'demo', name })} title={name} />
              ))}
            </div>
          </div>
        )}
      </div>
    </Dialog>
  )
}

function Choice({
  title,
  text,
  onClick,
}: {
  title: string
  text?: ReactNode
  onClick: () => void
}) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex min-h-12 flex-col items-start justify-center rounded-lg border border-line-strong px-4 py-2 text-left hover:bg-sunken"
    >
      <span className="font-medium">{title}</span>
      {text && <span className="text-sm text-muted">{text}</span>}
    </button>
  )
}
