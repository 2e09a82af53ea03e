// How the views look while they wait, when the network is gone, and on the way to a signature.
import { expect, type Page } from '@playwright/test'
import { comparePictures, test } from './support/pictures'
import type { Stage } from './support/stage'
import { openAs, standStill, type Who } from './support/still'

type Node = 'silent' | 'down'

async function breakNode(page: Page, { market }: Stage, node: Node): Promise<void> {
  await page.route(market.facts.rpc_url, (route) =>
    node === 'down' ? route.abort('connectionrefused') : undefined,
  )
}

const WAITING: Record<string, { path: string; who: Who }> = {
  gpus: { path: '/', who: 'nobody' },
  rent: { path: '/rent/1', who: 'alice' },
  jobs: { path: '/jobs', who: 'alice' },
  job: { path: '/jobs/0', who: 'alice' },
  provide: { path: '/provide', who: 'carol' },
  'provide-jobs': { path: '/provide/jobs', who: 'carol' },
  earnings: { path: '/provide/earnings', who: 'carol' },
}

for (const [name, { path, who }] of Object.entries(WAITING)) {
  test(`${name} looks as it did while it loads`, async ({ browser, stage }) => {
    const { page } = await openAs(browser, stage, who)
    await breakNode(page, stage, 'silent')
    await page.goto(path)
    await expect(page.getByRole('status', { name: 'Loading…' })).toBeVisible()
    await standStill(page, stage.market.facts.rpc_url)
    await comparePictures(page, `${name}-loading`)
    await page.context().close()
  })

  test(`${name} looks as it did without the network`, async ({ browser, stage }) => {
    const { page } = await openAs(browser, stage, who)
    await breakNode(page, stage, 'down')
    await page.goto(path)
    await expect(page.getByText("The network can't be reached")).toBeVisible()
    await expect(page.getByRole('status', { name: 'Loading…' })).toHaveCount(0)
    // Who can't be asked for is not unknown.
    await expect(page.getByText('Your account is new')).toHaveCount(0)
    await standStill(page, stage.market.facts.rpc_url)
    await comparePictures(page, `${name}-down`)
    await page.context().close()
  })
}

test('the list looks as it did when the network is lost', async ({ browser, stage }) => {
  const { page } = await openAs(browser, stage, 'nobody')
  await page.goto('/')
  await expect(page.getByText('Busy', { exact: true }).nth(1)).toBeVisible()
  await breakNode(page, stage, 'down')
  await expect(page.getByText('What you see is from')).toBeVisible()
  await standStill(page, stage.market.facts.rpc_url)
  await comparePictures(page, 'gpus-lost')
  await page.context().close()
})

/** Up to where the wallet is asked. */
async function signAndPay(page: Page): Promise<void> {
  await page.goto('/rent/0')
  await expect(page.getByRole('button', { name: /^Account/ })).toContainText('XLM')
  await expect(page.getByText('This GPU is working on a job')).toBeVisible()
  await page.getByLabel('Title').fill('Fine-tune the speech model')
  const file = { name: 'tune.py', mimeType: 'text/x-python', buffer: Buffer.from('print(1)\n') }
  await page.getByLabel('Upload a file').setInputFiles(file)
  await page.getByRole('button', { name: 'Review and pay' }).click()
  await page.getByRole('button', { name: 'Sign and pay' }).click()
}

test('a payment looks as it did while the wallet asks', async ({ browser, stage }) => {
  const { page, freighter } = await openAs(browser, stage, 'carol')
  const decide = freighter.thinks()
  await signAndPay(page)
  const asking = page.getByRole('listitem').filter({ hasText: 'Waiting for your wallet' })
  await expect(asking).not.toHaveClass(/text-muted/)
  await standStill(page, stage.market.facts.rpc_url)
  await comparePictures(page, 'confirm-signing', true)
  freighter.declines = true
  decide()
  await page.context().close()
})

test('a payment looks as it did when the wallet declined', async ({ browser, stage }) => {
  const { page, freighter } = await openAs(browser, stage, 'carol')
  freighter.declines = true
  await signAndPay(page)
  await expect(page.getByText('You declined in the wallet')).toBeVisible()
  await standStill(page, stage.market.facts.rpc_url)
  await comparePictures(page, 'confirm-declined', true)
  await page.context().close()
})

test('a wallet on another network looks as it did', async ({ browser, stage }) => {
  const { page, freighter } = await openAs(browser, stage, 'carol')
  freighter.passphrase = 'Public Global Stellar Network ; September 2015'
  await page.goto('/')
  await expect(page.getByText('Busy', { exact: true }).nth(1)).toBeVisible()
  await expect(page.getByText('another network')).toBeVisible()
  await standStill(page, stage.market.facts.rpc_url)
  await comparePictures(page, 'gpus-wrong-network')
  await page.context().close()
})
