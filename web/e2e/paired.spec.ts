// The paired way: the provider's wallet claims and completes, a worker without a key runs the jobs.
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { Market } from './support/market'
import { connectDemo, connectFreighter, expect, type Person, stateOf, test } from './support/test'
import { type Card, PairedWorker } from './support/worker'

const CARD: Card = {
  uuid: 'GPU-5a1c7e02',
  bus: '00000000:01:00.0',
  model: 'NVIDIA GeForce RTX 4090',
  memoryMib: 24564,
  utilization: 12,
  celsius: 44,
  watts: 31,
}

/** Jobs run without a card: nothing can hand the stand-in's to a container. */
const GPU = 'CPU of a paired worker'

const DRAWS = `
import os, time
from PIL import Image
print('drawing', flush=True)
while not os.path.exists('/output/never'):
    time.sleep(0.2)
    print('stroke', flush=True)
    if time.monotonic() - START > SECONDS:
        break
Image.new('RGB', (320, 200), (244, 113, 31)).save('/output/carrot.png')
`

const draws = (seconds: number) =>
  `import time\nSTART = time.monotonic()\nSECONDS = ${seconds}\n${DRAWS}`

/** What a browser says of a worker that is not there, and of a job that it was never asked for. */
const WORKER_ANSWERS = /Failed to load resource|blocked by CORS/

const jobCard = (page: Page, title: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('link', { name: title }) })

async function pair(page: Page, worker: PairedWorker): Promise<void> {
  await page.goto('/provide/worker')
  await page.getByLabel("Worker's address").fill(worker.url)
  await page.getByLabel('Pairing token').fill(worker.token)
  await page.getByRole('button', { name: 'Pair', exact: true }).click()
  await expect(page.getByText('Healthy')).toBeVisible()
  await expect(page.getByText('Paired: you claim and complete here')).toBeVisible()
}

async function register(page: Page, model: string): Promise<void> {
  await page.getByRole('link', { name: 'GPUs', exact: true }).last().click()
  await page.getByRole('button', { name: 'Register a GPU' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Model').fill(model)
  await dialog.getByLabel('Memory, GB').fill('4')
  await dialog.getByLabel('XLM per hour').fill('2')
  await dialog.getByRole('button', { name: 'Sign and register' }).click()
  await expect(dialog.getByText(/Confirmed in ledger \d+/)).toBeVisible()
  await page.keyboard.press('Escape')
}

/** Posts a job for the paired worker's GPU and stays on its page. */
async function post(page: Page, model: string, title: string, script: string): Promise<void> {
  await page.goto(`/?model=${encodeURIComponent(model)}`)
  await page.getByRole('link', { name: new RegExp(`Hire GPU \\d+, ${model}`) }).click()
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Upload a file').setInputFiles({
    name: 'job.py',
    mimeType: 'text/x-python',
    buffer: Buffer.from(script),
  })
  await page.getByRole('button', { name: 'Review and pay' }).click()
  await page.getByRole('button', { name: 'Sign and pay' }).click()
  await page.getByRole('link', { name: 'Watch the job' }).click()
  await expect(stateOf(page, 'Open')).toBeVisible()
}

/** A provider with a wallet, a worker and a GPU, on the page of their jobs. */
async function openShop(
  newPerson: (options: object) => Promise<Person>,
  market: Market,
  name: string,
): Promise<{ page: Page; worker: PairedWorker; model: string }> {
  const { page, freighter } = await newPerson({ freighter: true, mayFail: WORKER_ANSWERS })
  const address = freighter.key.publicKey()
  await market.fund(address)
  const worker = await PairedWorker.start(market, name, address)
  await page.goto('/provide')
  await connectFreighter(page)
  await pair(page, worker)
  const model = `CPU of ${name}`
  await register(page, model)
  await page.getByLabel('Where your worker answers consumers').fill(worker.url)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText(/Confirmed in ledger \d+/)).toBeVisible()
  await page.getByRole('link', { name: 'Jobs', exact: true }).last().click()
  return { page, worker, model }
}

