import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectDemo, expect, test } from './support/test'

// What strangers may put on the chain and into results. A script that ran would throw, and each test
// fails when anything throws or when the policy had to step in.
const EVIL = '<img src=x onerror="throw new Error(1)"><script>throw new Error(2)</script>'

test('models, titles and descriptions are text, whatever is in them', async ({
  newPerson,
  market,
}) => {
  const gpu = ['gpu', 'register', '--key', 'bob', '--vram-gb', '8', '--price', '1', '--json']
  const { gpu_id: id } = JSON.parse(await market.run(...gpu, '--model', '<script>throw 1</script>'))
  const { page } = await newPerson()
  await page.goto('/?model=script')
  await expect(page.getByText('<script>throw 1</script>')).toBeVisible()
  await page.getByRole('link', { name: `Hire GPU ${id}, <script>` }).click()
  await expect(page.getByRole('heading', { name: 'Hire <script>throw 1</script>' })).toBeVisible()
})

test('HTML and SVG in results are shown as text, and pictures have no origin', async ({
  newPerson,
  market,
}) => {
  const script = join(market.folder, 'evil.py')
  writeFileSync(
    script,
    `for name in ('page.html', 'picture.svg', 'picture.png'):
    open('/output/' + name, 'w').write('''${EVIL}''')
open('/output/table.csv', 'w').write('a,b\\n=1+1,<b>bold</b>\\n')
`,
  )
  const post = [
    'job',
    'run',
    script,
    '--description',
    EVIL,
    '--gpu',
    `${market.facts.gpu_id}`,
    '--key',
    'alice',
  ]
  await market.run(...post, '--json')
  const { page } = await newPerson()
  await page.goto('/jobs')
  await connectDemo(page, 'alice')
  await page.getByRole('link', { name: /onerror/ }).click()
  await expect(page.getByRole('heading', { name: EVIL })).toBeVisible()
  await expect(page.getByText('Verified against its CID')).toBeVisible()
  await expect(page.getByRole('figure').filter({ hasText: EVIL })).toHaveCount(3)
  await expect(page.getByRole('cell', { name: '<b>bold</b>' })).toBeVisible()
  expect(await page.locator('iframe').count()).toBe(0)
})

test('the page can be framed by nobody and runs nothing inline', async ({ market }) => {
  const answer = await fetch(market.facts.web_url)
  const policy = answer.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toContain('unsafe')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
})
