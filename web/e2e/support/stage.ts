// A market in the middle of its life: GPUs of every state and jobs of every state, the same each time but
// for times, hashes, ids of contracts, ports and fees.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import { Keypair } from '@stellar/stellar-sdk/base'
import { addToIpfs, makeAccount, postJob, registerGpu } from './by-hand'
import { Market } from './market'
import { chirp, lossTable } from './samples'

const repository = fileURLToPath(new URL('../../..', import.meta.url))

/** A provider without a worker: what becomes of her jobs is for the tests to say. */
export const carol = Keypair.fromRawEd25519Seed(
  createHash('sha256').update('carol of the stage').digest() as never,
)

const CAROLS_GPUS = [
  ['NVIDIA GeForce RTX 4090', 24, '3.5'],
  ['NVIDIA H100 80GB HBM3', 80, '14.25'],
  ['NVIDIA A100-SXM4-80GB', 80, '9.9'],
  ['NVIDIA L40S', 48, '6'],
  ['NVIDIA GeForce RTX 3090', 24, '1.85'],
  ['NVIDIA RTX A6000', 48, '4.4'],
  ['Tesla T4', 16, '0.75'],
  ['NVIDIA H200', 141, '19.5'],
] as const

/** Prints steadily and is never done. */
const TRAINING = `import time
print('loading 24 inputs', flush=True)
for epoch in range(1, 6):
    print(f'epoch {epoch}  loss {2.4 / epoch:.4f}', flush=True)
time.sleep(3000)
`

export interface Stage {
  market: Market
  jobs: Record<
    'picture' | 'files' | 'failed' | 'cancelled' | 'claimed' | 'open' | 'running',
    number
  >
}

export async function setStage(): Promise<Stage> {
  const market = await Market.start()
  try {
    return { market, jobs: await furnish(market) }
  } catch (error) {
    await market.stop()
    throw error
  }
}

/** The job that is never done is stopped first: what a killed one leaves mounted can't be cleared away. */
export async function closeStage({ market, jobs }: Stage): Promise<void> {
  const token = (await market.run('worker', 'token')).trim()
  await fetch(`${market.facts.worker_url}/jobs/${jobs.running}`, {
    method: 'DELETE',
    headers: { Authorization: `Bearer ${token}` },
  })
  const folder = join(market.folder, `local/worker/jobs/${jobs.running}/output`)
  await expect.poll(() => existsSync(folder), { timeout: 30_000 }).toBe(false)
  await market.stop()
}

async function furnish(market: Market): Promise<Stage['jobs']> {
  await makeAccount(market, 'carol', carol.secret())
  const gpus = []
  for (const [model, gb, price] of CAROLS_GPUS) {
    gpus.push(await registerGpu(market, 'carol', { model, gb, price }))
  }
  await market.run('gpu', 'availability', `${gpus[7]}`, 'no', '--key', 'carol')
  return postJobs(market, gpus)
}

async function postJobs(market: Market, gpus: number[]): Promise<Stage['jobs']> {
  const [rtx4090 = 0, h100 = 0, a100 = 0, l40s = 0] = gpus
  const script = (name: string, code: string) => {
    const path = join(market.folder, name)
    writeFileSync(path, code)
    return path
  }
  const post = (gpu: number, title: string, hours: number, ...what: string[]) =>
    postJob(market, { gpu, title, hours, what })
  const claim = (job: number) => market.run('job', 'claim', `${job}`, '--key', 'carol')
  const complete = (job: number, cid: string) =>
    market.run('job', 'complete', `${job}`, `ipfs://${cid}`, '--key', 'carol')

  const picture = await post(
    rtx4090,
    'Mandelbrot, 40,000 iterations deep',
    2,
    join(repository, 'examples/mandelbrot.py'),
  )
  await claim(picture)
  await complete(picture, await addToIpfs(market, join(repository, 'docs/images/mandelbrot.jpg')))

  const image = ['--image', 'ghcr.io/example/tune:2.1', '--arg', '--epochs', '--arg', '12']
  const files = await post(h100, 'Fine-tune the speech model on 24 recordings', 6, ...image)
  await claim(files)
  await complete(files, await addToIpfs(market, resultFolder(market.folder)))

  const failed = await post(a100, 'Up-scale the holiday film', 4, script('film.py', 'import cv2'))
  await claim(failed)
  const report = script('report.json', JSON.stringify(REPORT))
  const cid = await addToIpfs(market, report)
  await market.run('job', 'release', `${failed}`, '--report', `ipfs://${cid}`, '--key', 'carol')

  const cancelled = await post(l40s, 'Second thoughts', 1, script('no.py', 'print(1)'))
  await market.run('job', 'cancel', `${cancelled}`, '--key', 'alice')
  const claimed = await post(h100, 'Fold the protein family 7', 48, script('fold.py', 'print(2)'))
  await claim(claimed)
  const open = await post(l40s, 'Render frames 1 to 240', 12, script('render.py', 'print(3)'))
  const running = await post(
    market.facts.gpu_id,
    'Train the small model',
    3,
    script('train.py', TRAINING),
  )
  return { picture, files, failed, cancelled, claimed, open, running }
}

const REPORT = {
  reason: 'exit status 1',
  exitStatus: 1,
  outOfMemory: false,
  outOfTime: false,
  log: 'Traceback (most recent call last):\n  File "/job/script.py", line 1, in <module>\n    import cv2\nModuleNotFoundError: No module named \'cv2\'\n',
}

function resultFolder(folder: string): string {
  const result = join(folder, 'result')
  mkdirSync(join(result, 'checkpoints'), { recursive: true })
  writeFileSync(join(result, 'loss.csv'), lossTable(60))
  writeFileSync(join(result, 'sample.wav'), chirp())
  writeFileSync(join(result, 'settings.json'), '{\n  "epochs": 12,\n  "rate": 0.0003\n}\n')
  writeFileSync(join(result, 'checkpoints/last.bin'), Buffer.alloc(48_000, 0x81))
  writeFileSync(join(result, 'stdout.txt'), 'epoch 12  loss 0.2031\nwrote checkpoints/last.bin\n')
  writeFileSync(join(result, 'stderr.txt'), '')
  return result
}
