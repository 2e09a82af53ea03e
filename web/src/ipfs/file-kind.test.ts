import { describe, expect, it } from 'vitest'
import { fileKind } from '#/ipfs/file-kind'

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

describe("a file's kind", () => {
  it('is told by its bytes, whatever its name', () => {
    expect(fileKind(bytes('\x89PNG\r\n\x1a\n…'), 'x.txt')).toEqual({
      kind: 'picture',
      mime: 'image/png',
    })
    expect(fileKind(bytes('RIFF....WAVE'), 'x')).toEqual({ kind: 'audio', mime: 'audio/wav' })
  })

  it('of HTML and SVG is text: they are never rendered', () => {
    expect(fileKind(bytes('<script>alert(1)</script>'), 'x.html').kind).toBe('text')
    expect(fileKind(bytes('<svg onload="x"/>'), 'x.svg').kind).toBe('text')
  })

  it('is a table by name only when it is text', () => {
    expect(fileKind(bytes('a,b\n1,2'), 'x.csv').kind).toBe('table')
    expect(fileKind(bytes('\x00\x01'), 'x.csv').kind).toBe('other')
  })
})
