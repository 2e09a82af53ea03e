import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AccountFace } from '#/app/account-face'
import { useWallet } from '#/app/market-context'
import { WalletDialog } from '#/app/wallet-dialog'
import { Button, buttonClass } from '#/ui/button'
import { Icon } from '#/ui/icons'

/** With the menus of Radix, which nobody needs before a wallet is connected. */
const AccountMenu = lazy(() => import('#/app/account-menu'))

export function WalletButton() {
  const { t } = useTranslation('wallet')
  const state = useWallet()
  const [choosing, setChoosing] = useState(false)
  if (state.status === 'connected') {
    const { wallet } = state
    return (
      <Suspense
        fallback={
          <span className={buttonClass('plain', 'small')}>
            <AccountFace wallet={wallet} />
          </span>
        }
      >
        <AccountMenu wallet={wallet} />
      </Suspense>
    )
  }
  return (
    <>
      <Button
        look="primary"
        size="small"
        busy={state.status === 'connecting'}
        onClick={() => setChoosing(true)}
      >
        <Icon name="wallet" className="size-4" />
        {state.status === 'connecting' ? t('connecting') : t('connect')}
      </Button>
      <WalletDialog open={choosing} onOpenChange={setChoosing} />
    </>
  )
}
