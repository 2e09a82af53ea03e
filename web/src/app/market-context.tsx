// What every view needs: the configuration, the wallet, and news of the market.
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { announce } from '#/app/announce'
import { notificationState } from '#/app/notifications'
import { followMarket } from '#/chain/follow'
import type { Config } from '#/config/config'
import { useWalletState, WalletStore } from '#/wallet/wallet-store'

interface MarketContext {
  config: Config
  walletStore: WalletStore
  /** newest ledger seen; null before the first answer */
  ledger: number | null
  /** since when the RPC has not answered; null when it does */
  offlineSince: Date | null
}

const Context = createContext<MarketContext | null>(null)

export function useMarket(): MarketContext {
  const market = useContext(Context)
  if (!market) throw new Error('useMarket outside of MarketProvider')
  return market
}

export function useWallet() {
  return useWalletState(useMarket().walletStore)
}

/** The connected address; null without a wallet. */
export function useAddress(): string | null {
  const state = useWallet()
  return state.status === 'connected' ? state.wallet.address : null
}

export function MarketProvider({ config, children }: { config: Config; children: ReactNode }) {
  const queries = useQueryClient()
  const walletStore = useMemo(() => new WalletStore(config), [config])
  const [ledger, setLedger] = useState<number | null>(null)
  const [offlineSince, setOfflineSince] = useState<Date | null>(null)

  useEffect(() => void walletStore.restore(), [walletStore])
  useEffect(
    () =>
      followMarket(config, {
        onNews: (news) => {
          setLedger(news.ledger)
          setOfflineSince(null)
          if (news.registryChanged) void refresh(queries, ['gpus', 'endpoint'])
          if (news.marketplaceChanged) void refresh(queries, ['jobs', 'gpus', 'balance'])
          void announce(news.events, walletStore.address(), config, queries)
        },
        onTrouble: () => setOfflineSince((since) => since ?? new Date()),
        listensHidden: () => notificationState() === 'on',
      }),
    [config, queries, walletStore],
  )
  const market = useMemo(
    () => ({ config, walletStore, ledger, offlineSince }),
    [config, walletStore, ledger, offlineSince],
  )
  return <Context.Provider value={market}>{children}</Context.Provider>
}

async function refresh(queries: QueryClient, keys: string[]): Promise<void> {
  await Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key] })))
}
