import AxeBuilder from '@axe-core/playwright'
import { connectDemo, connectFreighter, expect, stateOf, test } from './support/test'

test("a call's transaction is shown with what it asked for and what came of it", async ({
  newPerson,
  market,
}) => {
  const { page } = await newPerson()
  await page.goto(`/rent/${market.facts.gpu_id}`)
  await connectDemo(page, 'alice')
  await page.getByLabel('Title').fill('On the record')
  await page.getByLabel('Upload a file').setInputFiles({
    name: 'job.py',
    mimeType: 'text/x-python',
    buffer: Buffer.from("print('<b>on the record</b>')"),
  })
  await page.getByRole('button', { name: 'Review and pay' }).click()
  await page.getByRole('button', { name: 'Sign and pay' }).click()
  await page.getByRole('link', { name: 'Watch the job' }).click()
  await expect(stateOf(page, 'Completed')).toBeVisible()
  const transactions = page.locator('section').filter({ hasText: 'Transactions' }).last()
  for (const name of ['Posted', 'Claimed', 'Completed'])
    await expect(transactions.getByRole('link', { name })).toBeVisible()

  await transactions.getByRole('link', { name: 'Posted' }).click()
  await expect(page.getByText('Succeeded')).toBeVisible()
  const call = page.locator('section').filter({ hasText: 'What was called' })
  await expect(call).toContainText('post_job')
  await expect(call).toContainText('Job marketplace')
  await expect(call).toContainText('compute_hours')
  await expect(call).toContainText('2 XLM')
  await expect(call).toContainText("print('<b>on the record</b>')")
  const events = page.getByRole('listitem')
  await expect(events.filter({ hasText: 'job_posted' })).toContainText('Job marketplace')
  await expect(events.filter({ hasText: 'transfer' })).toContainText('2 XLM')

  await page.setViewportSize({ width: 360, height: 800 })
  const wide = () => document.documentElement.scrollWidth > document.documentElement.clientWidth
  expect(await page.evaluate(wide)).toBe(false)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  }
})

test('a hash that is none, or that nobody knows, is told as that', async ({ newPerson }) => {
  const { page } = await newPerson()
  await page.goto('/transactions/0123')
  await expect(page.getByText("This is no transaction's hash")).toBeVisible()
  await page.goto(`/transactions/${'0f'.repeat(32)}`)
  await expect(page.getByText('The network knows no such transaction')).toBeVisible()
  await expect(page.getByText('from ledger 1 on')).toBeVisible()
})

test('a call that fails in its ledger says why, and leads to its transaction', async ({
  newPerson,
  market,
}) => {
  const { page, freighter } = await newPerson({ freighter: true })
  await market.fund(freighter.key.publicKey())
  await market.run('key', 'generate', 'kim')
  await market.run('key', 'fund', 'kim')
  const gpu = ['gpu', 'register', '--model', 'Raced 1', '--vram-gb', '8', '--price', '1']
  await market.run(...gpu, '--key', 'kim')
  await page.goto('/?model=Raced')
  await connectFreighter(page)
  await page.getByRole('link', { name: /Hire GPU \d+, Raced 1/ }).click()
  await page.getByLabel('Title').fill('Raced')
  await page.getByLabel('Upload a file').setInputFiles({
    name: 'job.py',
    mimeType: 'text/x-python',
    buffer: Buffer.from('print(1)'),
  })
  await page.getByRole('button', { name: 'Review and pay' }).click()
  await page.getByRole('button', { name: 'Sign and pay' }).click()
  await page.getByRole('link', { name: 'Watch the job' }).click()
  await page.getByRole('button', { name: 'Cancel the job' }).click()
  const dialog = page.getByRole('dialog')
  const answer = freighter.thinks()
  await dialog.getByRole('button', { name: 'Cancel the job' }).click()
  await expect(dialog.getByText('Waiting for your wallet')).toBeVisible()
  // While the person thinks, the provider claims.
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await market.run('job', 'claim', id, '--key', 'kim')
  answer()
  await expect(dialog.getByText('The provider still has time for this job.')).toBeVisible()
  await dialog.getByRole('link', { name: /Transaction/ }).click()
  await expect(page.getByText('It failed in its ledger. Only its fee was paid.')).toBeVisible()
  await expect(page.getByText('The provider still has time for this job.')).toBeVisible()
  await expect(page.getByText('cancel_job')).toBeVisible()
})
