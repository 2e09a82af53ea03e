// How each view looks, in both themes at three widths.
import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'
import { comparePictures, test } from './support/pictures'
import type { Stage } from './support/stage'
import { openAs, standStill, type Who } from './support/still'

interface View {
  path: string | ((jobs: Stage['jobs']) => string)
  who?: Who
  /** brings the view into its state, and waits for it */
  ready?: (page: Page) => Promise<unknown>
  /** a window above the page is seen as a person sees it, without what is further down */
  dialog?: boolean
}

const SCRIPT = "import torch\n\nfor epoch in range(12):\n    print(f'epoch {epoch}')\n"

async function fillForm(page: Page): Promise<void> {
  await page.getByLabel('Title').fill('Fine-tune the speech model')
  const file = { name: 'tune.py', mimeType: 'text/x-python', buffer: Buffer.from(SCRIPT) }
  await page.getByLabel('Upload a file').setInputFiles(file)
  await expect(page.getByRole('textbox', { name: 'Script' })).toContainText('epoch')
}

const VIEWS: Record<string, View> = {
  gpus: {
    path: '/',
    who: 'nobody',
    // Jobs are read after GPUs, and one card at a time.
    ready: (page) => expect(page.getByText('Busy', { exact: true }).nth(1)).toBeVisible(),
  },
  'gpus-no-match': { path: '/?model=voodoo', who: 'nobody' },
  rent: { path: '/rent/1', ready: fillForm },
  'rent-mistakes': {
    path: '/rent/2',
    ready: async (page) => {
      await page.getByLabel('Hours').fill('900')
      await page.getByText('Container image').click()
      await page.getByRole('button', { name: 'Add an input' }).click()
      await page.getByRole('button', { name: 'Review and pay' }).click()
      await expect(page.getByText('Name the image.')).toBeVisible()
    },
  },
  confirm: {
    path: '/rent/1',
    dialog: true,
    ready: async (page) => {
      await fillForm(page)
      await page.getByRole('button', { name: 'Review and pay' }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  wallet: {
    path: '/',
    who: 'nobody',
    dialog: true,
    ready: async (page) => {
      await page.getByRole('button', { name: 'Connect wallet' }).click()
      await page.getByRole('button', { name: /Freighter/ }).click()
      await expect(page.getByText('Freighter is not in this browser.')).toBeVisible()
    },
  },
  jobs: { path: '/jobs' },
  'jobs-no-wallet': { path: '/jobs', who: 'nobody' },
  'job-open': { path: (jobs) => `/jobs/${jobs.open}` },
  'job-claimed': {
    path: (jobs) => `/jobs/${jobs.claimed}`,
    ready: async (page) => {
      await expect(page.getByText(/You can cancel in 4[78]:\d\d:\d\d/)).toBeVisible()
      await expect(page.getByRole('button', { name: 'Cancel the job' })).toBeDisabled()
    },
  },
  'job-running': {
    path: (jobs) => `/jobs/${jobs.running}`,
    ready: (page) => expect(page.getByRole('log')).toContainText('epoch 5'),
  },
  'job-completed': {
    path: (jobs) => `/jobs/${jobs.files}`,
    ready: async (page) => {
      await expect(page.getByText('The file is empty.')).toBeVisible()
      await expect(page.getByRole('table')).toBeVisible()
    },
  },
  'job-failed': {
    path: (jobs) => `/jobs/${jobs.failed}`,
    ready: (page) => expect(page.getByText('exit status 1')).toBeVisible(),
  },
  provide: { path: '/provide', who: 'carol' },
  'provide-jobs': { path: '/provide/jobs', who: 'carol' },
  worker: { path: '/provide/worker', who: 'carol' },
  earnings: { path: '/provide/earnings', who: 'carol' },
  missing: { path: '/nowhere', who: 'nobody' },
}

async function show(page: Page, view: View, stage: Stage): Promise<void> {
  const path = typeof view.path === 'string' ? view.path : view.path(stage.jobs)
  // An extension that takes too long to answer is none, and a busy machine takes long.
  await expect(async () => {
    await page.goto(path)
    if (view.who === 'nobody') return
    const account = page.getByRole('button', { name: /^Account/ })
    await expect(account).toContainText('XLM', { timeout: 15_000 })
  }).toPass()
  await expect(
    page.getByRole('heading').or(page.getByText('There is nothing')).first(),
  ).toBeVisible()
  await expect(page.getByRole('status', { name: 'Loading…' })).toHaveCount(0)
  await view.ready?.(page)
  if (path.startsWith('/jobs/')) await expect(page.getByText('Transactions')).toBeVisible()
  await page.evaluate(() => document.fonts.ready)
}

for (const [name, view] of Object.entries(VIEWS)) {
  test(`${name} looks as it did`, async ({ browser, stage }) => {
    const { page } = await openAs(browser, stage, view.who ?? 'alice')
    await show(page, view, stage)
    await standStill(page, stage.market.facts.rpc_url)
    await comparePictures(page, name, view.dialog)
    await page.context().close()
  })
}

const README_VIEWS: Record<string, View & { width: number; height: number; dark?: boolean }> = {
  'page-gpus': { path: '/', width: 1280, height: 800 },
  'page-rent': { path: '/rent/1', ready: fillForm, width: 1280, height: 800 },
  'page-job': {
    path: (jobs) => `/jobs/${jobs.picture}`,
    ready: (page) =>
      expect(page.locator('iframe').contentFrame().locator('img')).toHaveJSProperty(
        'complete',
        true,
      ),
    width: 1280,
    height: 860,
    dark: true,
  },
}

test('the README gets its pictures, where they are asked for', async ({ browser, stage }) => {
  test.skip(!process.env.CARROT_README_PICTURES, 'CARROT_README_PICTURES=1 makes them anew')
  for (const [name, view] of Object.entries(README_VIEWS)) {
    const { page } = await openAs(browser, stage, 'alice')
    await page.emulateMedia({ colorScheme: view.dark ? 'dark' : 'light', reducedMotion: 'reduce' })
    await page.setViewportSize({ width: view.width, height: view.height })
    await show(page, view, stage)
    await standStill(page, stage.market.facts.rpc_url)
    await page.evaluate(() => window.scrollTo(0, 0))
    const path = fileURLToPath(new URL(`../../docs/images/${name}.jpg`, import.meta.url))
    await page.screenshot({ path, type: 'jpeg', quality: 82 })
    await page.context().close()
  }
})
