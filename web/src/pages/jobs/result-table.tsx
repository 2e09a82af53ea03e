import { readCsv } from '#/market/csv'

const ROWS_SHOWN = 200

export default function ResultTable({ text, label }: { text: string; label: string }) {
  const [head = [], ...rows] = readCsv(text, ROWS_SHOWN)
  return (
    <section aria-label={label} tabIndex={0} className="max-h-96 overflow-auto rounded-lg border">
      <table className="tabular w-full text-sm">
        <thead className="sticky top-0 bg-sunken text-left">
          <tr>
            {head.map((cell, at) => (
              <th key={at} className="px-3 py-2 font-medium">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {rows.map((row, line) => (
            <tr key={line}>
              {row.map((cell, at) => (
                <td key={at} className="px-3 py-1.5">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
