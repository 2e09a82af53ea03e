// Comma-separated values (RFC 4180), in and out.
import Papa from 'papaparse'

/** Cells that a spreadsheet would take for a formula become text: they may be a stranger's. */
export function writeCsv(rows: (string | number)[][]): string {
  return Papa.unparse(rows, { escapeFormulae: true, newline: '\r\n' })
}

/** Reads at most `limit` rows; finds out itself whether commas, tabs or semicolons separate. */
export function readCsv(text: string, limit: number): string[][] {
  return Papa.parse<string[]>(text, { preview: limit, skipEmptyLines: true }).data
}
