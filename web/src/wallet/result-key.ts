// The key that opens an account's private results: derived from the wallet's signature of a fixed message,
// as the command line does it (src/market/result_key.cpp). Loaded when it is needed.
import { bech32 } from '@scure/base'
import { identityToRecipient } from 'age-encryption'
import { loadSdk } from '#/chain/sdk'
import { type Wallet, WalletError } from '#/wallet/wallet'

export interface ResultKey {
  /** "AGE-SECRET-KEY-1…" */
  identity: string
  /** "age1…" */
  recipient: string
}

export function resultKeyMessage(address: string, passphrase: string): string {
  return [
    'Carrot: open my private results',
    '',
    'Signing this makes the key that opens the results of your private jobs. It sends no transaction and moves no money.',
    '',
    'Sign it at Carrot only: whoever has the signature can read those results.',
    '',
    `Account: ${address}`,
    `Network: ${passphrase}`,
    'Version: 1',
  ].join('\n')
}

/** Asks the wallet. Rejects with a WalletError for a signature that isn't SEP-53's: it would make another key. */
export async function deriveResultKey(wallet: Wallet, passphrase: string): Promise<ResultKey> {
  const message = resultKeyMessage(wallet.address, passphrase)
  const signature = fromBase64(await wallet.signMessage(message, passphrase))
  if (!(await isSignature(wallet.address, message, signature)))
    throw new WalletError('other', 'the wallet does not sign messages by SEP-53: update it')
  const info = new TextEncoder().encode('carrot private results v1')
  const secret = await crypto.subtle.importKey('raw', signature, 'HKDF', false, ['deriveBits'])
  const bits = await crypto.subtle.deriveBits(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
    secret,
    256,
  )
  const identity = bech32.encodeFromBytes('AGE-SECRET-KEY-', new Uint8Array(bits)).toUpperCase()
  return { identity, recipient: await identityToRecipient(identity) }
}

async function isSignature(address: string, message: string, signature: Uint8Array) {
  const { Keypair } = await loadSdk()
  const text = new TextEncoder().encode(`Stellar Signed Message:\n${message}`)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text))
  return Keypair.fromPublicKey(address).verify(digest as never, signature as never)
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