test('a provider pairs a worker, registers what it found, and is paid for a picture', async ({
  newPerson,
  market,
}) => {
  const { page: provider, freighter } = await newPerson({
    freighter: true,
    mayFail: WORKER_ANSWERS,
  })
  const address = freighter.key.publicKey()
  await market.fund(address)
  const worker = await PairedWorker.start(market, 'gina', address, [CARD])
  await provider.goto('/provide')
  await connectFreighter(provider)
  await pair(provider, worker)

  await provider.getByRole('link', { name: 'GPUs', exact: true }).last().click()
  await provider.getByRole('button', { name: 'Register a GPU' }).click()
  const dialog = provider.getByRole('dialog')
  await dialog.getByRole('button', { name: /RTX 4090/ }).click()
  await expect(dialog.getByLabel('Model')).toHaveValue(CARD.model)
  await expect(dialog.getByLabel('Memory, GB')).toHaveValue('24')
  await dialog.getByLabel('XLM per hour').fill('9')
  await dialog.getByRole('button', { name: 'Sign and register' }).click()
  await expect(dialog.getByText(/Confirmed in ledger \d+/)).toBeVisible()
  await provider.keyboard.press('Escape')
  await register(provider, GPU)
  const row = provider.getByRole('listitem').filter({ hasText: GPU })
  await row.getByRole('button', { name: /Price of GPU/ }).click()
  await dialog.getByLabel('XLM per hour').fill('3')
  await dialog.getByRole('button', { name: 'Set the price' }).click()
  await expect(dialog.getByText(/Confirmed in ledger \d+/)).toBeVisible()
  await expect(row).toContainText('3.00 XLM per hour')
  await provider.keyboard.press('Escape')
  await row.getByRole('button', { name: /^Take off/ }).click()
  await expect(row).toContainText('Not available')
  await row.getByRole('button', { name: /^Offer GPU/ }).click()
  await expect(row).toContainText('Free')
  await provider.getByLabel('Where your worker answers consumers').fill(worker.url)
  await provider.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(provider.getByText(/Confirmed in ledger \d+/)).toBeVisible()
  await provider.getByRole('link', { name: 'Jobs', exact: true }).last().click()
  await expect(provider.getByText('Nothing to do')).toBeVisible()

  // From here on neither page is loaded again.
  const { page: consumer } = await newPerson({ mayFail: WORKER_ANSWERS })
  await consumer.goto('/')
  await connectDemo(consumer, 'alice')
  await post(consumer, GPU, 'An orange, paired', draws(4))
  const card = jobCard(provider, 'An orange, paired')
  await expect(card).toContainText('Open')
  await card.getByRole('button', { name: 'Claim' }).click()
  await expect(card).toContainText('Claimed')
  await expect(stateOf(consumer, 'Claimed')).toBeVisible()
  await card.getByRole('button', { name: 'Execute' }).click()
  await expect(card.getByRole('log')).toContainText('stroke')
  await expect(card).toContainText('Running')
  await expect(stateOf(consumer, 'Running')).toBeVisible()
  await expect(consumer.getByRole('log')).toContainText('stroke')
  await expect(card).toContainText(
    'It ran, and its result is stored. Completing it pays you 2.85 XLM.',
  )
  await card.getByRole('button', { name: 'Complete' }).click()
  await expect(stateOf(consumer, 'Completed')).toBeVisible()
  await expect(consumer.getByText('Verified against its CID')).toBeVisible()
  const frame = consumer.locator('iframe[sandbox=""]')
  await expect(frame.contentFrame().locator('img')).toHaveJSProperty('naturalWidth', 320)
  await expect(provider.getByRole('link', { name: /An orange, paired/ })).toContainText('Completed')

  await provider.getByRole('link', { name: 'Earnings' }).click()
  const earning = provider.getByRole('row', { name: /An orange, paired/ })
  await expect(earning.getByRole('cell', { name: '2.85 XLM' })).toBeVisible()
  await expect(earning.getByRole('cell', { name: '0.15 XLM' })).toBeVisible()
  await expect(provider.getByRole('listitem').last()).toContainText('2.85 XLM')
  const download = provider.waitForEvent('download')
  await provider.getByRole('button', { name: 'Save as CSV' }).click()
  const csv = readFileSync(await (await download).path(), 'utf8')
  expect(csv).toMatch(/,"An orange, paired",\d+,1,3,0\.15,2\.85,/)
  await worker.stop()
})

