// Sizes for people: decimal units, as disks and networks have them.

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** 1234567 → "1.2 MB"; below 1,000 the exact number of bytes. */
export function formatBytes(bytes: number, locale = 'en'): string {
  let size = bytes
  let unit = 0
  // What would be rounded up to 1,000 is one of the next unit.
  while (size >= (unit === 0 ? 1000 : 999.95) && unit < UNITS.length - 1) {
    size /= 1000
    unit++
  }
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[unit] ?? 'byte',
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(size)
}
