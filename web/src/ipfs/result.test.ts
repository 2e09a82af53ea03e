import { describe, expect, it } from 'vitest'
import { parseResultHash, sortFiles } from '#/ipfs/result'

describe("a result's files", () => {
  it('come with pictures first, numbers in their order and what was printed last', () => {
    const files = ['stdout.txt', 'frame10.png', 'loss.csv', 'frame2.png', 'a.bin', 'tone.wav']
    const sorted = sortFiles(files.map((path) => ({ path, size: 1, cid: path })))
    expect(sorted.map(({ path }) => path)).toEqual([
      'frame2.png',
      'frame10.png',
      'tone.wav',
      'loss.csv',
      'a.bin',
      'stdout.txt',
    ])
  })
})

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
