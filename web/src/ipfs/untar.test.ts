import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Untar } from '#/ipfs/untar'

const LONG = `${'l'.repeat(120)}/${'n'.repeat(90)}-ü.txt`
let folder = ''

/** By GNU tar, in this of its formats. */
function archive(format: string): Uint8Array {
  return execFileSync('tar', ['-c', `--format=${format}`, '-C', folder, 'result'])
}

function extract(bytes: Uint8Array, pieceSize: number): Untar {
  const untar = new Untar()
  for (let at = 0; at < bytes.length; at += pieceSize)
    untar.feed(bytes.subarray(at, at + pieceSize))
  return untar
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'untar-'))
  mkdirSync(join(folder, 'result', LONG, '..'), { recursive: true })
  writeFileSync(join(folder, 'result', LONG), 'far away')
  writeFileSync(join(folder, 'result', 'empty.txt'), '')
  writeFileSync(join(folder, 'result', 'block.bin'), Buffer.alloc(512, 7))
  writeFileSync(join(folder, 'result', 'large.bin'), Buffer.alloc(100_000, 9))
  symlinkSync('/etc/passwd', join(folder, 'result', 'link'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('an archive', () => {
  it('has its files, whatever their names, in pieces of any size', async () => {
    for (const format of ['pax', 'gnu']) {
      for (const pieceSize of [7, 512, 65_536]) {
        const files = extract(archive(format), pieceSize).finish()
        const sizes = Object.fromEntries(files.map(({ path, content }) => [path, content.size]))
        expect(sizes, format).toEqual({
          [`result/${LONG}`]: 8,
          'result/empty.txt': 0,
          'result/block.bin': 512,
          'result/large.bin': 100_000,
        })
        const long = files.find(({ path }) => path.endsWith('-ü.txt'))
        expect(await long?.content.text()).toBe('far away')
      }
    }
  })

  it('is refused when it is cut off', () => {
    const whole = archive('pax')
    for (const size of [0, 100, 512, 5000]) {
      expect(() => extract(whole.subarray(0, size), 512).finish()).toThrow('ends too early')
    }
  })

  it('is refused when its headers are changed', () => {
    const changed = Uint8Array.from(archive('pax'))
    changed[3] = 0x41
    expect(() => extract(changed, 512)).toThrow('checksum')
    expect(() => extract(new TextEncoder().encode('x'.repeat(512)), 512)).toThrow('header')
  })
})
