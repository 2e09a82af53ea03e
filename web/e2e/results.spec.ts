// Results of every kind, and gateways that can't be trusted.
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { Provider } from './support/by-hand'
import { startGateway, useGateways } from './support/gateway'
import type { Market } from './support/market'
import { chirp, lossTable, PIXEL } from './support/samples'
import { test as base, connectDemo, expect } from './support/test'

const test = base.extend<object, { dora: Provider }>({
  dora: [async ({ market }, use) => use(await Provider.open(market, 'dora')), { scope: 'worker' }],
})

const HOSTILE = '<script>throw new Error("ran")</script><img src=x onerror="throw 1">'

function write(market: Market, name: string, files: Record<string, string | Buffer>): string {
  const folder = join(market.folder, name)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

const file = (page: Page, name: string) => page.getByRole('figure').filter({ hasText: name })

test('each file of a result is shown as what it is, whatever it is called', async ({
  newPerson,
  market,
  dora,
}) => {
  const folder = write(market, 'kinds', {
    'tone.wav': chirp(),
    'picture.csv': PIXEL,
    'text.png': 'no picture at all',
    'notes/deep/umlauts.txt': 'Grüße, 世界',
    'settings.json': '{"rate": 0.25}',
    'paper.pdf': '%PDF-1.4\n1 0 obj',
    'archive.zip': Buffer.from('PK\x03\x04\x14\x00\x00\x00\x08\x00', 'latin1'),
    'weights.bin': Buffer.alloc(3000, 0x91),
    'nothing.txt': '',
    'drawing.svg': `<svg xmlns="http://www.w3.org/2000/svg">${HOSTILE}</svg>`,
    'page.html': HOSTILE,
  })
  const job = await dora.deliver('Every kind', folder)
  const { page } = await newPerson()
  await page.goto(`/jobs/${job}`)
  await expect(page.getByText('Verified against its CID')).toBeVisible()

  const player = file(page, 'tone.wav').locator('iframe').contentFrame().locator('video')
  await expect(player).toHaveJSProperty('duration', 1)
  const picture = file(page, 'picture.csv').locator('iframe').contentFrame().locator('img')
  await expect(picture).toHaveJSProperty('naturalWidth', 1)
  await expect(file(page, 'text.png')).toContainText('no picture at all')
  await expect(file(page, 'notes/deep/umlauts.txt')).toContainText('Grüße, 世界')
  await expect(file(page, 'settings.json')).toContainText('"rate": 0.25')
  await expect(file(page, 'nothing.txt')).toContainText('0 bytes')
  await expect(file(page, 'nothing.txt')).toContainText('The file is empty.')
  for (const name of ['paper.pdf', 'archive.zip', 'weights.bin']) {
    await expect(file(page, name)).toContainText('not shown here, only saved')
  }
  for (const name of ['drawing.svg', 'page.html']) {
    await expect(file(page, name)).toContainText('onerror')
    await expect(file(page, name).locator('iframe')).toHaveCount(0)
  }
  for (const frame of await page.locator('iframe').all()) {
    await expect(frame).toHaveAttribute('sandbox', '')
  }
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save weights.bin' }).click()
  expect(readFileSync(await (await download).path())).toEqual(Buffer.alloc(3000, 0x91))
})

test('large tables and texts are cut with a note, and the page stays quick', async ({
  newPerson,
  market,
  dora,
}) => {
  const folder = write(market, 'large', {
    'loss.csv': lossTable(100_000),
    'wide.csv': `${Array.from({ length: 5000 }, (_, at) => `c${at}`).join(',')}\n`,
    'long.txt': 'one very long line '.repeat(300_000),
  })
  const job = await dora.deliver('Large files', folder)
  const { page } = await newPerson()
  await page.goto(`/jobs/${job}`)
  const table = file(page, 'loss.csv')
  await expect(table).toContainText('The first 500 rows are shown; the rest is in the download.')
  await expect(table.getByRole('row')).toHaveCount(501)
  await expect(table.getByRole('row').nth(500)).toContainText('500')
  await expect(file(page, 'wide.csv').getByRole('columnheader')).toHaveCount(60)
  await expect(file(page, 'long.txt')).toContainText('The rest is in the download.')
  // Two frames in a row: whatever blocked the page would show here.
  const waitedMs = await page.evaluate(async () => {
    const start = performance.now()
    for (let turn = 0; turn < 2; turn++) await new Promise(requestAnimationFrame)
    return performance.now() - start
  })
  expect(waitedMs).toBeLessThan(1000)
})

test('a file of 100 MB is asked for before it is loaded', async ({ newPerson, market, dora }) => {
  const folder = write(market, 'heavy', { 'small.txt': 'small' })
  const heavy = join(folder, 'heavy.bin')
  for (let part = 0; part < 100; part++) {
    writeFileSync(heavy, randomBytes(1_000_000), { flag: 'a' })
  }
  const job = await dora.deliver('Heavy', folder)
  const { page } = await newPerson()
  let asked = 0
  page.on('request', (request) => {
    if (request.url().startsWith(market.facts.gateway_url)) asked++
  })
  await page.goto(`/jobs/${job}`)
  await expect(file(page, 'small.txt')).toContainText('small')
  const load = page.getByRole('button', { name: 'Load heavy.bin, 100 MB' })
  await expect(load).toBeVisible()
  expect(asked).toBeLessThan(10)
  await load.click()
  await expect(page.getByRole('progressbar', { name: 'Loading heavy.bin' })).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save heavy.bin' }).click()
  expect(statSync(await (await download).path()).size).toBe(100_000_000)
})

test('a folder of hundreds of files shows the first ones and goes on when asked', async ({
  newPerson,
  market,
  dora,
}) => {
  const frames = Array.from({ length: 240 }, (_, at) => [`frame${at + 1}.txt`, `frame ${at + 1}`])
  const job = await dora.deliver('Many', write(market, 'many', Object.fromEntries(frames)))
  const { page } = await newPerson()
  await page.goto(`/jobs/${job}`)
  await expect(page.getByRole('figure')).toHaveCount(20)
  await expect(page.getByRole('figure').nth(19)).toContainText('frame20.txt')
  await page.getByRole('button', { name: 'Show 220 more files' }).click()
  await expect(page.getByRole('figure')).toHaveCount(120)
})

test('what a lying gateway sends is thrown away, and the next one is asked', async ({
  newPerson,
  market,
  dora,
}) => {
  const job = await dora.deliver('Honest', write(market, 'honest', { 'a.txt': 'the true text' }))
  const liar = await startGateway((reply) => reply.end('a lie'))
  const { page } = await newPerson()
  await useGateways(page, [liar.url, market.facts.gateway_url])
  await page.goto(`/jobs/${job}`)
  await expect(file(page, 'a.txt')).toContainText('the true text')
  expect(liar.asked).toBeGreaterThan(0)

  const { page: misled } = await newPerson()
  await useGateways(misled, [liar.url])
  await misled.goto(`/jobs/${job}`)
  await expect(misled.getByText('A gateway sent something else than the result')).toBeVisible()
  await expect(misled.getByText('a lie')).toBeHidden()
  await liar.stop()
})

test('a gateway that is down is passed over, and told of when there is no other', async ({
  newPerson,
  market,
  dora,
}) => {
  const job = await dora.deliver('Patient', write(market, 'patient', { 'a.txt': 'still there' }))
  const broken = await startGateway((reply) => reply.writeHead(503).end())
  const { page } = await newPerson({ mayFail: /Failed to load resource/ })
  await useGateways(page, ['http://127.0.0.1:9', broken.url, market.facts.gateway_url])
  await page.goto(`/jobs/${job}`)
  await expect(file(page, 'a.txt')).toContainText('still there')

  const { page: stranded } = await newPerson({ mayFail: /Failed to load resource/ })
  await useGateways(stranded, [broken.url])
  await stranded.goto(`/jobs/${job}`)
  await expect(stranded.getByText('No gateway has it at the moment.')).toBeVisible()
  await broken.stop()
})

test('a result that is no CID is told as such, and no link is made of it', async ({
  newPerson,
  market,
  dora,
}) => {
  const job = await dora.claim('No CID')
  await market.run('job', 'complete', `${job}`, 'ipfs://not-a-cid', '--key', 'dora')
  const { page } = await newPerson()
  await page.goto(`/jobs/${job}`)
  await connectDemo(page, 'alice')
  await expect(page.getByText("The result's address is no CID")).toBeVisible()
})
