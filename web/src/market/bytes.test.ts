import { describe, expect, it } from 'vitest'
import { formatBytes } from '#/market/bytes'

describe('a size', () => {
  it('has a unit that fits', () => {
    expect(formatBytes(0)).toBe('0 bytes')
    expect(formatBytes(1)).toBe('1 byte')
    expect(formatBytes(999)).toBe('999 bytes')
    expect(formatBytes(1000)).toBe('1 kB')
    expect(formatBytes(1_234_567)).toBe('1.2 MB')
    expect(formatBytes(999_960)).toBe('1 MB')
    expect(formatBytes(3e15)).toBe('3,000 TB')
  })

  it('follows the language', () => {
    expect(formatBytes(1_234_567, 'de')).toBe('1,2 MB')
  })
})
