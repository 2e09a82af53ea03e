import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import { gatewayUrl, parseResultHash } from '#/ipfs/result-hash'

describe("a result's address", () => {
  it('is a CID behind ipfs:// and nothing else', () => {
    const cid = 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy'
    expect(parseResultHash(`ipfs://${cid}`)?.toString()).toBe(cid)
    for (const bad of [
      cid,
      `https://gateway.example/ipfs/${cid}`,
      `ipfs://${cid}/../..`,
      'ipfs://',
      'javascript:alert(1)',
      `ipfs://${'x'.repeat(300)}`,
    ]) {
      expect(parseResultHash(bad), bad).toBeNull()
    }
  })
})

describe("a result's link", () => {
  it('leads to the best gateway, with or without a slash behind it', () => {
    const cid = CID.parse('bafkqaaa')
    expect(gatewayUrl(['https://a.example/', 'https://b.example'], cid)).toBe(
      'https://a.example/ipfs/bafkqaaa',
    )
    expect(gatewayUrl(['https://a.example'], cid)).toBe('https://a.example/ipfs/bafkqaaa')
  })
})
