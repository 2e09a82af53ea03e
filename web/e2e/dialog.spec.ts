import { connectFreighter, expect, test } from './support/test'

test('a dialog stays while the wallet is asked, and comes back for the next job', async ({
  newPerson,
  market,
}) => {
  const { page, freighter } = await newPerson({ freighter: true })
  await market.fund(freighter.key.publicKey())
  await page.goto(`/rent/${market.facts.gpu_id}`)
  await connectFreighter(page)
  const fill = async (title: string) => {
    await page.getByLabel('Title').fill(title)
    await page.getByLabel('Upload a file').setInputFiles({
      name: 'job.py',
      mimeType: 'text/x-python',
      buffer: Buffer.from('print(1)'),
    })
    await page.getByRole('button', { name: 'Review and pay' }).click()
  }
  const dialog = page.getByRole('dialog')
  await fill('The first')
  const answer = freighter.thinks()
  await dialog.getByRole('button', { name: 'Sign and pay' }).click()
  await expect(dialog.getByText('Waiting for your wallet')).toBeVisible()
  // Chromium closes a dialog at the second Escape, whatever its page says.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeVisible()
  answer()
  await expect(dialog.getByRole('link', { name: 'Watch the job' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  await fill('The second')
  await expect(dialog.getByRole('button', { name: 'Sign and pay' })).toBeVisible()
  await expect(dialog).toContainText('The second')
})
