// Prints what the first view loads, gzipped, and fails past the limit of docs/web.md.
// usage: node scripts/size.mjs [FOLDER]
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const LIMIT_KB = 200
const folder = process.argv[2] ?? 'dist'
const page = readFileSync(join(folder, 'index.html'), 'utf8')
const scripts = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map((match) => match[1])
const sizes = scripts.map((path) => [
  path,
  gzipSync(readFileSync(join(folder, path))).length / 1024,
])
for (const [path, kb] of sizes) console.log(`${kb.toFixed(1).padStart(7)} KB  ${path}`)
const total = sizes.reduce((sum, [, kb]) => sum + kb, 0)
console.log(`${total.toFixed(1).padStart(7)} KB  in all, of ${LIMIT_KB}`)
if (total > LIMIT_KB || sizes.length === 0) process.exit(1)
