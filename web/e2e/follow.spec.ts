// How little the page asks the RPC for.
import type { Page } from '@playwright/test'
import { expect, test } from './support/test'

/** The contracts' functions that the page has simulated so far. */
function watchReadings(page: Page): string[] {
  const names: string[] = []
  page.on('request', (request) => {
    if (request.method() !== 'POST') return
    const body = request.postDataJSON() as { method: string; params?: { transaction?: string } }
    if (body.method !== 'simulateTransaction') return
    const bytes = Buffer.from(body.params?.transaction ?? '', 'base64').toString('latin1')
    names.push(/(?:get|list)_[a-z_]+/.exec(bytes)?.[0] ?? 'other')
  })
  return names
}

test('a list is read once, and after that only what an event has changed', async ({
  newPerson,
  market,
}) => {
  const { page } = await newPerson()
  const readings = watchReadings(page)
  await page.goto('/')
  const row = page.getByRole('listitem').filter({ hasText: `#${market.facts.gpu_id}` })
  await expect(row).toBeVisible()
  await expect(page.getByText(/^Ledger \d+/)).toBeVisible()
  expect(readings.filter((name) => name === 'list_gpus')).toHaveLength(1)

  const [before] = (await row.textContent())?.match(/[\d.]+(?= XLM)/) ?? []
  const price = (xlm: string) =>
    market.run('gpu', 'price', String(market.facts.gpu_id), xlm, '--key', 'bob')
  await price('7.25')
  await expect(row).toContainText('7.25')
  await price(before ?? '2')
  await expect(row).not.toContainText('7.25')
  expect(readings.filter((name) => name === 'list_gpus')).toHaveLength(1)
  expect(readings).toContain('get_gpu')
})
