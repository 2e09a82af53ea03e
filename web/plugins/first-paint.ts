// What is drawn before the page's scripts are there has its theme already: a small script that the browser
// waits for. It is a file of its own, because the page's policy has no scripts inside of index.html.
import { fileURLToPath } from 'node:url'
import { build, type Plugin, type ResolvedConfig, type Rolldown } from 'vite'

const NAME = 'theme.js'
const SOURCE = fileURLToPath(new URL('../src/ui/theme-choice.ts', import.meta.url))
const ENTRY = 'virtual:first-theme'

/** A classic script that applies the theme. */
async function bundleTheme(): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [
      {
        name: 'first-theme',
        resolveId: (id) => (id === ENTRY ? id : null),
        load: (id) =>
          id === ENTRY
            ? `import { applyTheme } from ${JSON.stringify(SOURCE)}\napplyTheme()`
            : null,
      },
    ],
    build: {
      write: false,
      modulePreload: false,
      rollupOptions: { input: ENTRY, output: { format: 'iife' } },
    },
  })) as Rolldown.RolldownOutput
  return built.output[0].code
}

export function firstPaint(): Plugin {
  let config: ResolvedConfig
  return {
    name: 'carrot-first-paint',
    apply: 'build',
    configResolved(resolved) {
      config = resolved
    },
    async buildStart() {
      this.emitFile({ type: 'asset', name: NAME, source: await bundleTheme() })
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const script = Object.values(bundle).find(
          (file) => file.type === 'asset' && file.names.includes(NAME),
        )
        if (!script) throw new Error(`${NAME} is not in the bundle`)
        return {
          // The style sheet alone is needed for the first paint: the line is its own until it is there.
          html: html.replaceAll(
            '<script type="module"',
            '<script type="module" fetchpriority="low"',
          ),
          tags: [
            { tag: 'script', attrs: { src: config.base + script.fileName }, injectTo: 'head' },
          ],
        }
      },
    },
  }
}
