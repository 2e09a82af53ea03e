// What the page asks of a wallet, whoever makes it.

export interface Wallet {
  readonly kind: 'freighter' | 'demo'
  readonly address: string
  /** of a demo account */
  readonly name?: string
  /** Both reject when the person declines, and when the wallet is on another account or network. */
  signTransaction(
    xdr: string,
    networkPassphrase: string,
  ): Promise<{ signedTxXdr: string; signerAddress?: string }>
  /** A SEP-53 signature, in base64. */
  signMessage(text: string, networkPassphrase: string): Promise<string>
}

export type WalletTrouble =
  | 'notInstalled'
  | 'locked'
  | 'rejected'
  /** it is on another account than the one that is to sign */
  | 'otherAccount'
  /** it is on another network than the market */
  | 'otherNetwork'
  /** the person no longer waits for its answer */
  | 'givenUp'
  | 'other'

export class WalletError extends Error {
  constructor(
    readonly trouble: WalletTrouble,
    text: string,
  ) {
    super(text)
  }
}
