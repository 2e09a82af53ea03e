import { defineConfig } from '@playwright/test'

// Against a real `carrot up`, in Debian's Chromium or the one that CARROT_CHROMIUM names.
export default defineConfig({
  testDir: 'e2e',
  outputDir: process.env.CARROT_E2E_OUT ?? 'test-results',
  // One market for all: its jobs share one machine's engine.
  workers: 1,
  fullyParallel: false,
  // Told as flaky when the second time succeeds.
  retries: process.env.CI ? 1 : 0,
  timeout: 180_000,
  expect: {
    timeout: 45_000,
    // Another Chromium draws edges a little differently; what moves or changes colour is more than this.
    toHaveScreenshot: { threshold: 0.2, maxDiffPixelRatio: 0.01, animations: 'disabled' },
  },
  // The fonts come with the page, so that the pictures are the same on every machine.
  snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CARROT_CHROMIUM ?? '/usr/bin/chromium',
      // Root can't have Chromium's own sandbox; the rest keeps it from calling home.
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        // Letters as their outlines are, whatever the machine's fontconfig thinks.
        '--font-render-hinting=none',
        '--disable-lcd-text',
        '--force-color-profile=srgb',
      ],
    },
  },
})
