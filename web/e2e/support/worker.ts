// A provider's own machine: the real `carrot worker --paired` in a process of its own, beside the
// market's. It has no key; the page drives it. Its cards are those of a library that stands for the
// NVIDIA driver's (tests/sandbox/fake_nvml.cpp), because test machines have none.
import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Market } from './market'

const fakeNvml =
  process.env.CARROT_FAKE_NVML_FOLDER ??
  fileURLToPath(new URL('../../../build/dev/tests/sandbox/fake_nvml', import.meta.url))

export interface Card {
  uuid: string
  bus: string
  model: string
  memoryMib: number
  utilization: number
  celsius: number
  watts: number
  lost?: boolean
}

export class PairedWorker {
  #child: ChildProcess | undefined
  #url = ''
  #token = ''

  private constructor(
    private readonly market: Market,
    private readonly name: string,
    private readonly provider: string,
  ) {}

  /** `name` is the worker's own folder in the market's; nothing else has it. */
  static async start(
    market: Market,
    name: string,
    provider: string,
    cards: readonly Card[] = [],
  ): Promise<PairedWorker> {
    const worker = new PairedWorker(market, name, provider)
    worker.setCards(cards)
    await worker.start()
    return worker
  }

  get url(): string {
    return this.#url
  }

  get token(): string {
    return this.#token
  }

  /** On the port that it had before, if any. */
  async start(): Promise<void> {
    writeFileSync(this.path('toml'), this.settings())
    const { child, line } = await this.market.spawn(
      ['--config', this.path('toml'), 'worker', '--json'],
      { LD_LIBRARY_PATH: fakeNvml, CARROT_FAKE_NVML_CARDS: this.path('cards') },
    )
    const document = JSON.parse(line) as { worker_url: string; token_file: string }
    this.#child = child
    this.#url = document.worker_url
    this.#token = readFileSync(document.token_file, 'utf8').trim()
  }

  /** At once, as in a power cut; its containers go on. */
  kill(): Promise<void> {
    return this.end('SIGKILL')
  }

  /** The second signal leaves running jobs to the next start. */
  async stop(): Promise<void> {
    this.#child?.kill('SIGTERM')
    await this.end('SIGTERM')
  }

  /** What the driver's library says from now on. */
  setCards(cards: readonly Card[]): void {
    const lines = cards.map((card) =>
      card.lost
        ? `lost`
        : [
            card.uuid,
            card.bus,
            card.memoryMib,
            card.utilization,
            card.celsius,
            card.watts * 1000,
            card.model,
          ].join(' '),
    )
    writeFileSync(this.path('cards'), `${lines.join('\n')}\n`)
  }

  private end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child) return Promise.resolve()
    return new Promise((resolve) => {
      child.on('exit', () => resolve())
      child.kill(signal)
    })
  }

  private path(ending: string): string {
    return join(this.market.folder, `${this.name}.${ending}`)
  }

  private settings(): string {
    const { folder, facts } = this.market
    const engine = join(folder, 'engine', 'docker.sock')
    return `network = "${this.name}"
[networks.${this.name}]
rpc_url = "${facts.rpc_url}"
passphrase = "Standalone Network ; February 2017"
market_file = "${join(folder, 'local', 'market.toml')}"
[worker]
mode = "paired"
provider = "${this.provider}"
port = ${this.#url ? new URL(this.#url).port : 0}
engine = "${existsSync(engine) ? engine : ''}"
poll_interval_ms = 100
allowed_origins = ["${facts.web_url}"]
`
  }
}
