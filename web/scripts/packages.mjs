// Checks what the page is made of: exact versions, content hashes for every package, and licences that
// let it be given away with Carrot.
// usage: node scripts/packages.mjs
import { readFileSync } from 'node:fs'

const LICENSES = [
  'MIT',
  'Apache-2.0',
  'Apache-2.0 OR MIT',
  'BSD-3-Clause',
  'ISC',
  '0BSD',
  'Unlicense',
  'OFL-1.1',
]

const read = (path) => JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'))
const { dependencies, devDependencies } = read('package.json')
const { packages } = read('package-lock.json')
const mistakes = []

for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
  if (!/^\d+\.\d+\.\d+$/.test(version)) mistakes.push(`${name}: ${version} is no exact version`)
}
for (const [path, { integrity, license, dev, link }] of Object.entries(packages)) {
  if (path === '' || link) continue
  if (!integrity) mistakes.push(`${path}: the lock file has no hash of its content`)
  if (dev) continue
  if (!LICENSES.includes(license)) mistakes.push(`${path}: licence ${license ?? 'unknown'}`)
}
for (const mistake of mistakes) console.error(mistake)
console.log(`${Object.keys(packages).length - 1} packages looked at`)
if (mistakes.length > 0) process.exit(1)
