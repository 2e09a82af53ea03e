// What text editors and web pages put into scripts that Python then fails on.

export type Pitfall = 'spaces' | 'quotes' | 'tabs'

/** Spaces that Python takes for no space, and characters that show nothing at all. */
const ODD_SPACES = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g
const NOTHINGS = /[\u00ad\u200b\u2060\ufeff]/g
const CURLY = /[\u2018-\u201f]/
const CURLY_SINGLE = /[\u2018-\u201b]/g
const CURLY_DOUBLE = /[\u201c-\u201f]/g

/** Quotes that open or close nothing stay: in a line with straight ones, the curly ones are its text. */
function hasCurlyQuotes(line: string): boolean {
  return CURLY.test(line) && !/["']/.test(line) && !/^\s*#/.test(line)
}

/** The kinds of pitfall in a script, each once. */
export function findPitfalls(code: string): Pitfall[] {
  const lines = code.split('\n')
  const found: Pitfall[] = []
  if (code.search(ODD_SPACES) >= 0 || code.search(NOTHINGS) >= 0) found.push('spaces')
  if (lines.some(hasCurlyQuotes)) found.push('quotes')
  const tabbed = lines.some((line) => /^ *\t/.test(line))
  if (tabbed && lines.some((line) => /^\t* +\S/.test(line))) found.push('tabs')
  return found
}

/** The script as it was meant: usual spaces, straight quotes, four spaces for a tab that indents. */
export function mendPitfalls(code: string): string {
  const tabs = findPitfalls(code).includes('tabs')
  return code
    .replace(ODD_SPACES, ' ')
    .replace(NOTHINGS, '')
    .split('\n')
    .map((line) =>
      hasCurlyQuotes(line) ? line.replace(CURLY_SINGLE, "'").replace(CURLY_DOUBLE, '"') : line,
    )
    .map((line) =>
      tabs ? line.replace(/^[ \t]+/, (indent) => indent.replaceAll('\t', '    ')) : line,
    )
    .join('\n')
}
