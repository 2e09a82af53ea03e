import { describe, expect, it } from 'vitest'
import { fileKind, HEAD_BYTES } from '#/ipfs/file-kind'

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

  it('of a PDF is none that is shown, even when it is all text', () => {
    expect(fileKind(bytes('%PDF-1.4\n1 0 obj'), 'x.txt').kind).toBe('other')
    expect(fileKind(bytes('PK\x03\x04'), 'x.txt').kind).toBe('other')
  })

  it('is told for empty files and for text whose last character is cut', () => {
    expect(fileKind(new Uint8Array(0), 'x.csv').kind).toBe('empty')
    const head = new Uint8Array(HEAD_BYTES).fill(0x61)
    head[HEAD_BYTES - 1] = 0xc3
    expect(fileKind(head, 'x.txt').kind).toBe('text')
    expect(fileKind(head.slice(1), 'x.txt').kind).toBe('other')
  })
})
