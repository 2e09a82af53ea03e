// What the page asks of a wallet, whoever makes it.

export interface Wallet {
  readonly kind: 'freighter' | 'demo'
  readonly address: string
  /** of a demo account */
  readonly name?: string
  /** Rejects when the person declines. */
  signTransaction(
    xdr: string,
    networkPassphrase: string,
  ): Promise<{ signedTxXdr: string; signerAddress?: string }>
  /** A SEP-53 signature, in base64. */
  signMessage(text: string): Promise<string>
}

export type WalletTrouble = 'notInstalled' | 'locked' | 'rejected' | 'other'

export class WalletError extends Error {
  constructor(
    readonly trouble: WalletTrouble,
    text: string,
  ) {
    super(text)
  }
}
