// From the wallet to the ledger when something on the way is slow, gone, or not who it was.
import type { Page } from '@playwright/test'
import { Keypair } from '@stellar/stellar-sdk/base'
import type { Market } from './support/market'
import { connectFreighter, expect, type Person, stateOf, test } from './support/test'

const UNREACHABLE = /ERR_FAILED|ERR_INTERNET_DISCONNECTED/

async function readyToPay(
  { page, freighter }: Person,
  market: Market,
  title: string,
): Promise<ReturnType<Page['getByRole']>> {
  await market.fund(freighter.key.publicKey())
  await page.goto(`/rent/${market.facts.gpu_id}`)
  await connectFreighter(page)
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Upload a file').setInputFiles({
    name: 'job.py',
    mimeType: 'text/x-python',
    buffer: Buffer.from('print(1)'),
  })
  await page.getByRole('button', { name: 'Review and pay' }).click()
  return page.getByRole('dialog')
}

/** Requests still reach the network; what it answers to these does not come back. */
async function loseAnswers(page: Page, market: Market, methods: RegExp): Promise<void> {
  await page.route(market.facts.rpc_url, async (route) => {
    if (!methods.test(route.request().postData() ?? '')) return route.fallback()
    await route.fetch()
    await route.abort()
  })
}

async function expectOneJob(page: Page, title: string): Promise<void> {
  await page.goto('/jobs')
  await expect(page.getByRole('link', { name: new RegExp(title) })).toHaveCount(1)
}

test('who stops waiting for the wallet pays nothing, even if it signs after all', async ({
  newPerson,
  market,
}) => {
  const person = await newPerson({ freighter: true })
  const dialog = await readyToPay(person, market, 'Slow wallet')
  const answer = person.freighter.thinks()
  await dialog.getByRole('button', { name: 'Sign and pay' }).click()
  await expect(dialog.getByText('Its window may be behind this one')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Sign and pay' })).toBeDisabled()
  await dialog.getByRole('button', { name: 'Stop waiting' }).click()
  await expect(dialog.getByText('You stopped waiting for the wallet')).toBeVisible()
  answer()
  await expect.poll(() => person.freighter.signed.length).toBe(1)

  await dialog.getByRole('button', { name: 'Try again' }).click()
  await expect(dialog.getByRole('link', { name: 'Watch the job' })).toBeVisible()
  expect(person.freighter.signed).toHaveLength(2)
  await expectOneJob(person.page, 'Slow wallet')
})

test('what another account signs is not sent', async ({ newPerson, market }) => {
  const person = await newPerson({ freighter: true })
  const dialog = await readyToPay(person, market, 'Wrong hands')
  const own = person.freighter.key
  const answer = person.freighter.thinks()
  await dialog.getByRole('button', { name: 'Sign and pay' }).click()
  await expect(dialog.getByText('Its window may be behind this one')).toBeVisible()
  person.freighter.key = Keypair.random()
  answer()
  await expect(dialog.getByText('The wallet is on another account')).toBeVisible()

  person.freighter.key = own
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await expect(dialog.getByRole('link', { name: 'Watch the job' })).toBeVisible()
  await expectOneJob(person.page, 'Wrong hands')
})

test('a payment whose answer was lost is found, and not made twice', async ({
  newPerson,
  market,
}) => {
  const person = await newPerson({ freighter: true, mayFail: UNREACHABLE })
  const dialog = await readyToPay(person, market, 'Lost answer')
  let lost = 0
  await person.page.route(market.facts.rpc_url, async (route) => {
    if (!/sendTransaction/.test(route.request().postData() ?? '') || lost++ > 0)
      return route.fallback()
    await route.fetch()
    await route.abort()
  })
  await dialog.getByRole('button', { name: 'Sign and pay' }).click()
  await expect(dialog.getByText(/Confirmed in ledger \d+/)).toBeVisible()
  expect(lost).toBeGreaterThan(0)
  expect(person.freighter.signed).toHaveLength(1)
  await expectOneJob(person.page, 'Lost answer')
})

test('a payment that nobody can say the end of is asked for again, not made again', async ({
  newPerson,
  market,
}) => {
  const person = await newPerson({ freighter: true, mayFail: UNREACHABLE })
  const { page } = person
  const dialog = await readyToPay(person, market, 'Left open')
  await loseAnswers(page, market, /sendTransaction|getTransaction/)
  await dialog.getByRole('button', { name: 'Sign and pay' }).click()
  await expect(dialog.getByText('The network does not answer')).toBeVisible()
  await dialog.getByRole('button', { name: 'Stop waiting' }).click()
  await expect(dialog.getByText('nobody can say yet')).toBeVisible()
  await expect(dialog.getByRole('link', { name: /^Transaction/ })).toBeVisible()

  await page.unroute(market.facts.rpc_url)
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await expect(dialog.getByRole('link', { name: 'Watch the job' })).toBeVisible()
  expect(person.freighter.signed).toHaveLength(1)
  await expectOneJob(page, 'Left open')
})

test("a transaction leads to the network's explorer where it has one", async ({
  newPerson,
  market,
}) => {
  const person = await newPerson({ freighter: true })
  await person.page.route('/carrot.json', async (route) => {
    const config = await (await route.fetch()).json()
    config.network.transactionUrl = 'https://explorer.example/tx/{hash}'
    await route.fulfill({ json: config })
  })
  const dialog = await readyToPay(person, market, 'Explored')
  await dialog.getByRole('button', { name: 'Sign and pay' }).click()
  await expect(dialog.getByText(/Confirmed in ledger \d+/)).toBeVisible()
  const link = dialog.getByRole('link', { name: /^Transaction/ })
  await expect(link).toHaveAttribute('href', /^https:\/\/explorer\.example\/tx\/[0-9a-f]{64}$/)
  await expect(link).toHaveAttribute('target', '_blank')
  await expect(link).toHaveAttribute('rel', 'noreferrer')
  await dialog.getByRole('link', { name: 'Watch the job' }).click()
  await expect(stateOf(person.page, 'Completed')).toBeVisible()
})
