import { useTranslation } from 'react-i18next'
import { shortAddress } from '#/app/address'
import { useBalance } from '#/app/queries'
import { Xlm } from '#/app/xlm'
import { Icon } from '#/ui/icons'
import { Badge } from '#/ui/surface'
import type { Wallet } from '#/wallet/wallet'

export const accountName = (wallet: Wallet) => wallet.name ?? shortAddress(wallet.address)

/** What the account's button shows, with its menu and before that has come. */
export function AccountFace({ wallet }: { wallet: Wallet }) {
  const { t } = useTranslation('wallet')
  const balance = useBalance(wallet.address)
  return (
    <>
      {wallet.kind === 'demo' && <Badge tone="busy">{t('demoBadge')}</Badge>}
      <span className={wallet.name ? 'font-medium' : 'font-mono'}>{accountName(wallet)}</span>
      {balance.data !== undefined && balance.data !== null && (
        <span className="hidden text-muted sm:inline">
          <Xlm stroops={balance.data} look="brief" />
        </span>
      )}
      <Icon name="chevron" className="size-4" />
    </>
  )
}
