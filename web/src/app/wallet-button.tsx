import { DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { shortAddress } from '#/app/address'
import { useMarket, useWallet } from '#/app/market-context'
import { useBalance } from '#/app/queries'
import { WalletDialog } from '#/app/wallet-dialog'
import { Xlm } from '#/app/xlm'
import { Button, buttonClass } from '#/ui/button'
import { Icon } from '#/ui/icons'
import { Badge } from '#/ui/surface'
import type { Wallet } from '#/wallet/wallet'

export function WalletButton() {
  const { t } = useTranslation('wallet')
  const state = useWallet()
  const [choosing, setChoosing] = useState(false)
  if (state.status === 'connected') return <AccountMenu wallet={state.wallet} />
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

function AccountMenu({ wallet }: { wallet: Wallet }) {
  const { t } = useTranslation('wallet')
  const { walletStore } = useMarket()
  const balance = useBalance(wallet.address)
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className={buttonClass('plain', 'small')}
        aria-label={t('menu', { address: wallet.name ?? shortAddress(wallet.address) })}
      >
        {wallet.kind === 'demo' && <Badge tone="busy">{t('demoBadge')}</Badge>}
        <span className={wallet.name ? 'font-medium' : 'font-mono'}>
          {wallet.name ?? shortAddress(wallet.address)}
        </span>
        {balance.data !== undefined && balance.data !== null && (
          <span className="hidden text-muted sm:inline">
            <Xlm stroops={balance.data} look="brief" />
          </span>
        )}
        <Icon name="chevron" className="size-4" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          className="z-40 min-w-64 rounded-card border bg-surface p-1.5 shadow-xl"
        >
          <DropdownMenu.Label className="px-2.5 py-2 font-mono text-xs break-all text-muted">
            {wallet.address}
          </DropdownMenu.Label>
          <DropdownMenu.Label className="px-2.5 pb-2 text-sm">
            {balance.data ? <Xlm stroops={balance.data} /> : t('noBalance')}
          </DropdownMenu.Label>
          <DropdownMenu.Item
            onSelect={walletStore.disconnect}
            className="cursor-pointer rounded-lg px-2.5 py-2 text-sm outline-none data-highlighted:bg-sunken"
          >
            {t('disconnect')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
