// Files such as jobs write, made here.

/** A second of a rising tone: WAV, 8 kHz, 8 bits, one channel. */
export function chirp(): Buffer {
  const rate = 8000
  const sound = Buffer.alloc(rate)
  for (let at = 0; at < rate; at++) {
    const seconds = at / rate
    sound[at] = 128 + 90 * Math.sin(2 * Math.PI * (220 + 220 * seconds) * seconds)
  }
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + rate, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(rate, 40)
  return Buffer.concat([head, sound])
}

/** A training's losses, a row a step. */
export function lossTable(rows: number): string {
  const lines = ['step,epoch,loss,accuracy,note']
  for (let step = 1; step <= rows; step++) {
    const loss = (2.4 / Math.sqrt(step)).toFixed(4)
    lines.push(`${step},${Math.ceil(step / 10)},${loss},${(1 - 0.9 / step).toFixed(4)},`)
  }
  return `${lines.join('\n')}\n`
}

/** One orange pixel: PNG. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4UigPAAPhAYWIUs5lAAAAAElFTkSuQmCC',
  'base64',
)
