import { DropdownMenu } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { AccountFace, accountName } from '#/app/account-face'
import { useMarket } from '#/app/market-context'
import { useBalance } from '#/app/queries'
import { Xlm } from '#/app/xlm'
import { buttonClass } from '#/ui/button'
import type { Wallet } from '#/wallet/wallet'

export default function AccountMenu({ wallet }: { wallet: Wallet }) {
  const { t } = useTranslation('wallet')
  const { walletStore } = useMarket()
  const balance = useBalance(wallet.address)
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className={buttonClass('plain', 'small')}
        aria-label={t('menu', { address: accountName(wallet) })}
      >
        <AccountFace wallet={wallet} />
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
