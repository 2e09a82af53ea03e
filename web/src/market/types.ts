// The market's records as the page uses them: the contracts' own, with ids and without bigint times.

export type GpuId = number
export type JobId = number

export interface Gpu {
  readonly id: GpuId
  readonly provider: string
  readonly model: string
  readonly vramGb: number
  /** stroops */
  readonly pricePerHour: bigint
  readonly available: boolean
  readonly totalJobs: number
  /** Unix seconds */
  readonly registeredAt: number
}

export type JobStatus = 'open' | 'claimed' | 'completed' | 'cancelled'

export interface Job {
  readonly id: JobId
  readonly gpuId: GpuId
  readonly consumer: string
  /** null until claimed */
  readonly provider: string | null
  /** JSON text as posted; may be anything */
  readonly description: string
  readonly hours: number
  /** stroops */
  readonly payment: bigint
  readonly status: JobStatus
  /** Unix seconds; null for times not yet reached */
  readonly createdAt: number
  readonly claimedAt: number | null
  readonly completedAt: number | null
  /** "ipfs://…" of the result, or of the report of a released job; empty otherwise */
  readonly resultHash: string
}

/** A job that its provider gave back, which the contract also calls Cancelled. */
export function wasReleased(job: Job): boolean {
  return job.status === 'cancelled' && job.claimedAt !== null && job.resultHash !== ''
}

const DAY_S = 24 * 3600

/**
 * When its consumer may take the job back (Unix seconds): at once while it is open, after
 * max(24 h, paid hours) once it is claimed, never when it has ended.
 */
export function cancellableAt(job: Job): number | null {
  if (job.status === 'open') return job.createdAt
  if (job.status === 'claimed' && job.claimedAt !== null) {
    return job.claimedAt + Math.max(DAY_S, job.hours * 3600)
  }
  return null
}
