import { describe, expect, it } from 'vitest'
import { withPieces } from '#/worker/log-buffer'
import type { LogPiece } from '#/worker/log-stream'

const piece = (text: string): LogPiece => ({ stream: 'stdout', text })

describe('the log that is shown', () => {
  it('holds what came, in its order', () => {
    const shown = withPieces([piece('a')], [piece('b'), { stream: 'stderr', text: 'c' }])
    expect(shown.map(({ text }) => text)).toEqual(['a', 'b', 'c'])
  })

  it('holds the newest 2,000 pieces', () => {
    const many = Array.from({ length: 2500 }, (_, index) => piece(`${index}`))
    const shown = withPieces([piece('old')], many)
    expect(shown).toHaveLength(2000)
    expect(shown.at(-1)?.text).toBe('2499')
  })

  it('holds 400,000 characters of a worker that sends without end', () => {
    const long = piece(`${'x'.repeat(300_000)}`)
    const shown = withPieces([piece(`first${'y'.repeat(300_000)}`)], [long])
    expect(shown.reduce((sum, { text }) => sum + text.length, 0)).toBe(400_000)
    expect(shown.at(-1)).toEqual(long)
    const [only] = withPieces([], [piece(`${'z'.repeat(500_000)}end`)])
    expect(only?.text).toHaveLength(400_000)
    expect(only?.text.endsWith('end')).toBe(true)
  })
})
