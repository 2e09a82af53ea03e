// Pictures of the page in both themes at three widths, compared with those in e2e/pictures, which
// `npx playwright test visual --update-snapshots` makes anew.
import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { shrinkPictures } from './small-picture'
import { closeStage, type Stage, setStage } from './stage'
import { fitWindow, sameText } from './still'

const PICTURES = fileURLToPath(new URL('../pictures', import.meta.url))
const WIDTHS = { phone: 360, tablet: 820, desk: 1440 }

/** With a market in the middle of its life. */
export const test = base.extend<object, { stage: Stage }>({
  stage: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's names
    async ({}, use, { config }) => {
      const stage = await setStage()
      await use(stage)
      await closeStage(stage)
      if (!['none', 'missing'].includes(config.updateSnapshots)) shrinkPictures(PICTURES)
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})

/** WCAG 2.2 AA as far as axe can tell. In the frames of results no script runs, so that it stays outside. */
export async function barriersOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .exclude('iframe')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

/** Of a page that stands still. A window above it is seen as a person sees it, without what is further down. */
export async function comparePictures(page: Page, name: string, dialog = false): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    expect.soft(await barriersOn(page), `${name} in ${theme}`).toEqual([])
    for (const [size, width] of Object.entries(WIDTHS)) {
      if (dialog) await page.setViewportSize({ width, height: 740 })
      else await fitWindow(page, width)
      await sameText(page)
      await expect.soft(page).toHaveScreenshot(`${name}-${size}-${theme}.png`, {
        // What results hold is drawn by the browser's own players and decoders.
        mask: [page.locator('iframe')],
        maskColor: '#808080',
      })
    }
  }
}
