import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { firstPaint } from './plugins/first-paint.ts'
import { fontLicenses } from './plugins/font-licenses.ts'
import { hosting } from './plugins/hosting.ts'
import { pwa } from './plugins/pwa.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [react(), tailwindcss(), firstPaint(), fontLicenses(), hosting(), pwa()],
  resolve: { alias: { '#': here('./src') } },
  // Where CMake builds, the source folder stays clean.
  worker: { format: 'es' },
  build: {
    outDir: process.env.CARROT_WEB_OUT ?? 'dist',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    license: { fileName: 'licenses.txt' },
    // The first view in two files: over HTTP/1.1, which `carrot up` speaks, each beyond the sixth waits.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'libraries', tags: ['$initial'], test: /\/node_modules\// },
            { name: 'page', tags: ['$initial'] },
          ],
        },
      },
    },
  },
  test: { include: ['plugins/**/*.test.ts', 'src/**/*.test.ts', 'src/**/*.test.tsx'] },
})
