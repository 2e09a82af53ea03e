// Comma-separated values (RFC 4180), in and out.
import Papa from 'papaparse'

/** What a spreadsheet would take for a formula: at a cell's beginning, or where one that separates otherwise begins one. */
const FORMULA = /(^|[;\t\r\n])(["'\s]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g

/** Cells with formulas become text: they may be a stranger's. */
export function writeCsv(rows: (string | number)[][]): string {
  const asText = (cell: string | number) =>
    typeof cell === 'number' ? cell : cell.replace(FORMULA, "$1$2'")
  return Papa.unparse(
    rows.map((row) => row.map(asText)),
    { newline: '\r\n' },
  )
}

/** Reads at most `limit` rows; finds out itself whether commas, tabs or semicolons separate. */
export function readCsv(text: string, limit: number): string[][] {
  return Papa.parse<string[]>(text, { preview: limit, skipEmptyLines: true }).data
}
