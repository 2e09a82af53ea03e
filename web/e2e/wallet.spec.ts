import { Keypair } from '@stellar/stellar-sdk/base'
import { connectFreighter, expect, test } from './support/test'

const connect = 'Connect wallet'

test('Freighter connects, is declined, locked, switched and disconnected', async ({
  newPerson,
}) => {
  const { page, freighter } = await newPerson({ freighter: true })
  await page.goto('/')
  const open = async () => {
    await page.getByRole('button', { name: connect }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Freighter/ })
      .click()
  }

  freighter.declines = true
  await open()
  await expect(page.getByText('You declined.')).toBeVisible()
  freighter.declines = false
  freighter.locked = true
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Freighter/ })
    .click()
  await expect(page.getByText('Freighter is locked.')).toBeVisible()
  freighter.locked = false
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Freighter/ })
    .click()
  const account = (key: Keypair) =>
    page.getByRole('button', {
      name: `Account ${key.publicKey().slice(0, 6)}…${key.publicKey().slice(-4)}`,
    })
  await expect(account(freighter.key)).toBeVisible()

  freighter.key = Keypair.random()
  await expect(account(freighter.key)).toBeVisible()

  await page.reload()
  await expect(account(freighter.key)).toBeVisible()
  await account(freighter.key).click()
  await page.getByRole('menuitem', { name: 'Disconnect' }).click()
  await expect(page.getByRole('button', { name: connect })).toBeVisible()
})

test('a wallet on another network signs nothing and is told how to switch', async ({
  newPerson,
  market,
}) => {
  const { page, freighter } = await newPerson({ freighter: true })
  freighter.passphrase = 'Test SDF Network ; September 2015'
  await page.goto(`/rent/${market.facts.gpu_id}`)
  await page.getByRole('button', { name: connect }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Freighter/ })
    .click()
  await expect(page.getByText('Your wallet is on another network')).toBeVisible()
  await page.getByRole('button', { name: 'Show me how to switch' }).click()
  await expect(page.getByRole('dialog').getByText(market.facts.rpc_url)).toBeVisible()
  await page.keyboard.press('Escape')

  freighter.passphrase = 'Standalone Network ; February 2017'
  await expect(page.getByText('Your wallet is on another network')).toBeHidden()
  expect(freighter.signed).toEqual([])
})

test('without the extension the page says where to get it', async ({ newPerson }) => {
  const { page } = await newPerson()
  await page.goto('/')
  await page.getByRole('button', { name: connect }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Freighter/ })
    .click()
  await expect(page.getByText('Freighter is not in this browser.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'freighter.app' })).toBeVisible()
})

test('no key is kept in the browser, not even of a demo account', async ({ newPerson }) => {
  const { page } = await newPerson()
  await page.goto('/')
  await page.getByRole('button', { name: connect }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'alice' }).click()
  await expect(page.getByRole('button', { name: 'Account alice' })).toBeVisible()
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
  expect(kept).not.toMatch(/S[A-Z2-7]{55}/)
  expect(kept).toContain('alice')
})

test('a wallet that is asked and does not answer can be left, and its late answer is not heard', async ({
  newPerson,
}) => {
  const { page, freighter } = await newPerson({ freighter: true })
  await page.goto('/')
  const dialog = page.getByRole('dialog')
  const answer = freighter.thinks()
  await page.getByRole('button', { name: connect }).click()
  await dialog.getByRole('button', { name: /Freighter/ }).click()
  await expect(dialog.getByText('Waiting for your wallet')).toBeVisible()
  await dialog.getByRole('button', { name: 'Stop waiting' }).click()
  await dialog.getByRole('button', { name: 'alice' }).click()
  await expect(page.getByRole('button', { name: 'Account alice' })).toBeVisible()
  answer()
  await expect.poll(() => freighter.allowed).toBe(true)
  await expect(page.getByRole('button', { name: 'Account alice' })).toBeVisible()
})

test('a wallet that is locked meanwhile is taken up again when it is unlocked', async ({
  newPerson,
}) => {
  const { page, freighter } = await newPerson({ freighter: true })
  await page.goto('/')
  await connectFreighter(page)
  const account = page.getByRole('button', { name: /^Account G/ })
  freighter.locked = true
  await expect(page.getByText('Your wallet is locked. Unlock it')).toBeVisible()
  freighter.locked = false
  await expect(account).toBeVisible()
  await expect(page.getByText('Your wallet is locked. Unlock it')).toBeHidden()

  freighter.locked = true
  await page.reload()
  await expect(page.getByRole('button', { name: connect })).toBeVisible()
  freighter.locked = false
  await expect(account).toBeVisible()
})
