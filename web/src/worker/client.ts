// A provider's own worker, driven with its pairing token (the worker's OpenAPI document has the shapes).

const TIMEOUT_MS = 10_000

export interface Pairing {
  url: string
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
  runningJobs?: { jobId: number; gpuId: number; step: string; progress: string }[]
  uptimeSeconds?: number
  disk?: { freeBytes: number; sizeBytes: number } | null
  lastTrouble?: { message: string; at: number } | null
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

export interface Outcome {
  success: boolean
  jobId: number
  resultHash: string
  logs: string
  error?: { code: string; message: string }
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

async function ask<T>(
  pairing: Pairing,
  path: string,
  init: RequestInit = {},
  timeoutMs = TIMEOUT_MS,
): Promise<T> {
  const url = new URL(path, pairing.url.endsWith('/') ? pairing.url : `${pairing.url}/`)
  const headers = { ...init.headers, Authorization: `Bearer ${pairing.token}` }
  const signal = timeoutMs > 0 ? AbortSignal.timeout(timeoutMs) : null
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

/** Runs a claimed job and waits for its end, however long that takes. */
export function processJob(
  pairing: Pairing,
  job: { jobId: number; jobType: string; jobData: string },
) {
  return ask<Outcome>(
    pairing,
    'process-job',
    { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(job) },
    0,
  )
}
