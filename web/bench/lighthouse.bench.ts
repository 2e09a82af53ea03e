// Google's own judgement of the first view, as desks and phones see it.
import { chromium, expect, test } from '@playwright/test'
import { Market } from '../e2e/support/market'

const PORT = 9222
/** Past the package's types, which are there only where bench/node_modules is. */
const PACKAGE = 'lighthouse'

interface Report {
  lhr: {
    categories: Record<string, { title: string; score: number }>
    audits: Record<string, { displayValue?: string }>
  }
}
interface Lighthouse {
  default: (url: string, flags: object, config?: object) => Promise<Report>
  desktopConfig: object
}

const TIMES = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time']

for (const form of ['desktop', 'mobile'] as const) {
  test(`Lighthouse on a ${form}`, async ({ launchOptions }) => {
    const { default: lighthouse, desktopConfig } = (await import(PACKAGE)) as Lighthouse
    const market = await Market.start()
    const browser = await chromium.launch({
      ...launchOptions,
      args: [...(launchOptions.args ?? []), `--remote-debugging-port=${PORT}`],
    })
    try {
      const flags = { port: PORT, logLevel: 'error' }
      const config = form === 'desktop' ? desktopConfig : undefined
      const { lhr } = await lighthouse(market.facts.web_url, flags, config)
      for (const { title, score } of Object.values(lhr.categories))
        console.log(`${title.padEnd(26)}${Math.round(score * 100)}`)
      for (const name of TIMES) console.log(`  ${name.padEnd(26)}${lhr.audits[name]?.displayValue}`)
      // Speed is the machine's too; the rest is the page's alone.
      for (const name of ['accessibility', 'best-practices', 'seo'])
        expect(lhr.categories[name]?.score, name).toBeGreaterThanOrEqual(0.95)
    } finally {
      await browser.close()
      await market.stop()
    }
  })
}
