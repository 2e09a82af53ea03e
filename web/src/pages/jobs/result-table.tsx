import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { readCsv } from '#/market/csv'

const ROWS_SHOWN = 500
const COLUMNS_SHOWN = 60
const CELL_SHOWN = 300
const NUMBER = /^\s*[-+]?(\d[\d.,]*|\.\d+)(e[-+]?\d+)?\s*%?\s*$/i

/** `cut`: `text` is only the file's beginning, so that its last row may be half of one. */
export default function ResultTable({
  text,
  cut,
  label,
}: {
  text: string
  cut: boolean
  label: string
}) {
  const { t } = useTranslation('jobs')
  const { head, rows, more } = useMemo(() => readTable(text, cut), [text, cut])
  const right = head.map((_, at) => rows.slice(0, 20).every((row) => NUMBER.test(row[at] ?? '0')))
  const align = (at: number) => (right[at] ? 'text-right' : 'text-left')
  return (
    <>
      <section aria-label={label} tabIndex={0} className="max-h-96 overflow-auto rounded-lg border">
        <table className="tabular w-full text-sm">
          <thead className="sticky top-0 bg-sunken text-muted">
            <tr>
              {head.map((cell, at) => (
                <th key={at} className={`px-3 py-2 font-medium whitespace-nowrap ${align(at)}`}>
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y">
            {rows.map((row, line) => (
              <tr key={line}>
                {row.map((cell, at) => (
                  <td key={at} className={`max-w-80 px-3 py-1.5 break-words ${align(at)}`}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {more && (
        <p className="mt-1.5 text-sm text-muted">{t('result.rowsCut', { count: rows.length })}</p>
      )}
    </>
  )
}

function readTable(text: string, cut: boolean) {
  // One more than is shown tells whether there are more; with the line of names that is two.
  const read = readCsv(text, ROWS_SHOWN + 2)
  if (cut && read.length > 1 && read.length < ROWS_SHOWN + 2) read.pop()
  const all = read.map((row) =>
    row
      .slice(0, COLUMNS_SHOWN)
      .map((cell) => (cell.length > CELL_SHOWN ? `${cell.slice(0, CELL_SHOWN)}…` : cell)),
  )
  const [head = [], ...rows] = all
  return { head, rows: rows.slice(0, ROWS_SHOWN), more: cut || rows.length > ROWS_SHOWN }
}
