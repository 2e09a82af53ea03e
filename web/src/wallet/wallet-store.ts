// Which wallet is connected, kept over a reload (its kind and name, never a key), and what became of
// the last attempt.
import { useSyncExternalStore } from 'react'
import type { Config } from '#/config/config'
import { openDemoAccount } from '#/wallet/demo'
import { openFreighter, watchFreighter } from '#/wallet/freighter'
import { type Wallet, WalletError, type WalletTrouble } from '#/wallet/wallet'

export type WalletState =
  | { status: 'none' }
  | { status: 'connecting' }
  | {
      status: 'connected'
      wallet: Wallet /** of the network that the wallet is on */
      passphrase: string
    }
  | { status: 'failed'; trouble: WalletTrouble; text: string }

export type WalletChoice = { kind: 'freighter' } | { kind: 'demo'; name: string }

const KEY = 'carrot.wallet'

export class WalletStore {
  #state: WalletState = { status: 'none' }
  #listeners = new Set<() => void>()
  #stopWatching: (() => void) | undefined

  constructor(private readonly config: Config) {}

  readonly state = (): WalletState => this.#state

  /** null without a wallet */
  address(): string | null {
    return this.#state.status === 'connected' ? this.#state.wallet.address : null
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Connects what was connected before, without asking the person anything. */
  async restore(): Promise<void> {
    const choice = readChoice()
    if (!choice) return
    await this.#open(choice, false)
    if (this.#state.status === 'failed') this.disconnect()
  }

  async connect(choice: WalletChoice): Promise<void> {
    await this.#open(choice, true)
    if (this.#state.status === 'connected') localStorage.setItem(KEY, JSON.stringify(choice))
  }

  readonly disconnect = (): void => {
    localStorage.removeItem(KEY)
    this.#stopWatching?.()
    this.#stopWatching = undefined
    this.#set({ status: 'none' })
  }

  async #open(choice: WalletChoice, ask: boolean): Promise<void> {
    this.#stopWatching?.()
    this.#stopWatching = undefined
    this.#set({ status: 'connecting' })
    try {
      if (choice.kind === 'demo') {
        const wallet = await openDemoAccount(this.config, choice.name)
        this.#set({ status: 'connected', wallet, passphrase: this.config.network.passphrase })
      } else {
        this.#set({ status: 'connected', ...(await openFreighter(ask)) })
        this.#stopWatching = await watchFreighter(() => void this.#refresh())
      }
    } catch (error) {
      const trouble = error instanceof WalletError ? error.trouble : 'other'
      this.#set({
        status: 'failed',
        trouble,
        text: error instanceof Error ? error.message : String(error),
      })
    }
  }

  /** The person has switched account or network, or has locked the extension. */
  async #refresh(): Promise<void> {
    try {
      this.#set({ status: 'connected', ...(await openFreighter(false)) })
    } catch (error) {
      const trouble = error instanceof WalletError ? error.trouble : 'other'
      this.#set({ status: 'failed', trouble, text: String(error) })
    }
  }

  #set(state: WalletState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}

function readChoice(): WalletChoice | null {
  try {
    const choice = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<WalletChoice> | null
    if (choice?.kind === 'freighter') return { kind: 'freighter' }
    if (choice?.kind === 'demo' && typeof choice.name === 'string')
      return { kind: 'demo', name: choice.name }
  } catch {
    localStorage.removeItem(KEY)
  }
  return null
}

export function useWalletState(store: WalletStore): WalletState {
  return useSyncExternalStore(store.subscribe, store.state)
}
