// What the page asks of the chain. The answers are made in a thread of their own.
import { ChainError } from '#/chain/errors'
import type { FromReader, ToReader } from '#/chain/reader/messages'
import type { Reader } from '#/chain/reader/reader'
import type { Config } from '#/config/config'
import type { Gpu, GpuId, JobId } from '#/market/types'

type Answer<K extends keyof Reader> = Awaited<ReturnType<Reader[K]>>

/** after the first question */
const LATEST_START_MS = 500

interface Waiting {
  resolve: (value: never) => void
  reject: (error: ChainError) => void
  onProgress: ((value: never) => void) | undefined
}

const waiting = new Map<number, Waiting>()
let worker: Worker | null = null
let idle: Promise<unknown> | null = null
let lastId = 0

/** `onProgress` is told what has come so far, in the order of ids. */
export const readGpus = (config: Config, onProgress?: (sofar: Gpu[]) => void) =>
  ask(config, 'gpus', null, onProgress)
export const readGpu = (config: Config, id: GpuId) => ask(config, 'gpu', id)
export const readJobs = (config: Config) => ask(config, 'jobs', null)
export const readJob = (config: Config, id: JobId) => ask(config, 'job', id)
/** Where the provider's worker answers; empty when it has said nothing. */
export const readEndpoint = (config: Config, provider: string) => ask(config, 'endpoint', provider)
/** The account's XLM in stroops; null when the account does not exist yet. */
export const readBalance = (config: Config, address: string) => ask(config, 'balance', address)
/** What followed the cursor; without one, what happened in the last ledgers. */
export const readEvents = (config: Config, cursor: string | null) => ask(config, 'events', cursor)

/** Rejects with a ChainError. */
function ask<K extends keyof Reader>(
  config: Config,
  name: K,
  argument: Parameters<Reader[K]>[1],
  onProgress?: (value: Answer<K>) => void,
): Promise<Answer<K>> {
  const message: ToReader = { id: ++lastId, name, config, argument }
  return new Promise((resolve, reject) => {
    waiting.set(message.id, { resolve, reject, onProgress })
    idle ??= firstIdle()
    void idle.then(() => {
      worker ??= start()
      worker.postMessage(message)
    })
  })
}

/** When the first view is drawn: the reader's script is large, and two processors do not both at once well. */
function firstIdle(): Promise<unknown> {
  return new Promise((resolve) => {
    // Safari has none.
    if ('requestIdleCallback' in window) requestIdleCallback(resolve, { timeout: LATEST_START_MS })
    else setTimeout(resolve)
  })
}

function start(): Worker {
  const started = new Worker(new URL('./reader/reader-worker.ts', import.meta.url), {
    type: 'module',
  })
  started.addEventListener('message', ({ data }: MessageEvent<FromReader>) => take(data))
  // Its script did not come: the next question starts another.
  started.addEventListener('error', () => {
    worker = null
    for (const each of waiting.values())
      each.reject(new ChainError('unreachable', "the page's reader could not be loaded"))
    waiting.clear()
  })
  return started
}

function take(message: FromReader): void {
  const asked = waiting.get(message.id)
  if (message.kind === 'progress') {
    asked?.onProgress?.(message.value as never)
    return
  }
  waiting.delete(message.id)
  if (message.kind === 'result') {
    asked?.resolve(message.value as never)
  } else {
    const { kind, detail } = message.failure
    asked?.reject(new ChainError(kind, detail))
  }
}
