// What the chain says of a result. Apart from its reading, which brings the verifier.
import { CID } from 'multiformats/cid'

export function parseResultHash(resultHash: string): CID | null {
  const match = /^ipfs:\/\/([^/?#]+)\/?$/.exec(resultHash)
  try {
    return match?.[1] ? CID.parse(match[1]) : null
  } catch {
    return null
  }
}

/** Where a gateway has it. */
export function gatewayUrl(gateways: readonly string[], cid: CID): string {
  return `${gateways[0]?.replace(/\/$/, '')}/ipfs/${cid}`
}
