import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectDemo, expect, stateOf, test } from './support/test'

const PICTURE = `
import time
from PIL import Image
print('drawing', flush=True)
for step in range(3):
    time.sleep(1)
    print('step', step, flush=True)
Image.new('RGB', (320, 200), (244, 113, 31)).save('/output/carrot.png')
`

test('a stranger finds a GPU, posts a script and sees its picture appear', async ({
  newPerson,
  market,
}) => {
  const { page } = await newPerson()
  await page.goto('/')
  await connectDemo(page, 'alice')
  await page.getByRole('link', { name: `Hire GPU ${market.facts.gpu_id}` }).click()

  await page.getByLabel('Title').fill('An orange')
  await page.getByLabel('Upload a file').setInputFiles({
    name: 'orange.py',
    mimeType: 'text/x-python',
    buffer: Buffer.from(PICTURE),
  })
  await expect(page.getByText('Into escrow')).toBeVisible()
  await page.getByRole('button', { name: 'Review and pay' }).click()
  await page.getByRole('button', { name: 'Sign and pay' }).click()
  await expect(page.getByText(/Confirmed in ledger \d+/)).toBeVisible()
  await page.getByRole('link', { name: 'Watch the job' }).click()

  // Nothing is loaded again from here on: the page hears of each change by itself.
  await expect(stateOf(page, 'Running')).toBeVisible()
  await expect(page.getByRole('log')).toContainText('step 1')
  await expect(stateOf(page, 'Completed')).toBeVisible()
  await expect(page.getByText('Verified against its CID')).toBeVisible()
  const frame = page.locator('iframe[sandbox=""]')
  await expect(frame).toBeVisible()
  await expect(frame.contentFrame().locator('img')).toHaveJSProperty('naturalWidth', 320)
  await expect(page.getByText('1.9 XLM')).toBeVisible()
})

test('a job that fails is refunded, and its report says why', async ({ newPerson, market }) => {
  const { page } = await newPerson()
  await page.goto(`/rent/${market.facts.gpu_id}`)
  await connectDemo(page, 'alice')
  await page.getByLabel('Title').fill('Falls over')
  const script = "print('last words', flush=True)\nraise SystemExit(7)"
  await page.getByLabel('Upload a file').setInputFiles({
    name: 'fall.py',
    mimeType: 'text/x-python',
    buffer: Buffer.from(script),
  })
  await page.getByRole('button', { name: 'Review and pay' }).click()
  await page.getByRole('button', { name: 'Sign and pay' }).click()
  await page.getByRole('link', { name: 'Watch the job' }).click()
  await expect(stateOf(page, 'Failed, refunded')).toBeVisible()
  await expect(page.getByText('exit status 7')).toBeVisible()
  await expect(page.getByRole('log').first()).toContainText('last words')
})

test('mistakes are told beside their fields before anything is signed', async ({
  newPerson,
  market,
}) => {
  const { page } = await newPerson()
  await page.goto(`/rent/${market.facts.gpu_id}`)
  await connectDemo(page, 'alice')
  await page.getByLabel('Hours').fill('900')
  await page.getByRole('button', { name: 'Review and pay' }).click()
  await expect(page.getByText('Give it a title of at most 120 characters.')).toBeVisible()
  await expect(page.getByText('There is no script yet.')).toBeVisible()
  await expect(page.getByText('Whole hours, from 1 to 720.')).toBeVisible()
  await expect(page.getByLabel('Title')).toBeFocused()
  await expect(page.getByRole('dialog')).toBeHidden()

  await page.getByText('Container image').click()
  await page.getByRole('textbox', { name: 'Image' }).fill('Not An Image')
  await expect(page.getByText("This is no image's name.")).toBeVisible()
})

test('a script pasted from elsewhere is mended, a wrong file refused, and a draft outlives a reload', async ({
  newPerson,
  market,
}) => {
  const { page } = await newPerson()
  await page.goto(`/rent/${market.facts.gpu_id}`)
  await page.getByLabel('Title').fill('From a web page')
  const upload = (name: string, content: string | Buffer) =>
    page.getByLabel('Upload a file').setInputFiles({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(content),
    })
  await upload('large.py', Buffer.alloc(1_000_001, 0x20))
  await expect(page.getByText('The file is larger than 1 MB.')).toBeVisible()
  await upload('picture.py', Buffer.from([0x89, 0x50, 0xff]))
  await expect(page.getByText('The file is no text in UTF-8.')).toBeVisible()

  await upload('pasted.py', 'if True:\n\u00a0\u00a0print(“hello”)\n')
  await expect(page.getByText('curly quotes')).toBeVisible()
  await page.getByRole('button', { name: 'Mend it' }).click()
  await expect(page.getByText('Python may fail on this script')).toBeHidden()
  const script = page.getByRole('textbox', { name: 'Script' })
  await expect(script).toContainText('print("hello")')
  await page.reload()
  await expect(page.getByLabel('Title')).toHaveValue('From a web page')
  await expect(script).toContainText('print("hello")')
})

