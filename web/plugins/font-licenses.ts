// Fonts come by CSS, so Vite's list of bundled packages' licences (licenses.txt) does not see them.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const FONTS = ['@fontsource-variable/inter', '@fontsource/jetbrains-mono']

export function fontLicenses(): Plugin {
  return {
    name: 'carrot-font-licenses',
    apply: 'build',
    generateBundle() {
      const texts = FONTS.map((name) => {
        const path = fileURLToPath(new URL(`../node_modules/${name}/LICENSE`, import.meta.url))
        return `${name}\n\n${readFileSync(path, 'utf8')}`
      })
      this.emitFile({ type: 'asset', fileName: 'font-licenses.txt', source: texts.join('\n\n') })
    },
  }
}
