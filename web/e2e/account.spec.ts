import { connectFreighter, expect, test } from './support/test'

test('an account that is new to the network gets XLM, and its balance follows each call', async ({
  newPerson,
}) => {
  const { page } = await newPerson({ freighter: true })
  await page.goto('/provide')
  await connectFreighter(page)
  await expect(page.getByText('Your account is new to this network')).toBeVisible()
  await page.getByRole('button', { name: 'Get XLM from friendbot' }).click()
  const account = page.getByRole('button', { name: /^Account/ })
  await expect(account).toContainText(/10,000(\.00)? XLM/)
  await expect(page.getByText('Your account is new to this network')).toBeHidden()

  await page.getByLabel('Where your worker answers consumers').fill('https://gpu.example')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText(/Confirmed in ledger \d+/)).toBeVisible()
  await expect(account).toContainText(/9,999\.\d+ XLM/)
})

test('where XLM have a price, a new account is told to be sent some', async ({
  newPerson,
  market,
}) => {
  const { page, freighter } = await newPerson({ freighter: true })
  await page.route('/carrot.json', async (route) => {
    const config = await (await route.fetch()).json()
    delete config.network.friendbotUrl
    await route.fulfill({ json: config })
  })
  await page.goto('/')
  await connectFreighter(page)
  await expect(page.getByText('Send it some, at least 2 XLM')).toBeVisible()
  await expect(page.getByRole('button', { name: /friendbot/ })).toBeHidden()
  // From another wallet: the page is told by nobody.
  await market.fund(freighter.key.publicKey())
  await expect(page.getByText('Your account is new to this network')).toBeHidden()
})
