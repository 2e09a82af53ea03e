// A market of one's own: the real `carrot up` on free ports, with a data folder that goes with it.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const carrot =
  process.env.CARROT ?? fileURLToPath(new URL('../../../build/dev/bin/carrot', import.meta.url))
const START_LIMIT_MS = 60_000

export interface Facts {
  web_url: string
  rpc_url: string
  gateway_url: string
  worker_url: string
  gpu_registry: string
  job_marketplace: string
  alice: string
  bob: string
  gpu_id: number
}

export class Market {
  private constructor(
    readonly facts: Facts,
    readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(): Promise<Market> {
    const folder = mkdtempSync(join(tmpdir(), 'carrot-test-web-'))
    const ports = [
      '--web-port',
      '0',
      '--network-port',
      '0',
      '--gateway-port',
      '0',
      '--worker-port',
      '0',
    ]
    const child = start(folder, ['up', '--json', ...ports])
    return new Market(JSON.parse(await firstLine(child)) as Facts, folder, child)
  }

  /** Runs a command of the program on this market and gives its standard output. */
  run(...args: string[]): Promise<string> {
    return collect(start(this.folder, args))
  }

  /** Starts a command that stays, and gives its first line too. */
  async spawn(args: string[], environment: Record<string, string> = {}) {
    const child = start(this.folder, args, environment)
    return { child, line: await firstLine(child) }
  }

  /** Gives an account XLM to spend. */
  async fund(address: string): Promise<void> {
    const url = new URL('/friendbot', this.facts.rpc_url)
    url.searchParams.set('addr', address)
    const answer = await fetch(url)
    if (!answer.ok) throw new Error(`friendbot answers ${answer.status}`)
  }

  async stop(): Promise<void> {
    await end(this.process, this.folder)
  }
}

/** In a folder, with settings and keys, of the market's own: nothing of whoever runs the tests is touched. */
function start(
  folder: string,
  args: string[],
  environment: Record<string, string> = {},
): ChildProcess {
  return spawn(carrot, [...args, '--data-dir', folder], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, XDG_CONFIG_HOME: join(folder, 'config'), ...environment },
  })
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = ''
    let errors = ''
    const timer = setTimeout(
      () => reject(new Error(`carrot did not start: ${errors}`)),
      START_LIMIT_MS,
    )
    child.stderr?.on('data', (text: Buffer) => {
      errors += text
    })
    child.stdout?.on('data', (text: Buffer) => {
      out += text
      if (!out.includes('\n')) return
      clearTimeout(timer)
      resolve(out.slice(0, out.indexOf('\n')))
    })
    child.on('exit', (code) => reject(new Error(`carrot ended with ${code}: ${errors}`)))
  })
}

function collect(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = ''
    let errors = ''
    child.stdout?.on('data', (text: Buffer) => {
      out += text
    })
    child.stderr?.on('data', (text: Buffer) => {
      errors += text
    })
    child.on('exit', (code) =>
      code === 0 ? resolve(out) : reject(new Error(`${code}: ${errors}`)),
    )
  })
}

function end(child: ChildProcess, folder: string): Promise<void> {
  return new Promise((resolve) => {
    child.on('exit', () => {
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
      resolve()
    })
    child.kill('SIGINT')
  })
}
