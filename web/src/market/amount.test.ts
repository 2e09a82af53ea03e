import { describe, expect, it } from 'vitest'
import { formatXlm, parseXlm, platformFee, readAmount, typedXlm } from '#/market/amount'

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

  it('are typed with a point or a comma, whatever the language', () => {
    for (const locale of ['en', 'de', 'de-CH']) {
      expect(readAmount('1,5', locale), locale).toBe(15_000_000n)
      expect(readAmount(' 1.5', locale), locale).toBe(15_000_000n)
      expect(readAmount('1234', locale), locale).toBe(12_340_000_000n)
      expect(readAmount('0,125', locale), locale).toBe(1_250_000n)
      expect(readAmount('1234.125', locale), locale).toBe(12_341_250_000n)
    }
  })

  it('are not guessed where a mark may stand between thousands', () => {
    expect(readAmount('1,234', 'en')).toBe('unclear')
    expect(readAmount('1.234', 'en')).toBe(12_340_000n)
    expect(readAmount('1.234', 'de')).toBe('unclear')
    expect(readAmount('1,234', 'de')).toBe(12_340_000n)
  })

  it('are refused with marks between thousands', () => {
    for (const text of ['1,234.5', '1.234,5', '1,234,567', '1 234', '1’234', '1,', ',5', '1,5,'])
      expect(readAmount(text, 'en'), text).toBe('invalid')
  })

  it('are typed ahead as they would be typed', () => {
    for (const locale of ['en', 'de'])
      expect(readAmount(typedXlm(12_340_000n, locale), locale)).toBe(12_340_000n)
    expect(typedXlm(12_345_000_000n, 'de')).toBe('1234,5')
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
