import { describe, expect, it } from 'vitest'
import { formatXlm, parseXlm, platformFee } from '#/market/amount'

describe('amounts of XLM', () => {
  it('are read to the last stroop', () => {
    expect(parseXlm('2.5')).toBe(25_000_000n)
    expect(parseXlm('0.0000001')).toBe(1n)
    expect(parseXlm(' 922337203685.4775807 ')).toBe(9_223_372_036_854_775_807n)
  })

  it('are refused when they are none', () => {
    for (const text of ['', '-1', '1e3', '1.', '.5', '0.00000001', '1,5', 'x', '1234567890123']) {
      expect(parseXlm(text), text).toBeNull()
    }
  })

  it('are shown exactly, in the language of the page', () => {
    expect(formatXlm(25_000_000n)).toBe('2.5')
    expect(formatXlm(1n)).toBe('0.0000001')
    expect(formatXlm(-30_000_000n)).toBe('-3')
    expect(formatXlm(12_345_678_900_000n, 'de')).toBe('1.234.567,89')
  })

  it('give the platform 5 %, rounded down', () => {
    expect(platformFee(19n)).toBe(0n)
    expect(platformFee(20n)).toBe(1n)
    expect(platformFee(39n)).toBe(1n)
  })
})
