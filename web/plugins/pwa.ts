// What makes the built folder an app: its manifest, and a service worker that knows every file of it.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin, type ResolvedConfig } from 'vite'
import { manifest } from './manifest.ts'

const WORKER = fileURLToPath(new URL('../src/background/service-worker.ts', import.meta.url))
/** Of the host's own making, or not for browsers. */
const NOT_KEPT =
  /(^|\/)(sw\.js|carrot\.json|(font-)?licenses\.txt|vercel\.json|robots\.txt|_headers|_redirects)$|\.gz$/

interface Build {
  /** changes whenever a file does */
  id: string
  files: string[]
}

function readBuild(folder: string): Build {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !NOT_KEPT.test(path))
    .sort()
  const hash = createHash('sha256')
  for (const path of files) hash.update(path).update(readFileSync(join(folder, path)))
  return { id: hash.digest('hex').slice(0, 16), files }
}

/** Our own and small: Workbox would bring 300 packages to do what 100 lines do here. */
export function pwa(): Plugin {
  let config: ResolvedConfig
  return {
    name: 'carrot-pwa',
    apply: 'build',
    configResolved(resolved) {
      config = resolved
    },
    transformIndexHtml: () => [
      {
        tag: 'link',
        attrs: { rel: 'manifest', href: `${config.base}manifest.webmanifest` },
        injectTo: 'head',
      },
    ],
    generateBundle() {
      const source = JSON.stringify(manifest(config.base))
      this.emitFile({ type: 'asset', fileName: 'manifest.webmanifest', source })
    },
    // Once everything lies in the folder, what was copied from public/ too.
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const outDir = resolve(config.root, config.build.outDir)
        await build({
          configFile: false,
          logLevel: 'warn',
          publicDir: false,
          define: { BUILD: JSON.stringify(readBuild(outDir)) },
          build: {
            outDir,
            emptyOutDir: false,
            modulePreload: false,
            rollupOptions: {
              input: WORKER,
              output: { format: 'iife', entryFileNames: 'sw.js' },
            },
          },
        })
      },
    },
  }
}
