import { WalletError } from '#/wallet/wallet'

/** What the wallet answers, unless the person stops waiting for it: then its answer, if it comes, is dropped. */
export function unlessGivenUp<T>(answer: Promise<T>, stop: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    stop.addEventListener('abort', () =>
      reject(new WalletError('givenUp', 'the wallet is no longer waited for')),
    )
    answer.then(resolve, reject)
  })
}
