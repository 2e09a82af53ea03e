// A provider's own worker, driven with its pairing token (the worker's OpenAPI document has the shapes).

import type { JobId } from '#/market/types'

const TIMEOUT_MS = 10_000

export interface Pairing {
  url: string
  /** empty: the worker answers as it does to anybody */
  token: string
}

export interface WorkerHealth {
  status: 'ok' | 'degraded' | 'draining'
  version: string
  mode: 'autonomous' | 'paired'
  provider: string
  marketplace: string
  network: string
  /** these and the rest only with the token */
  runningJobs?: { jobId: number; gpuId: number; step: WorkerStep; progress: string }[]
  /** the provider's GPUs that this worker looks after */
  gpus?: RegisteredGpu[]
  uptimeSeconds?: number
  disk?: { freeBytes: number; sizeBytes: number } | null
  lastTrouble?: { message: string; at: number } | null
}

export interface RegisteredGpu {
  gpuId: number
  /** of its card; empty when it needs none, or has none there */
  uuid: string
  /** why it takes no jobs; empty when it does */
  problem: string
}

export interface DetectedGpu {
  model: string
  uuid: string
  memoryBytes: number
  memoryUsedBytes: number | null
  utilizationPercent: number | null
  temperatureCelsius: number | null
  powerMilliwatts: number | null
}

export interface DetectedGpus {
  available: boolean
  driverVersion: string
  cudaVersion: string
  gpus: DetectedGpu[]
  troubles: { kind: string; text: string; remedy: string }[]
  error?: string
}

export interface Engine {
  available: boolean
  error?: string
  canSealJobs?: boolean
  missingProtections?: string[]
  version?: string
}

export type WorkerStep =
  | 'prepare'
  | 'claim'
  | 'start'
  | 'run'
  | 'collect'
  | 'settle'
  | 'clean'
  | 'done'

/** A job as the worker knows it. */
export interface WorkerJob {
  jobId: number
  /** failed: a paired worker's, before its provider releases it */
  status: 'running' | 'completed' | 'released' | 'failed' | 'refused' | 'lost'
  step: WorkerStep
  /** of what is not completed */
  reason: string
  /** what the step waits for */
  progress?: string
  /** containers started */
  attempts: number
  /** Unix milliseconds; null before it started */
  startedAt: number | null
  /** "ipfs://…" of the result or of the failure's report; empty before */
  resultHash: string
}

/** What the worker answered instead, or why it did not. */
export class WorkerRefusal extends Error {
  constructor(
    /** the HTTP status; 0 when nothing answered */
    readonly status: number,
    text: string,
  ) {
    super(text)
  }
}

async function ask<T>(pairing: Pairing, path: string, init: RequestInit = {}): Promise<T> {
  const url = new URL(path, pairing.url.endsWith('/') ? pairing.url : `${pairing.url}/`)
  const authorization = pairing.token ? { Authorization: `Bearer ${pairing.token}` } : {}
  const headers = { ...init.headers, ...authorization }
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const response = await fetch(url, { ...init, headers, signal }).catch((error: unknown) => {
    throw new WorkerRefusal(0, error instanceof Error ? error.message : String(error))
  })
  const body = (await response.json().catch(() => null)) as
    | (T & { error?: { message?: string } })
    | null
  if (!response.ok || body === null) {
    throw new WorkerRefusal(
      response.status,
      body?.error?.message ?? `the worker answers ${response.status}`,
    )
  }
  return body
}

export const askHealth = (pairing: Pairing) => ask<WorkerHealth>(pairing, 'health')
export const askGpus = (pairing: Pairing) => ask<DetectedGpus>(pairing, 'check-gpu')
export const askEngine = (pairing: Pairing) => ask<Engine>(pairing, 'check-docker')

/** Null for a job that this worker was never asked for. */
export async function askJob(pairing: Pairing, id: JobId): Promise<WorkerJob | null> {
  try {
    return await ask<WorkerJob>(pairing, `jobs/${id}`)
  } catch (error) {
    if (error instanceof WorkerRefusal && error.status === 404) return null
    throw error
  }
}

/**
 * Has a claimed job begun. Asking again is harmless: one that runs goes on, one that has ended is not
 * run again.
 */
export function beginJob(
  pairing: Pairing,
  job: { jobId: JobId; jobType: string; jobData: string },
): Promise<unknown> {
  return ask(pairing, 'process-job?wait=false', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(job),
  })
}

/** Ends a running job; it has then failed. */
export const stopJob = (pairing: Pairing, id: JobId): Promise<unknown> =>
  ask(pairing, `jobs/${id}`, { method: 'DELETE' })
