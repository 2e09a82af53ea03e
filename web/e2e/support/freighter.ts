// Stands for the Freighter extension, which can't be had here: it answers the messages that the real
// @stellar/freighter-api in the page posts (extension/src/contentScript and @shared/api in Freighter's
// repository), signs with the real SDK outside the page, and does what a test tells it the person does.
import { createHash } from 'node:crypto'
import type { Page } from '@playwright/test'
import { Keypair, TransactionBuilder } from '@stellar/stellar-sdk/base'

interface Request {
  type: string
  transactionXdr?: string
  networkPassphrase?: string
  blob?: string
}

const DECLINED = { code: -4, message: 'The user rejected this request.' }

export class Freighter {
  key = Keypair.random()
  allowed = false
  locked = false
  /** what the person does with the next questions */
  declines = false
  passphrase: string
  #thinking: Promise<void> = Promise.resolve()
  readonly signed: string[] = []

  constructor(passphrase: string) {
    this.passphrase = passphrase
  }

  /** The person looks at the next question until the returned function is called. */
  thinks(): () => void {
    let done = () => {}
    this.#thinking = new Promise((resolve) => {
      done = resolve
    })
    return done
  }

  /** Before the page is opened. */
  async install(page: Page): Promise<void> {
    await page.exposeFunction('freighterAnswers', (request: Request) => this.answer(request))
    await page.addInitScript(() => {
      const answers = (
        window as never as { freighterAnswers: (request: unknown) => Promise<object> }
      ).freighterAnswers
      window.addEventListener('message', async ({ data, source }) => {
        if (source !== window || data?.source !== 'FREIGHTER_EXTERNAL_MSG_REQUEST') return
        const answer = await answers(data)
        const head = { source: 'FREIGHTER_EXTERNAL_MSG_RESPONSE', messagedId: data.messageId }
        window.postMessage({ ...head, ...answer }, window.location.origin)
      })
    })
  }

  private async answer(request: Request): Promise<object> {
    if (/^SUBMIT_|^REQUEST_ACCESS/.test(request.type)) await this.#thinking
    switch (request.type) {
      case 'REQUEST_CONNECTION_STATUS':
        return { isConnected: true }
      case 'REQUEST_ALLOWED_STATUS':
        return { isAllowed: this.allowed }
      case 'SET_ALLOWED_STATUS':
      case 'REQUEST_ACCESS':
        if (this.declines) return { publicKey: '', apiError: DECLINED }
        this.allowed = true
        return { publicKey: this.visibleKey(), isAllowed: true }
      case 'REQUEST_PUBLIC_KEY':
        return { publicKey: this.allowed ? this.visibleKey() : '' }
      case 'REQUEST_NETWORK_DETAILS':
        return {
          networkDetails: {
            network: 'STANDALONE',
            networkUrl: '',
            networkPassphrase: this.passphrase,
          },
        }
      case 'SUBMIT_TRANSACTION':
        return this.sign(request.transactionXdr ?? '')
      case 'SUBMIT_BLOB':
        return this.signMessage(request.blob ?? '')
      default:
        return { apiError: { code: -3, message: `unknown request ${request.type}` } }
    }
  }

  private visibleKey(): string {
    return this.locked ? '' : this.key.publicKey()
  }

  private sign(xdr: string): object {
    if (this.declines) return { signedTransaction: '', signerAddress: '', apiError: DECLINED }
    const transaction = TransactionBuilder.fromXDR(xdr, this.passphrase)
    transaction.sign(this.key)
    this.signed.push(xdr)
    return { signedTransaction: transaction.toXDR(), signerAddress: this.key.publicKey() }
  }

  private signMessage(text: string): object {
    if (this.declines) return { signedBlob: null, signerAddress: '', apiError: DECLINED }
    const digest = createHash('sha256').update(`Stellar Signed Message:\n${text}`).digest()
    const signature = Buffer.from(this.key.sign(digest as never)).toString('base64')
    return { signedBlob: signature, signerAddress: this.key.publicKey() }
  }
}
