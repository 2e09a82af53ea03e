// What a person waits for on the page, measured in the browser.
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test'

const FRAME_MS = 1000 / 60
const SCROLL_MS = 4000

export type Figures = Record<string, number>

interface Seen {
  interactive?: number
  firstRow?: number
  allRows?: number
  longestTask: number
}

/** Milliseconds since the navigation began, in a profile that has never seen the page. */
export async function load(
  browser: Browser,
  url: string,
  count: number,
): Promise<{ context: BrowserContext; page: Page; figures: Figures }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await page.addInitScript(watch, count)
  await page.goto(url, { waitUntil: 'commit' })
  await page.waitForFunction(() => (window as never as { seen: Seen }).seen.allRows !== undefined)
  const figures = await page.evaluate(() => {
    const {
      interactive = 0,
      firstRow = 0,
      allRows = 0,
      longestTask,
    } = (window as never as { seen: Seen }).seen
    const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0
    return {
      'first paint, ms': painted,
      'interactive, ms': Math.max(interactive, painted),
      'first rows, ms': firstRow,
      'all rows, ms': allRows,
      'longest task, ms': longestTask,
    }
  })
  return { context, page, figures }
}

/** Runs in the page, before its own scripts. */
function watch(count: number): void {
  const seen: Seen = { longestTask: 0 }
  Object.assign(window, { seen })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries())
      seen.longestTask = Math.max(seen.longestTask, duration)
  }).observe({ type: 'longtask', buffered: true })
  const look = () => {
    if (document.querySelector('main input')) seen.interactive ??= performance.now()
    const row = document.querySelector('main li[aria-setsize]')
    if (!row) return
    seen.firstRow ??= performance.now()
    if (Number(row.getAttribute('aria-setsize')) >= count) seen.allRows ??= performance.now()
  }
  const options = { childList: true, subtree: true, attributes: true }
  new MutationObserver(look).observe(document, options)
}

/** Frames while the list goes by at 9,000 pixels a second. */
export async function scroll(page: Page): Promise<Figures> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const before = await mainThreadMs(session)
  const times = await page.evaluate(rollBy, SCROLL_MS)
  const busy = (await mainThreadMs(session)) - before
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number) => sorted[Math.floor(sorted.length * part)] ?? 0
  return {
    'frame p50, ms': at(0.5),
    'frame p95, ms': at(0.95),
    'dropped frames, %': (100 * droppedOf(times)) / (SCROLL_MS / FRAME_MS),
    'main thread a frame, ms': busy / times.length,
  }
}

function rollBy(ms: number): Promise<number[]> {
  return new Promise((resolve) => {
    const times: number[] = []
    const start = performance.now()
    let last = start
    const turn = (now: number) => {
      times.push(now - last)
      last = now
      window.scrollBy(0, 150)
      if (now - start < ms) requestAnimationFrame(turn)
      else resolve(times.slice(2))
    }
    requestAnimationFrame(turn)
  })
}

function droppedOf(times: readonly number[]): number {
  return times.reduce((sum, time) => sum + Math.max(0, Math.round(time / FRAME_MS) - 1), 0)
}

async function mainThreadMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0)
}

/** From a key in the model's filter to the frame that shows what is left. */
export async function filter(page: Page): Promise<Figures> {
  await page.evaluate(() => window.scrollTo(0, 0))
  await page.getByLabel('Model').focus()
  await page.evaluate(watchFilter)
  await page.keyboard.press('9')
  const filtered = await page.waitForFunction(() => (window as never as Filtering).filteredMs)
  return { 'filtered, ms': (await filtered.jsonValue()) ?? Number.NaN }
}

interface Filtering {
  filteredMs?: number
}

/** Runs in the page, and is there before the key is pressed. */
function watchFilter(): void {
  let pressed = 0
  addEventListener('keydown', () => (pressed = performance.now()), { capture: true })
  const line = document.querySelector('main p[aria-live]') as Element
  new MutationObserver(() => {
    if (pressed === 0) return
    requestAnimationFrame(() =>
      setTimeout(() => Object.assign(window, { filteredMs: performance.now() - pressed })),
    )
  }).observe(line, { childList: true, subtree: true, characterData: true })
}
