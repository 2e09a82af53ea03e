// The page as an app: installed, without a network, after an update, and in the background.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { StaticHost } from './support/static-host'
import { connectDemo, expect, stateOf, test } from './support/test'

const carrot =
  process.env.CARROT ?? fileURLToPath(new URL('../../build/dev/bin/carrot', import.meta.url))
const built = join(carrot, '../../share/carrot/web')

async function serviceWorkerIsReady(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
}

/** What a tab that somebody has put aside knows of itself; headless Chromium shows every page. */
async function putAside(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { get: () => true })
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })
    document.dispatchEvent(new Event('visibilitychange'))
  })
}

const notifications = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    const shown = await registration.getNotifications()
    return shown.map(({ title, body }) => `${title} | ${body}`)
  })

test('the page can be installed', async ({ newPerson }) => {
  const { page } = await newPerson()
  await page.goto('/')
  await serviceWorkerIsReady(page)
  const session = await page.context().newCDPSession(page)
  const { errors, data, url } = await session.send('Page.getAppManifest')
  expect(errors).toEqual([])
  expect(new URL(url).pathname).toBe('/manifest.webmanifest')
  const manifest = JSON.parse(data ?? '') as {
    icons: { src: string; sizes: string; type: string; purpose?: string }[]
    shortcuts: { url: string }[]
  }
  expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true)
  for (const { src, sizes, type } of manifest.icons) {
    const answer = await page.request.get(`/${src}`)
    expect(answer.headers()['content-type']).toBe(type)
    if (type !== 'image/png') continue
    const picture = await answer.body()
    expect(`${picture.readUInt32BE(16)}x${picture.readUInt32BE(20)}`).toBe(sizes)
  }
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
  // Playwright's contexts are private windows, from which nothing is installed.
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito'])
})

test('the page starts without a network, and goes on when it is back', async ({ newPerson }) => {
  const { page } = await newPerson({ mayFail: /ERR_INTERNET_DISCONNECTED|ERR_FAILED/ })
  await page.goto('/')
  await serviceWorkerIsReady(page)
  await connectDemo(page, 'bob')
  await page.context().setOffline(true)
  await page.goto('/jobs')
  await expect(page.getByText('nothing of the market can be shown')).toBeVisible()
  await expect(page.getByRole('navigation').first()).toBeVisible()
  for (const view of ['/provide/earnings', '/provide/jobs']) {
    await page.goto(view)
    await expect(page.getByText("The list of jobs can't be read")).toBeVisible()
  }
  await page.goto('/')
  await expect(page.getByText('nothing of the market can be shown')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  await page.context().setOffline(false)
  await expect(page.getByRole('link', { name: /Hire GPU/ }).first()).toBeVisible()
  await expect(page.getByText('nothing of the market can be shown')).toBeHidden()
})

test('a newer build is told of, loaded when asked, and never hidden behind the old one', async ({
  newPerson,
  market,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'carrot-test-build-'))
  cpSync(built, folder, { recursive: true })
  const facts = await fetch(`${market.facts.web_url}/carrot.json`)
  writeFileSync(join(folder, 'carrot.json'), await facts.text())
  // Its origin is none that the market's worker knows, which the page only tells where it is asked for.
  const host = await StaticHost.start(folder)
  const { page } = await newPerson()
  try {
    await page.goto(host.url)
    await serviceWorkerIsReady(page)
    buildAgain(folder)
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update())
    await expect(page.getByText('There is a newer version of this page.')).toBeVisible()
    await page.getByRole('button', { name: 'Load it' }).click()
    await expect(page.locator('meta[name="second-build"]')).toBeAttached()
    await expect(page.getByText('There is a newer version of this page.')).toBeHidden()
    await page.goto(host.url)
    await expect(page.locator('meta[name="second-build"]')).toBeAttached()
  } finally {
    await host.stop()
    rmSync(folder, { recursive: true })
  }
})

