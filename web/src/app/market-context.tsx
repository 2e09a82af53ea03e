// What every view needs: the configuration, the wallet, and news of the market.
import { useQueryClient } from '@tanstack/react-query'
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { announce } from '#/app/announce'
import { notificationState } from '#/app/notifications'
import { refresh, retryFailed } from '#/app/refresh'
import { followMarket } from '#/chain/follow'
import type { Config } from '#/config/config'
import { useWalletState, WalletStore } from '#/wallet/wallet-store'

interface MarketContext {
  config: Config
  walletStore: WalletStore
}

/** Apart from the market, because it changes with every ledger. */
interface NetworkState {
  /** newest ledger seen; null before the first answer */
  ledger: number | null
  /** since when the RPC has not answered; null when it does */
  offlineSince: Date | null
}

const Context = createContext<MarketContext | null>(null)
const NetworkContext = createContext<NetworkState>({ ledger: null, offlineSince: null })

export function useMarket(): MarketContext {
  const market = useContext(Context)
  if (!market) throw new Error('useMarket outside of MarketProvider')
  return market
}

export function useNetwork(): NetworkState {
  return useContext(NetworkContext)
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
  const [network, setNetwork] = useState<NetworkState>({ ledger: null, offlineSince: null })
  const away = useRef(false)

  useEffect(() => void walletStore.restore(), [walletStore])
  useEffect(
    () =>
      followMarket(config, {
        onNews: (news) => {
          if (away.current) void retryFailed(queries)
          away.current = false
          setNetwork({ ledger: news.ledger, offlineSince: null })
          void refresh(queries, config, news)
          void announce(news.events, walletStore.address(), config, queries)
        },
        onTrouble: () => {
          if (away.current) return
          away.current = true
          setNetwork(({ ledger }) => ({ ledger, offlineSince: new Date() }))
        },
        listensHidden: () => notificationState() === 'on',
      }),
    [config, queries, walletStore],
  )
  const market = useMemo(() => ({ config, walletStore }), [config, walletStore])
  return (
    <Context.Provider value={market}>
      <NetworkContext.Provider value={network}>{children}</NetworkContext.Provider>
    </Context.Provider>
  )
}
