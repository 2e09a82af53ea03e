// What people do with the program where no worker is: the tests decide what becomes of each job.
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Market } from './market'

/** Keeps a secret under a name, with XLM from friendbot; without a secret, a new one. */
export async function makeAccount(market: Market, name: string, secret?: string): Promise<void> {
  if (secret === undefined) await market.run('key', 'generate', name)
  else {
    const file = join(market.folder, `${name}.secret`)
    writeFileSync(file, secret)
    chmodSync(file, 0o600)
    await market.run('key', 'add', name, '--secret-file', file)
  }
  await market.run('key', 'fund', name)
}

export async function registerGpu(
  market: Market,
  owner: string,
  { model, gb, price }: { model: string; gb: number; price: string },
): Promise<number> {
  const facts = ['--model', model, '--vram-gb', `${gb}`, '--price', price]
  const answer = await market.run('gpu', 'register', ...facts, '--key', owner, '--json')
  return (JSON.parse(answer) as { gpu_id: number }).gpu_id
}

/** Alice's job; `what`: a script's path or options of `carrot job post`. */
export async function postJob(
  market: Market,
  { gpu, title, hours = 1, what }: { gpu: number; title: string; hours?: number; what: string[] },
): Promise<number> {
  const facts = ['--gpu', `${gpu}`, '--hours', `${hours}`, '--description', title]
  const answer = await market.run('job', 'post', ...what, ...facts, '--key', 'alice', '--json')
  return (JSON.parse(answer) as { job_id: number }).job_id
}

export async function addToIpfs(market: Market, path: string): Promise<string> {
  return (JSON.parse(await market.run('ipfs', 'add', path, '--json')) as { cid: string }).cid
}

/** A provider whose jobs end with whatever a test wants for their result. */
export class Provider {
  private constructor(
    private readonly market: Market,
    readonly name: string,
    readonly gpu: number,
  ) {}

  static async open(market: Market, name: string): Promise<Provider> {
    await makeAccount(market, name)
    const gpu = await registerGpu(market, name, { model: `Card of ${name}`, gb: 8, price: '1' })
    return new Provider(market, name, gpu)
  }

  /** A completed job of Alice's whose result is the file or folder. */
  async deliver(title: string, path: string): Promise<number> {
    const job = await this.claim(title)
    const cid = await addToIpfs(this.market, path)
    await this.market.run('job', 'complete', `${job}`, `ipfs://${cid}`, '--key', this.name)
    return job
  }

  async claim(title: string): Promise<number> {
    const job = await postJob(this.market, { gpu: this.gpu, title, what: ['--message', title] })
    await this.market.run('job', 'claim', `${job}`, '--key', this.name)
    return job
  }
}
