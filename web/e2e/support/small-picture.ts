// Pictures of pages have few colours: with a palette they take a third of the space.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { PNG } from 'pngjs'

const PALETTE_LIMIT = 256
/** Bits of each channel that are told apart; fewer are taken until the palette is large enough. */
const BITS = [8, 7, 6, 5, 4, 3]

/** Rewrites the pictures of a folder that have no palette yet. */
export function shrinkPictures(folder: string): void {
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.png'))) {
    const path = join(folder, name)
    const picture = readFileSync(path)
    if (picture[25] !== 3) writeFileSync(path, withPalette(PNG.sync.read(picture)))
  }
}

function withPalette({ width, height, data }: PNG): Buffer {
  const { palette, indices } = choosePalette(data)
  const rows = Buffer.alloc((width + 1) * height)
  for (let row = 0; row < height; row++) {
    indices.copy(rows, row * (width + 1) + 1, row * width, (row + 1) * width)
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Colours that are close share the place of the one among them that is used most. */
function choosePalette(data: Buffer): { palette: Buffer; indices: Buffer } {
  const counts = new Map<number, number>()
  for (let at = 0; at < data.length; at += 4) {
    const colour = data.readUIntBE(at, 3)
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const common = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour)
  for (const bits of BITS) {
    const places = new Map<number, number>()
    const colours: number[] = []
    for (const colour of common) {
      if (places.has(bucket(colour, bits))) continue
      places.set(bucket(colour, bits), colours.length)
      colours.push(colour)
    }
    if (colours.length > PALETTE_LIMIT) continue
    const palette = Buffer.from(
      colours.flatMap((each) => [each >> 16, (each >> 8) & 255, each & 255]),
    )
    const indices = Buffer.alloc(data.length / 4)
    for (let at = 0; at < indices.length; at++) {
      indices[at] = places.get(bucket(data.readUIntBE(at * 4, 3), bits)) ?? 0
    }
    return { palette, indices }
  }
  throw new Error('three bits a channel are 512 colours: a page uses fewer')
}

function bucket(colour: number, bits: number): number {
  const mask = (0xff << (8 - bits)) & 0xff
  return colour & ((mask << 16) | (mask << 8) | mask)
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const whole = Buffer.alloc(named.length + 8)
  whole.writeUInt32BE(content.length, 0)
  named.copy(whole, 4)
  whole.writeUInt32BE(crc32(named), named.length + 4)
  return whole
}
