// Makes calls with the connected wallet and shows how far they are.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { useMarket } from '#/app/market-context'
import { type CallStep, call } from '#/chain/call'
import { ChainError, explain } from '#/chain/errors'

export type CallState = { step: 'idle' } | CallStep | { step: 'failed'; error: ChainError }

type Build<T> = Parameters<typeof call<T>>[2]

export function useCall() {
  const { config, walletStore } = useMarket()
  const queries = useQueryClient()
  const [state, setState] = useState<CallState>({ step: 'idle' })

  /** The call's result, or null when it failed; `state` says why. */
  const run = useCallback(
    async <T>(build: Build<T>): Promise<T | null> => {
      try {
        const connected = walletStore.state()
        if (connected.status !== 'connected')
          throw new ChainError('rejected', 'no wallet is connected')
        if (connected.passphrase !== config.network.passphrase) {
          throw new ChainError('wrongNetwork', connected.passphrase)
        }
        const result = await call(config, connected.wallet, build, setState)
        await queries.invalidateQueries({ queryKey: ['balance'] })
        return result
      } catch (error) {
        const cause = explain(error)
        setState({ step: 'failed', error: cause })
        // One that failed in a ledger has cost its fee.
        if (cause.hash) await queries.invalidateQueries({ queryKey: ['balance'] })
        return null
      }
    },
    [config, walletStore, queries],
  )
  const reset = useCallback(() => setState({ step: 'idle' }), [])
  const busy = !['idle', 'failed', 'confirmed'].includes(state.step)
  return { state, busy, run, reset }
}