test('a job that fails is given back with its report, and its consumer sees why', async ({
  newPerson,
  market,
}) => {
  const { page: provider, worker, model } = await openShop(newPerson, market, 'hugo')
  const { page: consumer } = await newPerson({ mayFail: WORKER_ANSWERS })
  await consumer.goto('/')
  await connectDemo(consumer, 'alice')
  await post(
    consumer,
    model,
    'Raises',
    "print('last words', flush=True)\nraise ValueError('no paint')",
  )
  const card = jobCard(provider, 'Raises')
  await card.getByRole('button', { name: 'Claim' }).click()
  await card.getByRole('button', { name: 'Execute' }).click()
  await expect(card).toContainText('It failed: exit status 1')
  await card.getByRole('button', { name: 'Give back' }).click()
  await expect(stateOf(consumer, 'Failed, refunded')).toBeVisible()
  await expect(consumer.getByText('exit status 1')).toBeVisible()
  await expect(consumer.getByRole('log').first()).toContainText('ValueError: no paint')
  await expect(provider.getByRole('link', { name: /Raises/ })).toContainText('Failed, refunded')
  await worker.stop()
})

test('a worker that goes away is told, and what it ran goes on where it was', async ({
  newPerson,
  market,
}) => {
  const { page: provider, worker, model } = await openShop(newPerson, market, 'ida')
  const { page: consumer } = await newPerson({ mayFail: WORKER_ANSWERS })
  await consumer.goto('/')
  await connectDemo(consumer, 'alice')
  await post(consumer, model, 'Interrupted', draws(12))
  const card = jobCard(provider, 'Interrupted')
  await card.getByRole('button', { name: 'Claim' }).click()
  await card.getByRole('button', { name: 'Execute' }).click()
  await expect(card.getByRole('log')).toContainText('stroke')

  await provider.reload()
  await expect(card).toContainText('Running')
  await expect(card.getByRole('button', { name: 'Execute' })).toBeHidden()
  await card.getByRole('button', { name: /Log of job/ }).click()
  await expect(card.getByRole('log')).toContainText('drawing')

  await worker.kill()
  await expect(card).toContainText('Your worker does not answer')
  await expect(card.getByRole('log')).toContainText('drawing')
  await expect(consumer.getByText('The worker does not answer')).toBeVisible()
  await worker.start()
  await expect(card).toContainText('It ran, and its result is stored')
  const attempts = await fetch(`${worker.url}/jobs`, {
    headers: { Authorization: `Bearer ${worker.token}` },
  })
  expect((await attempts.json()).jobs[0]).toMatchObject({ status: 'completed', attempts: 1 })
  await card.getByRole('button', { name: 'Complete' }).click()
  await expect(stateOf(consumer, 'Completed')).toBeVisible()
  await expect(consumer.getByText('Verified against its CID')).toBeVisible()
  await worker.stop()
})

test('a job that will not be run is given back, and one that runs is stopped', async ({
  newPerson,
  market,
}) => {
  const { page: provider, worker, model } = await openShop(newPerson, market, 'jan')
  const { page: consumer } = await newPerson({ mayFail: WORKER_ANSWERS })
  await consumer.goto('/')
  await connectDemo(consumer, 'alice')
  const dialog = provider.getByRole('dialog')

  await post(consumer, model, 'Not for me', 'print(1)')
  const unwanted = jobCard(provider, 'Not for me')
  await unwanted.getByRole('button', { name: 'Claim' }).click()
  await unwanted.getByRole('button', { name: 'Give back' }).click()
  await dialog.getByRole('button', { name: 'Give back' }).click()
  await expect(stateOf(consumer, 'Cancelled')).toBeVisible()
  await expect(consumer.getByRole('link', { name: 'Given back' })).toBeVisible()
  await expect(consumer.getByText('gave it back without a report')).toBeVisible()
  await expect(unwanted.getByRole('button')).toHaveCount(0)

  await post(consumer, model, 'Endless', draws(600))
  const endless = jobCard(provider, 'Endless')
  await endless.getByRole('button', { name: 'Claim' }).click()
  await endless.getByRole('button', { name: 'Execute' }).click()
  await expect(endless.getByRole('log')).toContainText('stroke')
  await endless.getByRole('button', { name: 'Stop' }).click()
  await dialog.getByRole('button', { name: 'Stop' }).click()
  await expect(endless).toContainText('It failed: stopped by the provider')
  await endless.getByRole('button', { name: 'Give back' }).click()
  await expect(stateOf(consumer, 'Failed, refunded')).toBeVisible()
  await expect(consumer.getByText('stopped by the provider')).toBeVisible()
  await worker.stop()
})
