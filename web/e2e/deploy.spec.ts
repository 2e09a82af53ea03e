// The built page on hosts that only send files.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StaticHost } from './support/static-host'
import { connectDemo, expect, test } from './support/test'

const web = fileURLToPath(new URL('..', import.meta.url))

function buildPortable(): string {
  const folder = mkdtempSync(join(tmpdir(), 'carrot-test-portable-'))
  const vite = join(web, 'node_modules/vite/bin/vite.js')
  execFileSync(process.execPath, [vite, 'build', '--base', './', '--logLevel', 'error'], {
    cwd: web,
    env: { ...process.env, CARROT_WEB_OUT: folder },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return folder
}

test('a portable build works in any folder of any host, as behind /ipfs/CID/', async ({
  newPerson,
  market,
}) => {
  const folder = buildPortable()
  const facts = await fetch(`${market.facts.web_url}/carrot.json`)
  writeFileSync(join(folder, 'carrot.json'), await facts.text())
  const prefix = '/ipfs/bafybeihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku/'
  const host = await StaticHost.start(folder, { prefix })
  try {
    const { page } = await newPerson()
    await page.goto(host.url)
    await connectDemo(page, 'alice')
    await page.getByRole('link', { name: `Hire GPU ${market.facts.gpu_id}` }).click()
    await expect(page).toHaveURL(`${host.url}#/rent/${market.facts.gpu_id}`)
    await expect(page.getByLabel('Title')).toBeVisible()
    await page.reload()
    await expect(page.getByLabel('Title')).toBeVisible()
    await page.getByRole('link', { name: 'Skip to content' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByLabel('Title')).toBeVisible()

    const scope = await page.evaluate(async () => (await navigator.serviceWorker.ready).scope)
    expect(scope).toBe(host.url)
    const manifest = await page.locator('link[rel="manifest"]').getAttribute('href')
    const { start_url } = (await (
      await page.request.get(new URL(manifest ?? '', host.url).href)
    ).json()) as { start_url: string }
    expect(new URL(start_url, host.url).href).toBe(host.url)
  } finally {
    await host.stop()
    rmSync(folder, { recursive: true })
  }
})

test("what hosts are told to send is what 'carrot up' sends", async ({ newPerson, market }) => {
  const { page } = await newPerson()
  await page.goto('/')
  const { headers } = await fetch(market.facts.web_url)
  const told = (await (await fetch(`${market.facts.web_url}/vercel.json`)).json()) as {
    headers: { source: string; headers: { key: string; value: string }[] }[]
  }
  const everywhere = told.headers.find(({ source }) => source === '/(.*)')?.headers ?? []
  expect(everywhere.length).toBeGreaterThan(2)
  for (const { key, value } of everywhere) expect(headers.get(key), key).toBe(value)

  const meta = page.locator('meta[http-equiv="Content-Security-Policy"]')
  expect(`${await meta.getAttribute('content')}; frame-ancestors 'none'`).toBe(
    headers.get('Content-Security-Policy'),
  )
})
