// Makes a page stand still and say the same on every machine and in every run.
import type { Browser, Page } from '@playwright/test'
import { Freighter } from './freighter'
import { carol, type Stage } from './stage'

export type Who = 'alice' | 'carol' | 'nobody'

/** A page of somebody who is connected already. Carol signs with the extension's stand-in. */
export async function openAs(
  browser: Browser,
  { market }: Stage,
  who: Who,
): Promise<{ page: Page; freighter: Freighter }> {
  const context = await browser.newContext({
    baseURL: market.facts.web_url,
    // What it keeps would outlive the page that it was fetched for.
    serviceWorkers: 'block',
  })
  const page = await context.newPage()
  const freighter = new Freighter('Standalone Network ; February 2017')
  if (who === 'carol') {
    freighter.key = carol
    freighter.allowed = true
    await freighter.install(page)
  }
  const wallets = { alice: { kind: 'demo', name: 'alice' }, carol: { kind: 'freighter' } }
  if (who !== 'nobody') {
    await page.addInitScript((choice) => {
      // Not in the frames of results, which have no storage.
      if (window === window.top) localStorage.setItem('carrot.wallet', choice)
    }, JSON.stringify(wallets[who]))
  }
  return { page, freighter }
}

/** No news from the network, no timer, and the same text for everything that differs between runs. */
export async function standStill(page: Page, rpcUrl: string): Promise<void> {
  await page.route(rpcUrl, () => {})
  await page.evaluate(async () => {
    // What is on its way still arrives.
    await new Promise((resolve) => setTimeout(resolve, 300))
    const newest = window.setTimeout(() => {}, 0)
    for (let timer = 0; timer <= newest; timer++) {
      window.clearTimeout(timer)
      window.clearInterval(timer)
    }
  })
  await sameText(page)
}

/** Again after whatever has made the page draw something anew. */
export async function sameText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const same: [RegExp, string][] = [
      [/\d{1,2} [A-Z][a-z]{2,3} \d{4}/g, '1 Jan 2030'],
      [/\b\d{1,2} (Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)\b(?! 2030)/g, '1 Jan'],
      [/\d\d:\d\d:\d\d/g, '23:59:00'],
      [/(?<!:)\b\d\d:\d\d\b(?!:)/g, '12:00'],
      [/(ledger) [\d,.]+/gi, '$1 1,234'],
      [/127\.0\.0\.1:\d+/g, '127.0.0.1:8000'],
      [/[0-9a-f]{64}/g, 'c'.repeat(64)],
      [/\b[0-9a-f]{6,16}…/g, 'cccccccc…'],
      // Balances: fees are not the same each time.
      [/\d{1,3}(,\d{3})+\.\d+/g, '9,000.00'],
      [/CPU, \d+ cores?/g, 'CPU, 2 cores'],
    ]
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const old = text.nodeValue ?? ''
      const changed = same.reduce((value, [what, by]) => value.replace(what, by), old)
      if (changed !== old) text.nodeValue = changed
    }
  })
}

/** The window as high as what is in it, so that bars at its edges stay there. */
export async function fitWindow(page: Page, width: number, least = 740, most = 2200) {
  await page.setViewportSize({ width, height: least })
  const height = await page.evaluate(async () => {
    // Lists take their new rows' height a frame later.
    for (let turn = 0; turn < 3; turn++) await new Promise(requestAnimationFrame)
    return document.documentElement.scrollHeight
  })
  await page.setViewportSize({ width, height: Math.min(Math.max(height, least), most) })
}
