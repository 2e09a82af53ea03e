// The Stellar SDK is large, and the first view does without: whoever needs it asks here.
import type * as Bundle from '#/chain/sdk-bundle'

let loading: Promise<typeof Bundle> | undefined

export function loadSdk(): Promise<typeof Bundle> {
  loading ??= import('#/chain/sdk-bundle')
  return loading
}
