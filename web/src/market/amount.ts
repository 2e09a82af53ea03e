// Amounts of XLM. A stroop is 10^-7 XLM; amounts stay bigint stroops until they are shown.

export const STROOPS_PER_XLM = 10_000_000n

/** "1234.5" → 12345000000n. Null for what is no amount, is negative, or has more than 7 decimals. */
export function parseXlm(text: string): bigint | null {
  const match = /^(\d{1,12})(?:\.(\d{1,7}))?$/.exec(text.trim())
  if (!match) return null
  const [, whole = '0', fraction = ''] = match
  return BigInt(whole) * STROOPS_PER_XLM + BigInt(fraction.padEnd(7, '0'))
}

/** `unclear`: in this locale the text may mean a thousand times as much. */
export type AmountMistake = 'invalid' | 'unclear'

/**
 * What a person typed, with a point or a comma before the decimals. The one that this locale writes between
 * thousands is not taken where just three digits follow it: "1,234" would be two prices.
 */
export function readAmount(text: string, locale: string): bigint | AmountMistake {
  const typed = text.trim()
  const thousands =
    numbersOf(locale).decimalMark === ',' ? /^[1-9]\d{0,2}\.\d{3}$/ : /^[1-9]\d{0,2},\d{3}$/
  if (thousands.test(typed)) return 'unclear'
  return parseXlm(typed.replace(',', '.')) ?? 'invalid'
}

/** For a glance: rounded down to hundredths, unless nothing would be left. */
export function roundXlm(stroops: bigint): bigint {
  const hundredth = STROOPS_PER_XLM / 100n
  return stroops < hundredth ? stroops : stroops - (stroops % hundredth)
}

/** The exact amount without a unit, with at least so many decimals: 25000000n → "2.5", or "2.50" with two. */
export function formatXlm(stroops: bigint, locale = 'en', decimals = 0): string {
  const sign = stroops < 0n ? '-' : ''
  const size = stroops < 0n ? -stroops : stroops
  const { format, decimalMark } = numbersOf(locale)
  const whole = format(size / STROOPS_PER_XLM)
  const digits = (size % STROOPS_PER_XLM).toString().padStart(7, '0').replace(/0+$/, '')
  const fraction = digits.padEnd(decimals, '0')
  if (fraction === '') return sign + whole
  return sign + whole + decimalMark + fraction
}

/** The same for programs and input fields: a point, and no marks between thousands. */
export function plainXlm(stroops: bigint): string {
  return formatXlm(stroops, 'en').replaceAll(',', '')
}

/** The same with the decimal mark of the locale, as a person would type it there. */
export function typedXlm(stroops: bigint, locale: string): string {
  return plainXlm(stroops).replace('.', numbersOf(locale).decimalMark)
}

interface Numbers {
  format: (whole: bigint) => string
  decimalMark: string
}

/** By locale: making one costs a hundred times what formatting by it does, and lists are long. */
const numbers = new Map<string, Numbers>()

function numbersOf(locale: string): Numbers {
  let known = numbers.get(locale)
  if (!known) {
    const format = new Intl.NumberFormat(locale)
    const mark = format.formatToParts(1.5).find(({ type }) => type === 'decimal')
    known = { format: (whole) => format.format(whole), decimalMark: mark?.value ?? '.' }
    numbers.set(locale, known)
  }
  return known
}

/** What the platform keeps of a finished job's payment: 5 %, rounded down as the contract does. */
export function platformFee(payment: bigint): bigint {
  return (payment * 5n) / 100n
}
