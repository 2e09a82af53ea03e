// A failed job's report, as the worker writes it (docs/protocol.md: exit status and the tail of its log).

export interface Report {
  reason: string
  exitStatus: number | null
  outOfMemory: boolean
  outOfTime: boolean
  log: string
}

/** Null for what is no such report: anybody may have released the job with anything. */
export function readReport(text: string): Report | null {
  let fields: Record<string, unknown>
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return null
    fields = value as Record<string, unknown>
  } catch {
    return null
  }
  if (typeof fields.reason !== 'string') return null
  return {
    reason: fields.reason,
    exitStatus: typeof fields.exitStatus === 'number' ? fields.exitStatus : null,
    outOfMemory: fields.outOfMemory === true,
    outOfTime: fields.outOfTime === true,
    log: typeof fields.log === 'string' ? fields.log : '',
  }
}
