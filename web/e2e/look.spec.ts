import { barriersOn } from './support/pictures'
import { connectDemo, expect, test } from './support/test'

const VIEWS = {
  gpus: '/',
  rent: '/rent/0',
  jobs: '/jobs?all=true',
  provide: '/provide',
  'provide-jobs': '/provide/jobs',
  worker: '/provide/worker',
  earnings: '/provide/earnings',
  missing: '/nowhere',
}

// 320 px is a desk's width at 400 % (WCAG 1.4.10).
const WIDTHS = { zoomed: 320, phone: 360, tablet: 820, desk: 1440 }

for (const theme of ['light', 'dark'] as const) {
  test(`every view is accessible and fits every width, ${theme}`, async ({ newPerson }, info) => {
    const { page } = await newPerson()
    await page.emulateMedia({ colorScheme: theme })
    await page.goto('/')
    await connectDemo(page, 'bob')
    for (const [name, path] of Object.entries(VIEWS)) {
      await page.goto(path)
      await expect(
        page.getByRole('heading', { level: 1 }).or(page.getByText('There is nothing here')),
      ).toBeVisible()
      await expect(page.getByRole('status', { name: 'Loading…' })).toHaveCount(0)
      expect(await barriersOn(page), `${name} in ${theme}`).toEqual([])
      for (const [size, width] of Object.entries(WIDTHS)) {
        await page.setViewportSize({ width, height: 900 })
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(overflow, `${name} is wider than a ${size}`).toBeLessThanOrEqual(0)
        await page.screenshot({
          path: info.outputPath(`${name}-${size}-${theme}.png`),
          fullPage: true,
        })
      }
    }
  })
}

test('the page speaks German, and keeps language and theme', async ({ newPerson }) => {
  const { page } = await newPerson()
  await page.goto('/')
  await page.getByLabel('Language').selectOption('de')
  await expect(page.getByRole('heading', { name: 'GPUs zu mieten' })).toBeVisible()
  await expect(page).toHaveTitle('GPUs zu mieten · Carrot')
  await page.getByRole('button', { name: 'Dunkle Ansicht' }).click()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'GPUs zu mieten' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
})

test('what is chosen shows in the person’s own colours, and nothing moves for who wants that', async ({
  newPerson,
  market,
}) => {
  const { page } = await newPerson()
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  await page.goto(`/rent/${market.facts.gpu_id}`)
  const chosen = page.locator('label', { hasText: 'Python script' })
  await expect(chosen).toHaveCSS('outline-style', 'solid')
  await expect(page.locator('label', { hasText: 'Container image' })).toHaveCSS(
    'outline-style',
    'none',
  )
  const moving = await page.evaluate(
    () =>
      document.getAnimations().filter((each) => Number(each.effect?.getTiming().duration) > 1)
        .length,
  )
  expect(moving).toBe(0)
})

test('everything is reached by keyboard', async ({ newPerson }) => {
  const { page } = await newPerson()
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'GPUs for hire' })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('#content')).toBeFocused()
  await page.getByRole('button', { name: 'Connect wallet' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('button', { name: 'Connect wallet' })).toBeFocused()
})
