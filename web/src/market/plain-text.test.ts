import { describe, expect, it } from 'vitest'
import { plainLine, plainText, terminalText } from '#/market/plain-text'

describe('what strangers wrote', () => {
  it('can neither turn the line around nor hide in it', () => {
    expect(plainText('NVIDIA \u202e0904 XTR')).toBe('NVIDIA \ufffd0904 XTR')
    expect(plainText('H\u200b100')).toBe('H\ufffd100')
    expect(plainText('H\u200d100')).toBe('H\ufffd100')
    expect(plainText('\u2066a\u2069\ufeff\u{e0041}\u0007')).toBe('\ufffda\ufffd\ufffd\ufffd\ufffd')
  })

  it('keeps what languages and emoji need', () => {
    for (const text of ['Grüße', 'می‌خواهم', '👩‍🚀', 'นี้', 'a\n\tb', 'עברית', '世界']) {
      expect(plainText(text), text).toBe(text)
    }
  })

  it('does not reach into other lines', () => {
    expect(plainText(`Z${'\u0301'.repeat(50)}`)).toBe(`Z${'\u0301'.repeat(4)}`)
  })

  it('is one line of a stated length where one is wanted', () => {
    expect(plainLine(' a\n\n b\t')).toBe('a b')
    expect(plainLine('x'.repeat(9000))).toBe(`${'x'.repeat(200)}…`)
    expect(plainLine('👩🏽‍🚀'.repeat(300), 8).length).toBeLessThan(40)
  })
})

describe("a log's text", () => {
  it('is what a terminal would show in the end', () => {
    expect(terminalText('\u001b[1;31mred\u001b[0m\u001b]0;title\u0007 end')).toBe('red end')
    expect(terminalText('10 %\r50 %\r100 %\ndone\r\n')).toBe('100 %\ndone\n')
  })
})
