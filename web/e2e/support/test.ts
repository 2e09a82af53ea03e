// The tests' own `test`: one market for all of a run, and pages that fail their test when a script
// throws, the policy is violated or something is logged as an error.
import { test as base, expect, type Page } from '@playwright/test'
import { Freighter } from './freighter'
import { Market } from './market'

/** What Chromium says when Playwright looks into a frame that lets no script run. */
const LOOKED_INTO = "Blocked script execution in 'blob:"
const PASSPHRASE = 'Standalone Network ; February 2017'

interface TestFixtures {
  /** opens a page in a context of its own, with an extension that a test controls */
  newPerson: (options?: {
    freighter?: boolean
    viewport?: { width: number; height: number }
    /** what may be logged as an error: the test takes something away on purpose */
    mayFail?: RegExp
  }) => Promise<Person>
}

interface WorkerFixtures {
  market: Market
}

export interface Person {
  page: Page
  freighter: Freighter
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  market: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's names
    async ({}, use) => {
      const market = await Market.start()
      await use(market)
      await market.stop()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  newPerson: async ({ browser, market }, use) => {
    const troubles: string[] = []
    const contexts: { close: () => Promise<void> }[] = []
    await use(async ({ freighter: withFreighter = false, viewport, mayFail } = {}) => {
      const context = await browser.newContext({
        baseURL: market.facts.web_url,
        permissions: ['clipboard-read', 'clipboard-write'],
        ...(viewport ? { viewport } : {}),
      })
      contexts.push(context)
      const page = await context.newPage()
      page.on('pageerror', (error) => troubles.push(`threw: ${error.message}`))
      page.on('console', (message) => {
        const text = message.text()
        if (message.type() !== 'error' || text.includes(LOOKED_INTO) || mayFail?.test(text)) return
        troubles.push(`logged: ${text} (${message.location().url})`)
      })
      const freighter = new Freighter(PASSPHRASE)
      if (withFreighter) await freighter.install(page)
      return { page, freighter }
    })
    for (const context of contexts) await context.close()
    expect(troubles).toEqual([])
  },
})

export { expect }

/** Connects one of the local network's accounts. */
export async function connectDemo(page: Page, name: 'alice' | 'bob'): Promise<void> {
  await page.getByRole('button', { name: 'Connect wallet' }).click()
  await page.getByRole('dialog').getByRole('button', { name }).click()
  await expect(page.getByRole('button', { name: `Account ${name}` })).toBeVisible()
}

/** Connects the account of the extension's stand-in. */
export async function connectFreighter(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Connect wallet' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Freighter/ })
    .click()
  await expect(page.getByRole('button', { name: 'Account' })).toBeVisible()
}

/** A job's state as its badge tells it: links to transactions bear the same words. */
export function stateOf(page: Page, state: string) {
  return page.locator('span', { hasText: new RegExp(`^${state}$`) }).first()
}
