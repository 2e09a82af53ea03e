// A market of many GPUs, from a person's chair: CARROT_BENCH_GPUS (10,000) on a real local network.
import { test } from '@playwright/test'
import { Market } from '../e2e/support/market'
import { type Figures, filter, load, scroll } from './page'
import { seedGpus } from './seed'

const GPUS = Number(process.env.CARROT_BENCH_GPUS ?? 10_000)
const RUNS = Number(process.env.CARROT_BENCH_RUNS ?? 5)

test(`${GPUS} GPUs are loaded, scrolled and filtered`, async ({ browser }) => {
  const market = await Market.start()
  try {
    const { rpc_url, gpu_registry, web_url } = market.facts
    await seedGpus(rpc_url, gpu_registry, GPUS)
    const runs: Figures[] = []
    for (let run = 0; run < RUNS; ++run) {
      const { context, page, figures } = await load(browser, web_url, GPUS)
      runs.push({ ...figures, ...(await scroll(page)), ...(await filter(page)) })
      await context.close()
    }
    print(runs)
  } finally {
    await market.stop()
  }
})

function print(runs: Figures[]): void {
  for (const name of Object.keys(runs[0] ?? {})) {
    const sorted = runs.map((run) => run[name] ?? Number.NaN).toSorted((a, b) => a - b)
    const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
    const [least, most] = [sorted[0] ?? 0, sorted.at(-1) ?? 0]
    console.log(
      `${name.padEnd(26)}${median.toFixed(1).padStart(9)}   (${least.toFixed(1)} to ${most.toFixed(1)})`,
    )
  }
}
