import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectDemo, expect, test } from './support/test'

test('a provider registers a GPU, sets its price and takes it off the market', async ({
  newPerson,
  market,
}) => {
  const { page, freighter } = await newPerson({ freighter: true })
  await market.fund(freighter.key.publicKey())
  await page.goto('/provide')
  await page.getByRole('button', { name: 'Connect wallet' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Freighter/ })
    .click()
  await expect(page.getByText('You offer no GPU yet')).toBeVisible()

  await page.getByRole('button', { name: 'Register a GPU' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Sign and register' }).click()
  await expect(dialog.getByText('1 to 64 bytes.')).toBeVisible()
  await dialog.getByLabel('Model').fill('Test Card 9000')
  await dialog.getByLabel('Memory, GB').fill('48')
  await dialog.getByLabel('XLM per hour').fill('3,250')
  await dialog.getByRole('button', { name: 'Sign and register' }).click()
  await expect(dialog.getByText('This can mean 3250 or 3.25: write one of them.')).toBeVisible()
  await dialog.getByLabel('XLM per hour').fill('3,25')
  await dialog.getByRole('button', { name: 'Sign and register' }).click()
  await expect(dialog.getByText(/Confirmed in ledger \d+/)).toBeVisible()
  await page.keyboard.press('Escape')
  const row = page.getByRole('listitem').filter({ hasText: 'Test Card 9000' })
  await expect(row).toContainText('3.25 XLM')

  await row.getByRole('button', { name: /Price of GPU/ }).click()
  await page.getByRole('dialog').getByLabel('XLM per hour').fill('0.0000001')
  await page.getByRole('dialog').getByRole('button', { name: 'Set the price' }).click()
  await expect(dialog.getByText(/Confirmed in ledger \d+/)).toBeVisible()
  await expect(row).toContainText('0.0000001 XLM')
  await page.keyboard.press('Escape')

  await row.getByRole('button', { name: /^Take off/ }).click()
  await expect(row).toContainText('Not available')
})

test('a provider watches the autonomous worker earn', async ({ newPerson, market }) => {
  const { page } = await newPerson()
  await page.goto('/provide/worker')
  await connectDemo(page, 'bob')
  // Without its token, by the endpoint that it has told the registry.
  const told = page.locator('section').filter({ hasText: market.facts.worker_url })
  await expect(told).toContainText('Healthy')
  await expect(told).toContainText('Autonomous: it claims and completes by itself')
  await expect(told).toContainText('Paired, it also shows this page')
  await page.getByLabel("Worker's address").fill(market.facts.worker_url)
  await page.getByLabel('Pairing token').fill('wrong')
  await page.getByRole('button', { name: 'Pair', exact: true }).click()
  await expect(page.getByText('does not know this token')).toBeVisible()
  await page.getByLabel('Pairing token').fill((await market.run('worker', 'token')).trim())
  await page.getByRole('button', { name: 'Pair', exact: true }).click()
  await expect(page.getByText('Healthy')).toBeVisible()
  await expect(page.getByText('Autonomous: it claims and completes by itself')).toBeVisible()

  const script = join(market.folder, 'hello.py')
  writeFileSync(script, "print('hello')")
  const job = [
    'job',
    'post',
    script,
    '--description',
    'Say hello',
    '--gpu',
    `${market.facts.gpu_id}`,
  ]
  const { job_id: id } = JSON.parse(await market.run(...job, '--key', 'alice', '--json'))
  await page.getByRole('link', { name: 'Jobs', exact: true }).last().click()
  await expect(page.getByRole('link', { name: /Say hello/ })).toContainText('Completed')
  await page.getByRole('link', { name: 'Earnings' }).click()
  await expect(page.getByRole('cell', { name: `#${id} Say hello` })).toBeVisible()
  const row = page.getByRole('row', { name: /Say hello/ })
  await expect(row.getByRole('cell', { name: '1.90 XLM' })).toBeVisible()
})
