// Freighter through its own API. The extension keeps the key and asks the person.
import { type Wallet, WalletError, type WalletTrouble } from '#/wallet/wallet'

const CHANGES_POLL_MS = 2000

const load = () => import('@stellar/freighter-api')

/** The API's errors have a number and a text; -4 is the person's no. */
function trouble(error: { code?: number; message?: string } | string): WalletError {
  const text = typeof error === 'string' ? error : (error.message ?? 'unknown')
  const code = typeof error === 'string' ? undefined : error.code
  let kind: WalletTrouble = 'other'
  if (code === -4 || /declin|reject|denied/i.test(text)) kind = 'rejected'
  else if (/lock/i.test(text)) kind = 'locked'
  return new WalletError(kind, text)
}

export interface FreighterState {
  wallet: Wallet
  passphrase: string
}

/** `ask`: may open the extension's window; without it, only a page that was allowed before gets in. */
export async function openFreighter(ask: boolean): Promise<FreighterState> {
  const freighter = await load()
  if (!(await freighter.isConnected()).isConnected) {
    throw new WalletError('notInstalled', 'no Freighter in this browser')
  }
  if (!ask && !(await freighter.isAllowed()).isAllowed) {
    throw new WalletError('rejected', 'this page has not been let in yet')
  }
  const access = ask ? await freighter.requestAccess() : await freighter.getAddress()
  if (access.error) throw trouble(access.error)
  if (!access.address) throw new WalletError('locked', 'Freighter is locked')
  const network = await freighter.getNetworkDetails()
  if (network.error) throw trouble(network.error)
  return { wallet: walletOf(access.address), passphrase: network.networkPassphrase }
}

function walletOf(address: string): Wallet {
  return {
    kind: 'freighter',
    address,
    async signTransaction(xdr, networkPassphrase) {
      const freighter = await openFor(address, networkPassphrase)
      const signed = await freighter.signTransaction(xdr, { networkPassphrase, address })
      if (signed.error) throw trouble(signed.error)
      refuseOther(address, signed.signerAddress)
      return { signedTxXdr: signed.signedTxXdr, signerAddress: signed.signerAddress }
    },
    async signMessage(text, networkPassphrase) {
      const freighter = await openFor(address, networkPassphrase)
      const signed = await freighter.signMessage(text, { networkPassphrase, address })
      if (signed.error) throw trouble(signed.error)
      refuseOther(address, signed.signerAddress)
      if (!signed.signedMessage) throw new WalletError('other', 'Freighter gave no signature')
      // Freighter 5 and later give base64 text, older ones the bytes.
      if (typeof signed.signedMessage === 'string') return signed.signedMessage
      return btoa(String.fromCharCode(...new Uint8Array(signed.signedMessage)))
    },
  }
}

/** Looks at the wallet at the moment of signing: the watcher tells of a switch up to two seconds later. */
async function openFor(address: string, passphrase: string) {
  const freighter = await load()
  const now = await freighter.getAddress()
  if (now.error) throw trouble(now.error)
  if (!now.address) throw new WalletError('locked', 'Freighter is locked')
  refuseOther(address, now.address)
  const network = await freighter.getNetworkDetails()
  if (network.error) throw trouble(network.error)
  if (network.networkPassphrase !== passphrase)
    throw new WalletError('otherNetwork', network.networkPassphrase)
  return freighter
}

/** Old versions don't tell who signed. */
function refuseOther(address: string, found: string | undefined): void {
  if (found && found !== address) throw new WalletError('otherAccount', found)
}

/** Calls back when the person switches account or network; returns what ends that. */
export async function watchFreighter(
  onChange: (address: string, passphrase: string) => void,
): Promise<() => void> {
  const { WatchWalletChanges } = await load()
  const watcher = new WatchWalletChanges(CHANGES_POLL_MS)
  watcher.watch((change) => onChange(change.address, change.networkPassphrase))
  return () => watcher.stop()
}
