import { describe, expect, it } from 'vitest'
import { readReport } from '#/market/report'

describe("a failed job's report", () => {
  it('is read as the worker writes it', () => {
    const text =
      '{"job":1,"reason":"exit status 7","exitStatus":7,"outOfMemory":false,"log":"about to fail\\n"}'
    expect(readReport(text)).toEqual({
      reason: 'exit status 7',
      exitStatus: 7,
      outOfMemory: false,
      outOfTime: false,
      log: 'about to fail\n',
    })
  })

  it('is none when it is anything else', () => {
    for (const text of ['', 'null', '[]', '{"reason":7}', 'reason'])
      expect(readReport(text)).toBeNull()
  })
})
