import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Address } from '#/app/address'
import { useAddress, useMarket, useWallet } from '#/app/market-context'
import { useBalance } from '#/app/queries'
import { fundByFriendbot } from '#/chain/friendbot'
import { Button } from '#/ui/button'
import { Notice } from '#/ui/surface'

/** An account that the network does not know yet can do nothing: how it gets its first XLM. */
export function AccountNotice() {
  const { t } = useTranslation('wallet')
  const { config } = useMarket()
  const queries = useQueryClient()
  const wallet = useWallet()
  const address = useAddress()
  const balance = useBalance(address)
  const fund = useMutation({
    mutationFn: () => fundByFriendbot(config, address ?? ''),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['balance', address] }),
  })
  const elsewhere = wallet.status === 'connected' && wallet.passphrase !== config.network.passphrase
  if (address === null || balance.data !== null || elsewhere) return null
  return (
    <Notice tone="info" title={t('newAccount.title')}>
      <p>
        {config.network.friendbotUrl ? (
          t('newAccount.friendbot', { network: config.network.name })
        ) : (
          <>
            {t('newAccount.send')} <Address address={address} />
          </>
        )}
      </p>
      {fund.error && (
        <p className="mt-1 text-bad">{t('newAccount.failed', { text: fund.error.message })}</p>
      )}
      {config.network.friendbotUrl && (
        <Button size="small" className="mt-2" busy={fund.isPending} onClick={() => fund.mutate()}>
          {t('newAccount.button')}
        </Button>
      )}
    </Notice>
  )
}
