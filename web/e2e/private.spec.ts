// Private results: posted in the page and at the command line, opened in both, and closed to everybody else.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { Keypair } from '@stellar/stellar-sdk/base'
import type { Market } from './support/market'
import { connectDemo, expect, stateOf, test } from './support/test'

const SCRIPT = `
from PIL import Image
Image.new('RGB', (320, 200), (244, 113, 31)).save('/output/secret.png')
open('/output/notes.txt', 'w').write('weights-%d' % (6 * 7))
print('said-%d' % (6 * 7))
`

async function fillIn(page: Page, title: string) {
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Upload a file').setInputFiles({
    name: 'secret.py',
    mimeType: 'text/x-python',
    buffer: Buffer.from(SCRIPT),
  })
  await page.getByRole('switch', { name: 'Private result' }).check()
  await page.getByRole('button', { name: 'Review and pay' }).click()
  await expect(page.getByText('Private: encrypted to you')).toBeVisible()
  await page.getByRole('button', { name: 'Sign and pay' }).click()
}

async function postAndWait(page: Page, title: string): Promise<string> {
  await fillIn(page, title)
  await page.getByRole('link', { name: 'Watch the job' }).click()
  await expect(stateOf(page, 'Completed')).toBeVisible()
  return new URL(page.url()).pathname.split('/').pop() ?? ''
}

async function expectOpened(page: Page) {
  await expect(page.getByText('Decrypted here, verified against its CID')).toBeVisible()
  const frame = page.locator('iframe[sandbox=""]')
  await expect(frame.contentFrame().locator('img')).toHaveJSProperty('naturalWidth', 320)
  await expect(page.getByText('weights-42')).toBeVisible()
  await expect(page.getByRole('figure').filter({ hasText: 'stdout.txt' })).toContainText('said-42')
}

async function resultOf(market: Market, job: string): Promise<Buffer> {
  const { result_hash } = JSON.parse(await market.run('job', 'show', job, '--json'))
  const cid = String(result_hash).replace('ipfs://', '')
  const answer = await fetch(`${market.facts.gateway_url}/ipfs/${cid}`)
  return Buffer.from(await answer.arrayBuffer())
}

test('a private result opens in the page of who posted the job, and to nobody else', async ({
  newPerson,
  market,
}) => {
  const { page } = await newPerson()
  await page.goto(`/rent/${market.facts.gpu_id}`)
  await connectDemo(page, 'alice')
  const job = await postAndWait(page, 'A secret')
  await expectOpened(page)

  const stored = await resultOf(market, job)
  expect(stored.toString('latin1')).toMatch(/^age-encryption\.org\/v1\n/)
  expect(stored.includes('weights-42')).toBe(false)

  // Nothing of the key is kept over a reload: the wallet is asked again.
  await page.reload()
  await page.getByRole('button', { name: 'Decrypt it' }).click()
  await expectOpened(page)

  const { page: stranger } = await newPerson()
  await stranger.goto(`/jobs/${job}`)
  await expect(stranger.getByText('Connect the account that posted the job')).toBeVisible()
  await connectDemo(stranger, 'bob')
  await expect(stranger.getByText('Connect the account that posted the job')).toBeVisible()
  await expect(stranger.getByRole('button', { name: 'Decrypt it' })).toHaveCount(0)
})

test('the page and the command line open what the other has posted', async ({
  newPerson,
  market,
}) => {
  const folder = mkdtempSync(join(market.folder, 'private-'))
  writeFileSync(join(folder, 'secret.py'), SCRIPT)
  const gpu = String(market.facts.gpu_id)
  const posted = JSON.parse(
    await market.run(
      ...['job', 'run', join(folder, 'secret.py'), '--gpu', gpu, '--private', '--key', 'alice'],
      ...['--output', join(folder, 'run'), '--json'],
    ),
  )
  const { page } = await newPerson()
  await page.goto(`/jobs/${posted.job_id}`)
  await connectDemo(page, 'alice')
  await page.getByRole('button', { name: 'Decrypt it' }).click()
  await expectOpened(page)

  await page.goto(`/rent/${gpu}`)
  const job = await postAndWait(page, 'From the page')
  await market.run('job', 'get', job, '--output', join(folder, 'got'), '--key', 'alice')
  for (const name of ['run', 'got'])
    expect(readFileSync(join(folder, name, 'notes.txt'), 'utf8')).toBe('weights-42')
})

test("a person's own wallet is asked for the key, and may decline", async ({
  newPerson,
  market,
}) => {
  const { page, freighter } = await newPerson({ freighter: true })
  freighter.key = Keypair.random()
  await market.fund(freighter.key.publicKey())
  await page.goto(`/rent/${market.facts.gpu_id}`)
  await page.getByRole('button', { name: 'Connect wallet' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Freighter/ })
    .click()
  await expect(page.getByRole('button', { name: /^Account G/ })).toBeVisible()
  freighter.declines = true
  await fillIn(page, 'By Freighter')
  await expect(page.getByText(/declined/i)).toBeVisible()
  freighter.declines = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('link', { name: 'Watch the job' }).click()
  await expect(stateOf(page, 'Completed')).toBeVisible()
  await expectOpened(page)

  await page.reload()
  freighter.declines = true
  await page.getByRole('button', { name: 'Decrypt it' }).click()
  await expect(page.getByText('Your wallet did not sign')).toBeVisible()
  freighter.declines = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await expectOpened(page)
})
