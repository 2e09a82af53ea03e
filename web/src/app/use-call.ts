// Makes calls with the connected wallet and shows how far they are.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { useMarket } from '#/app/market-context'
import { type CallStep, call, Unsettled } from '#/chain/call'
import { ChainError, explain } from '#/chain/errors'
import type { Config } from '#/config/config'
import type { Wallet } from '#/wallet/wallet'

export type CallState =
  | { step: 'idle' }
  /** the wallet is asked for something that the call needs */
  | { step: 'asking'; giveUp: () => void }
  | CallStep
  | { step: 'failed'; error: ChainError }

type Clients = Parameters<Parameters<typeof call>[2]>[0]
/** Rejects when it is stopped. */
type Ask<A> = (wallet: Wallet, stop: AbortSignal) => Promise<A>
type Built<T> = ReturnType<Parameters<typeof call<T>>[2]>

export function useCall() {
  const { config, walletStore } = useMarket()
  const queries = useQueryClient()
  const [state, setState] = useState<CallState>({ step: 'idle' })
  /** a call of which nobody knows what became of it */
  const open = useRef<Unsettled<unknown> | null>(null)

  const fail = useCallback(
    async (error: unknown): Promise<null> => {
      const cause = explain(error)
      open.current = cause instanceof Unsettled ? cause : null
      setState({ step: 'failed', error: cause })
      // One that failed in a ledger has cost its fee.
      if (cause.hash) await queries.invalidateQueries({ queryKey: ['balance'] })
      return null
    },
    [queries],
  )

  /**
   * The call's result, or null when it failed; `state` says why. `ask`: what the wallet has to give first. After
   * a call that nobody knows the end of, the same transaction is asked for before another is made.
   */
  const run = useCallback(
    async <T, A = undefined>(
      build: (clients: Clients, asked: A) => Built<T>,
      ask?: Ask<A>,
    ): Promise<T | null> => {
      try {
        const wallet = usableWallet(walletStore.state(), config.network.passphrase)
        const before = await resume<T>(open.current, setState)
        const result = before ? before.result : await anew(config, wallet, build, ask, setState)
        await queries.invalidateQueries({ queryKey: ['balance'] })
        return result
      } catch (error) {
        return await fail(error)
      }
    },
    [config, walletStore, queries, fail],
  )
  const reset = useCallback(() => {
    open.current = null
    setState({ step: 'idle' })
  }, [])
  const busy = !['idle', 'failed', 'confirmed'].includes(state.step)
  return { state, busy, run, reset }
}

type Store = ReturnType<typeof useMarket>['walletStore']

function usableWallet(state: ReturnType<Store['state']>, passphrase: string): Wallet {
  if (state.status !== 'connected') throw new ChainError('noWallet', 'no wallet is connected')
  if (state.passphrase !== passphrase) throw new ChainError('wrongNetwork', state.passphrase)
  return state.wallet
}

/** Null when there is nothing to go on with, or when it is known by now that it came to nothing. */
async function resume<T>(
  open: Unsettled<unknown> | null,
  onStep: (state: CallState) => void,
): Promise<{ result: T } | null> {
  if (open === null) return null
  try {
    return { result: (await open.resume(onStep)) as T }
  } catch (error) {
    if (error instanceof Unsettled) throw error
    return null
  }
}

async function anew<T, A>(
  config: Config,
  wallet: Wallet,
  build: (clients: Clients, asked: A) => Built<T>,
  ask: Ask<A> | undefined,
  onStep: (state: CallState) => void,
): Promise<T> {
  const asked = ask ? await waitFor(ask, wallet, onStep) : undefined
  return call<T>(config, wallet, (clients) => build(clients, asked as A), onStep)
}

function waitFor<A>(ask: Ask<A>, wallet: Wallet, onStep: (state: CallState) => void): Promise<A> {
  const stop = new AbortController()
  onStep({ step: 'asking', giveUp: () => stop.abort() })
  return ask(wallet, stop.signal)
}
