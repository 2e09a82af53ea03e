// Asks the registry for known weaknesses of what the page is made of. Not every registry, mirrors least
// of all, can be asked: then it ends with 77, which CTest shows as skipped.
// usage: node scripts/audit.mjs
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const SKIPPED = 77
const answer = spawnSync(
  'npm',
  ['audit', '--json', '--audit-level=moderate', '--fetch-retries=0', '--fetch-timeout=20000'],
  { cwd: fileURLToPath(new URL('..', import.meta.url)), encoding: 'utf8' },
)
const report = readReport(answer.stdout)
if (!report?.vulnerabilities) {
  console.log(`skipped: the registry answers no audits: ${report?.message ?? answer.stderr.trim()}`)
  process.exit(SKIPPED)
}
for (const { name, severity, range, via } of Object.values(report.vulnerabilities)) {
  const titles = via.map((each) => each.title ?? each).join('; ')
  console.error(`${severity}: ${name} ${range}: ${titles}`)
}
process.exit(answer.status === 0 ? 0 : 1)

function readReport(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
