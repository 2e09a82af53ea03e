// A provider's cards. Those here are a stand-in's, see support/worker.ts; the worker and its readings are real.
import { connectFreighter, expect, test } from './support/test'
import { type Card, PairedWorker } from './support/worker'

const FIRST: Card = {
  uuid: 'GPU-11111111',
  bus: '00000000:01:00.0',
  model: 'NVIDIA GeForce RTX 4090',
  memoryMib: 24564,
  utilization: 12,
  celsius: 44,
  watts: 31,
}
const SECOND: Card = {
  ...FIRST,
  uuid: 'GPU-22222222',
  bus: '00000000:02:00.0',
  model: 'NVIDIA A2',
  memoryMib: 15356,
}

test("a provider watches each card, and is told of one that is gone and of one that isn't what was registered", async ({
  newPerson,
  market,
}) => {
  const { page, freighter } = await newPerson({
    freighter: true,
    mayFail: /ERR_CONNECTION_REFUSED/,
  })
  const address = freighter.key.publicKey()
  await market.fund(address)
  await page.goto('/provide')
  await connectFreighter(page)
  await page.getByRole('button', { name: 'Register a GPU' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Pair your worker first')).toBeVisible()
  await dialog.getByLabel('Model').fill('NVIDIA GeForce RTX 3060')
  await dialog.getByLabel('Memory, GB').fill('12')
  await dialog.getByLabel('XLM per hour').fill('1')
  await dialog.getByRole('button', { name: 'Sign and register' }).click()
  await expect(dialog.getByText(/Confirmed in ledger \d+/)).toBeVisible()
  await page.keyboard.press('Escape')

  const worker = await PairedWorker.start(market, 'jule', address, [FIRST, SECOND])
  await page.getByRole('link', { name: 'Worker', exact: true }).click()
  await page.getByLabel("Worker's address").fill(worker.url)
  await page.getByLabel('Pairing token').fill(worker.token)
  await page.getByRole('button', { name: 'Pair', exact: true }).click()
  const card = (uuid: string) => page.locator('section').filter({ hasText: uuid }).last()
  await expect(card(FIRST.uuid)).toContainText('44 °C')
  await expect(card(FIRST.uuid)).toContainText('31 W')
  await expect(card(FIRST.uuid)).toContainText('12 %')
  await expect(card(SECOND.uuid)).toContainText('NVIDIA A2')

  worker.setCards([{ ...FIRST, celsius: 71, watts: 412, utilization: 98 }, SECOND])
  await expect(card(FIRST.uuid)).toContainText('71 °C')
  await expect(card(FIRST.uuid)).toContainText('412 W')
  await expect(card(FIRST.uuid)).toContainText('98 %')
  await expect(card(FIRST.uuid).locator('polyline')).toHaveCount(3)

  worker.setCards([FIRST, { ...SECOND, lost: true }])
  await expect(card(SECOND.uuid)).toContainText('Gone: the driver no longer lists it')
  await expect(page.getByText('has fallen off the bus')).toBeVisible()
  await expect(card(SECOND.uuid)).not.toContainText('°C')
  await expect(card(FIRST.uuid)).not.toContainText('Gone')

  await page.getByRole('link', { name: 'GPUs', exact: true }).last().click()
  const row = page.getByRole('listitem').filter({ hasText: 'RTX 3060' })
  await expect(row).toContainText('Your worker takes no jobs for it: no free card of this machine')
  await page.getByRole('button', { name: 'Register a GPU' }).click()
  await expect(dialog.getByRole('button', { name: /NVIDIA A2/ })).toBeHidden()
  await dialog.getByRole('button', { name: /RTX 4090/ }).click()
  await expect(dialog.getByLabel('Model')).toHaveValue(FIRST.model)
  await expect(dialog.getByLabel('Memory, GB')).toHaveValue('24')

  // What was seen before is still there when the view is opened again.
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Worker', exact: true }).click()
  await expect(card(SECOND.uuid)).toContainText('Gone')
  worker.setCards([FIRST, SECOND])
  await expect(card(SECOND.uuid)).not.toContainText('Gone')
  await expect(page.getByText('Healthy')).toBeVisible()
  await worker.stop()
  await expect(page.getByText('Does not answer')).toBeVisible()
  await expect(page.getByText('Healthy')).toBeHidden()
  await expect(card(FIRST.uuid)).toBeHidden()
})