/** Another entry script, as any change of the sources makes. */
function buildAgain(folder: string): void {
  const assets = join(folder, 'assets')
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  const entry = /<script[^>]+src="\/assets\/([^"]+\.js)"/.exec(html)?.[1] ?? ''
  expect(readdirSync(assets)).toContain(entry)
  cpSync(join(assets, entry), join(assets, 'page-second.js'))
  const renamed = html
    .replace(entry, 'page-second.js')
    .replace('<title>', '<meta name="second-build" /><title>')
  writeFileSync(join(folder, 'index.html'), renamed)
  const worker = readFileSync(join(folder, 'sw.js'), 'utf8')
  writeFileSync(
    join(folder, 'sw.js'),
    worker.replace(entry, 'page-second.js').replace(/id:`\w+`/, 'id:`second`'),
  )
}

test('which market it is is never kept while the host can say it', async ({ newPerson }) => {
  const { page } = await newPerson()
  await page.goto('/')
  await serviceWorkerIsReady(page)
  const answer = await page.request.get('/carrot.json')
  expect(answer.headers()['cache-control']).toBe('no-cache')
  const kept = await page.evaluate(async () => {
    const cache = await caches.open('carrot-market')
    await cache.put('/carrot.json', new Response('{"old": true}'))
    return (await fetch('/carrot.json')).json() as Promise<object>
  })
  expect(kept).toHaveProperty('network')
  const names = await page.evaluate(async () => {
    const all = await Promise.all(
      (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
    )
    return all.flat().map(({ url }) => url)
  })
  for (const name of names) expect(new URL(name).origin).toBe(new URL(page.url()).origin)
})

test('notifications are refused by the browser, turned on, tried and turned off', async ({
  newPerson,
}) => {
  const { page } = await newPerson()
  await page.goto('/')
  await serviceWorkerIsReady(page)
  await page.getByRole('button', { name: 'Notifications' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Your browser refuses notifications')).toBeVisible()
  await page.context().grantPermissions(['notifications'])
  await expect(dialog.getByText('Connect a wallet')).toBeVisible()
  await dialog.getByRole('button', { name: 'Turn on notifications' }).click()
  await expect(dialog.getByText('Notifications are on.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Show one now' }).click()
  await expect
    .poll(() => notifications(page))
    .toEqual(['Carrot | This is how you will hear of your jobs.'])
  await dialog.getByRole('button', { name: 'Turn off' }).click()
  await expect(dialog.getByRole('button', { name: 'Turn on notifications' })).toBeVisible()
})

test('both sides of a job hear of it while their pages lie in the background', async ({
  newPerson,
  market,
}) => {
  const people = { alice: await newPerson(), bob: await newPerson() }
  for (const name of ['alice', 'bob'] as const) {
    const { page } = people[name]
    await page.context().grantPermissions(['notifications'])
    await page.goto('/')
    await serviceWorkerIsReady(page)
    await connectDemo(page, name)
    await page.getByRole('button', { name: 'Notifications' }).click()
    await page.getByRole('button', { name: 'Turn on notifications' }).click()
    await expect(page.getByText('Notifications are on.')).toBeVisible()
    await page.keyboard.press('Escape')
    await putAside(page)
  }
  const script = join(market.folder, 'background.py')
  writeFileSync(script, "print('done')\n")
  await market.run('job', 'run', script, '--gpu', String(market.facts.gpu_id), '--key', 'alice')

  await expect
    .poll(async () => (await notifications(people.alice.page)).sort())
    .toEqual([
      expect.stringMatching(/^Job \d+ is claimed \|/),
      expect.stringMatching(/^Job \d+ is completed \| Its result is there\.$/),
    ])
  await expect
    .poll(async () => (await notifications(people.bob.page)).sort())
    .toEqual([
      expect.stringMatching(/^A job for your .+ \| Job \d+: 1 hour, .+ XLM$/),
      expect.stringMatching(/^You earned 1\.9 XLM \| Job \d+ is completed and paid\.$/),
    ])

  // A click leads to the job, in the page that is open already.
  const [worker] = people.alice.page.context().serviceWorkers()
  await worker?.evaluate(async () => {
    const self = globalThis as unknown as {
      registration: ServiceWorkerRegistration
      dispatchEvent: (event: Event) => void
    }
    const [notification] = await self.registration.getNotifications()
    const Click = (
      globalThis as unknown as { NotificationEvent: new (n: string, o: object) => Event }
    ).NotificationEvent
    self.dispatchEvent(new Click('notificationclick', { notification }))
  })
  await expect(people.alice.page).toHaveURL(/\/jobs\/\d+$/)
  await expect(stateOf(people.alice.page, 'Completed')).toBeVisible()
})
