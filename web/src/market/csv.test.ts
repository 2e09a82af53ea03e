import { describe, expect, it } from 'vitest'
import { readCsv, writeCsv } from '#/market/csv'

describe('comma-separated values', () => {
  it('come back as they were written', () => {
    const rows = [
      ['a', 'b,c', 'say "x"'],
      ['two\nlines', '', '3'],
    ]
    expect(readCsv(writeCsv(rows), 10)).toEqual(rows)
  })

  it('never become formulas in a spreadsheet', () => {
    const csv = writeCsv([['=HYPERLINK("x")', '-1', '+1', '@a']])
    expect(readCsv(csv, 1)).toEqual([[`'=HYPERLINK("x")`, "'-1", "'+1", "'@a"]])
  })

  it('stay text behind spaces, in wide characters and where semicolons separate', () => {
    const csv = writeCsv([[' =1+1', '\uff1d1+1', 'a;=1+1', 'b;"@x', 'c\n-1', '\t=2', 'd = 1; e']])
    expect(readCsv(csv, 1)).toEqual([
      [" '=1+1", "'\uff1d1+1", "a;'=1+1", 'b;"\'@x', "c\n'-1", "\t'=2", 'd = 1; e'],
    ])
  })

  it('keep numbers', () => {
    expect(writeCsv([[-1, 2.5]])).toBe('-1,2.5')
  })

  it('are read up to a limit, with tabs too', () => {
    expect(readCsv('a\tb\n1\t2\n3\t4', 2)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
  })
})