test('a job that nobody has claimed is taken back with its payment', async ({
  newPerson,
  market,
}) => {
  // No worker looks after this one.
  await market.run('key', 'generate', 'carol')
  await market.run('key', 'fund', 'carol')
  await market.run(
    'gpu',
    'register',
    '--key',
    'carol',
    '--model',
    'Lonely 1',
    '--vram-gb',
    '8',
    '--price',
    '1',
  )
  const { page } = await newPerson()
  await page.goto('/?model=Lonely')
  await connectDemo(page, 'alice')
  await page.getByRole('link', { name: /Hire GPU \d+, Lonely 1/ }).click()
  await page.getByLabel('Title').fill('Nobody comes')
  await page.getByRole('textbox', { name: 'Script' }).fill('print(1)')
  await page.getByLabel('Hours').fill('2')
  await page.getByRole('button', { name: 'Review and pay' }).click()
  await page.getByRole('button', { name: 'Sign and pay' }).click()
  await page.getByRole('link', { name: 'Watch the job' }).click()
  await expect(stateOf(page, 'Open')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel the job' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the job' }).click()
  await expect(stateOf(page, 'Cancelled')).toBeVisible()
  // The dialog and its button went with the state; the keyboard goes on in the view.
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.locator('#content')).toBeFocused()
})

test('filters are in the address, and come back with it', async ({ newPerson }) => {
  const { page } = await newPerson()
  await page.goto('/')
  await page.getByLabel('Model').fill('cpu')
  await page.getByLabel('Memory').selectOption('8')
  await expect(page).toHaveURL(/model=cpu/)
  await expect(page).toHaveURL(/vram=8/)
  await expect(page.getByText('No GPU fits')).toBeVisible()
  await page.getByLabel('Highest price').fill('2,50')
  await expect(page).toHaveURL(/price=%222.5%22|price=2.5/)
  await expect(page.getByLabel('Highest price')).toHaveValue('2,50')
  await page.getByLabel('Highest price').fill('1.000,50')
  await expect(page.getByText('without marks between thousands')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Highest price')).toHaveValue('2.5')
  await expect(page.getByLabel('Model')).toHaveValue('cpu')
  await page.getByRole('button', { name: 'Clear the filters' }).click()
  await expect(page.getByText(/^\d+ GPUs?$/)).toBeVisible()
})

test('the history is saved as CSV', async ({ newPerson, market }) => {
  const script = join(market.folder, 'two.py')
  writeFileSync(script, 'print(2)')
  const job = [
    'job',
    'run',
    script,
    '--description',
    'Two, printed',
    '--gpu',
    `${market.facts.gpu_id}`,
  ]
  await market.run(...job, '--key', 'alice', '--json')
  const { page } = await newPerson()
  await page.goto('/jobs')
  await connectDemo(page, 'alice')
  await expect(page.getByRole('link', { name: /Two, printed/ })).toBeVisible()
  const link = page.getByRole('listitem').filter({ hasText: 'Two, printed' })
  const ipfs = link.getByRole('link', { name: /^Result of job \d+ on IPFS/ })
  await expect(ipfs).toHaveAttribute('href', /^http:\/\/127\.0\.0\.1:\d+\/ipfs\/baf\w+$/)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as CSV' }).click()
  const csv = readFileSync(await (await download).path(), 'utf8')
  expect(csv).toContain('job,title,status')
  expect(csv).toMatch(/"Two, printed",completed,\d+,1,2,/)
})

test('a job or a GPU that does not exist is told in words', async ({ newPerson }) => {
  const { page } = await newPerson()
  await page.goto('/jobs/4000000000')
  await expect(page.getByText('This job does not exist.')).toBeVisible()
  await page.goto('/rent/4000000000')
  await expect(page.getByText('This GPU does not exist.')).toBeVisible()
})
