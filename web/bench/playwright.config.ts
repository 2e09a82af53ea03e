import { defineConfig } from '@playwright/test'
import tests from '../playwright.config.ts'

// Figures, not verdicts: ./dev bench web. Nothing else should run on the machine meanwhile.
export default defineConfig({
  ...tests,
  testDir: '.',
  testMatch: '*.bench.ts',
  outputDir: process.env.CARROT_E2E_OUT ?? '../test-results',
  timeout: 1_800_000,
  retries: 0,
  // Taking pictures of what is measured would be measured, too.
  use: { ...tests.use, trace: 'off' },
})
