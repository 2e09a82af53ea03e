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

test('names that run backwards or hide characters show it, and stay in their place', async ({
  newPerson,
  market,
}) => {
  const gpu = ['gpu', 'register', '--key', 'bob', '--vram-gb', '8', '--price', '1', '--json']
  // Without a defence it reads "RTX 4090 free", and its second word has a letter nobody sees.
  await market.run(...gpu, '--model', 'RTX \u202eeerf 0904')
  await market.run(...gpu, '--model', 'Zero\u200bwidth Z\u0301\u0301\u0301\u0301\u0301\u0301\u0301')
  const { page } = await newPerson()
  await page.goto('/?model=eerf')
  await expect(page.getByText('RTX \ufffdeerf 0904')).toBeVisible()
  await page.goto('/?model=width')
  await expect(page.getByText('Zero\ufffdwidth')).toBeVisible()
})

test('descriptions that are no job, are endless or hold anything at all do no harm', async ({
  newPerson,
  market,
}) => {
  const { gpu_id: gpu } = market.facts
  const post = async (spec: unknown) => {
    const path = join(market.folder, 'spec.json')
    writeFileSync(path, JSON.stringify(spec))
    const job = ['job', 'post', '--spec', path, '--gpu', `${gpu}`, '--key', 'alice', '--json']
    return (JSON.parse(await market.run(...job)) as { job_id: number }).job_id
  }
  const long = await post({ type: 'simple', description: 'x'.repeat(7900) })
  const evil = await post({
    type: 'docker-image',
    description: 'javascript:alert(1)',
    image: 'alpine',
    args: ['"><script>throw 1</script>', '\u202e', 'y'.repeat(3000)],
    env: { __proto__: '1', constructor: EVIL },
  })
  const { page } = await newPerson({ viewport: { width: 360, height: 740 } })
  for (const path of [`/jobs/${long}`, `/jobs/${evil}`, '/jobs?all=true']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByRole('status', { name: 'Loading…' })).toHaveCount(0)
    const excess = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(excess, `${path} is too wide`).toBeLessThanOrEqual(0)
    await expect(page.locator('a[href^="javascript"]')).toHaveCount(0)
  }
})

test('addresses and parameters that anybody may send lead nowhere bad', async ({ newPerson }) => {
  const { page } = await newPerson()
  for (const path of [
    '/?model=<script>throw 1</script>&vram=-5&price=NaN&sort=__proto__&free[]=1',
    '/jobs?status=javascript:1&text=%00%ff&all=yes',
    '/jobs/-1',
    '/jobs/1e99',
    '/jobs/<script>',
    '/rent/0x10',
  ]) {
    await page.goto(path)
    const view = page.getByRole('heading', { level: 1 }).or(page.getByText("can't be shown"))
    await expect(view).toBeVisible()
    await expect(page.getByText('This page has failed')).toBeHidden()
    await expect(page.getByRole('status', { name: 'Loading…' })).toHaveCount(0)
  }
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
