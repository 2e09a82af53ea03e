// Which wallet is connected, kept over a reload (its kind and name, never a key), and what became of
// the last attempt.
import { useSyncExternalStore } from 'react'
import type { Config } from '#/config/config'
import { openDemoAccount } from '#/wallet/demo'
import { openFreighter, watchFreighter } from '#/wallet/freighter'
import { type Wallet, WalletError } from '#/wallet/wallet'

export type WalletState =
  | { status: 'none' }
  | { status: 'connecting' }
  | {
      status: 'connected'
      wallet: Wallet /** of the network that the wallet is on */
      passphrase: string
    }
  | {
      status: 'failed'
      trouble: ConnectTrouble
      text: string /** it was connected before; it is taken up again when it is back */
      lost: boolean
    }

/** why a wallet is not connected */
const TROUBLES = ['notInstalled', 'locked', 'rejected', 'other'] as const
export type ConnectTrouble = (typeof TROUBLES)[number]

export type WalletChoice = { kind: 'freighter' } | { kind: 'demo'; name: string }

const KEY = 'carrot.wallet'

export class WalletStore {
  #state: WalletState = { status: 'none' }
  #listeners = new Set<() => void>()
  #stopWatching: (() => void) | undefined
  /** counts what the person has begun */
  #turn = 0

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

  /** Connects what was connected before, without asking the person anything; now or once it is unlocked. */
  async restore(): Promise<void> {
    const choice = readChoice()
    if (!choice) return
    await this.#open(choice, false)
    if (this.#state.status !== 'failed') return
    const { trouble } = this.#state
    this.#set({ status: 'none' })
    if (choice.kind === 'freighter' && trouble !== 'notInstalled') await this.#watch(this.#turn)
  }

  async connect(choice: WalletChoice): Promise<void> {
    await this.#open(choice, true)
    if (this.#state.status === 'connected') localStorage.setItem(KEY, JSON.stringify(choice))
  }

  /** Of a wallet that is being asked, too: what it answers later counts for nothing. */
  readonly disconnect = (): void => {
    localStorage.removeItem(KEY)
    this.#begin({ status: 'none' })
  }

  /** From here on nothing that was begun before has a say. */
  #begin(state: WalletState): number {
    this.#stopWatching?.()
    this.#stopWatching = undefined
    this.#set(state)
    return ++this.#turn
  }

  async #open(choice: WalletChoice, ask: boolean): Promise<void> {
    const turn = this.#begin({ status: 'connecting' })
    try {
      const opened =
        choice.kind === 'demo'
          ? {
              wallet: await openDemoAccount(this.config, choice.name),
              passphrase: this.config.network.passphrase,
            }
          : await openFreighter(ask)
      if (turn !== this.#turn) return
      this.#set({ status: 'connected', ...opened })
      if (choice.kind === 'freighter') await this.#watch(turn)
    } catch (error) {
      if (turn === this.#turn) this.#fail(error, false)
    }
  }

  async #watch(turn: number): Promise<void> {
    const stop = await watchFreighter(() => void this.#refresh(turn))
    if (turn === this.#turn) this.#stopWatching = stop
    else stop()
  }

  /** The person has switched account or network, or has locked or unlocked the extension. */
  async #refresh(turn: number): Promise<void> {
    try {
      const opened = await openFreighter(false)
      if (turn === this.#turn) this.#set({ status: 'connected', ...opened })
    } catch (error) {
      if (turn === this.#turn && this.#state.status !== 'none') this.#fail(error, true)
    }
  }

  #fail(error: unknown, lost: boolean): void {
    const trouble = error instanceof WalletError ? error.trouble : 'other'
    this.#set({
      status: 'failed',
      trouble: TROUBLES.find((known) => known === trouble) ?? 'other',
      text: error instanceof Error ? error.message : String(error),
      lost,
    })
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
