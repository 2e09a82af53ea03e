// The accounts that a local network comes with. Their keys follow from their names, so that everybody
// can be alice: they are worth nothing, and no other network is ever offered them.
import { loadSdk } from '#/chain/sdk'
import { type Config, isLocal } from '#/config/config'
import type { Wallet } from '#/wallet/wallet'

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}

async function keyOf(name: string) {
  const { Keypair } = await loadSdk()
  return Keypair.fromRawEd25519Seed((await sha256(`carrot demo account ${name}`)) as never)
}

/** The names that this market offers; none off the local network. */
export function demoNames(config: Config): string[] {
  return isLocal(config) ? Object.keys(config.demoAccounts ?? {}) : []
}

export async function openDemoAccount(config: Config, name: string): Promise<Wallet> {
  const key = await keyOf(name)
  const address = key.publicKey()
  if (!demoNames(config).includes(name) || config.demoAccounts?.[name] !== address) {
    throw new Error(`${name} is no demo account of this network`)
  }
  return {
    kind: 'demo',
    name,
    address,
    async signTransaction(xdr, networkPassphrase) {
      const { TransactionBuilder } = await loadSdk()
      const transaction = TransactionBuilder.fromXDR(xdr, networkPassphrase)
      transaction.sign(key)
      return { signedTxXdr: transaction.toXDR(), signerAddress: address }
    },
    async signMessage(text) {
      const digest = await sha256(`Stellar Signed Message:\n${text}`)
      return btoa(String.fromCharCode(...key.sign(digest as never)))
    },
  }
}
