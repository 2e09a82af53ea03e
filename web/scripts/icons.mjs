// Draws the app's icons (public/icons) from public/icon.svg, in Chromium.
// usage: node scripts/icons.mjs
import { mkdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'

const folder = fileURLToPath(new URL('../public/', import.meta.url))
const icon = readFileSync(`${folder}icon.svg`, 'utf8')
const ground = '<rect width="64" height="64" rx="14" fill="#1c1a17"/>'
const drawing = icon.replace(ground, '')
// Launchers cut a maskable icon to any shape; its middle 80% is always seen. Phones colour the badge.
const full = drawing
  .replace(
    /(<svg[^>]*>)/,
    '$1<path d="M0 0h64v64H0z" fill="#1c1a17"/><g transform="translate(9.6 9.6) scale(.7)">',
  )
  .replace('</svg>', '</g></svg>')
const badge = drawing
  .replace(/(fill|stroke)="#[0-9a-f]{6}"/g, '$1="#fff"')
  .replace(/<path d="M27[^>]*>/, '')

const pictures = [
  ['192.png', icon, 192],
  ['512.png', icon, 512],
  ['maskable-512.png', full, 512],
  ['apple-180.png', full, 180],
  ['badge-96.png', badge, 96],
]

mkdirSync(`${folder}icons`, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CARROT_CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
for (const [name, svg, size] of pictures) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw}</style>${svg}`)
  await page.screenshot({ path: `${folder}icons/${name}`, omitBackground: true })
  await page.close()
}
await browser.close()
