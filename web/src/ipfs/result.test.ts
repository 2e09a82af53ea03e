import { describe, expect, it } from 'vitest'
import { sortFiles } from '#/ipfs/result'

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
