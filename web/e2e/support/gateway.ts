// Gateways that tests make answer as they want: real HTTP servers, as far as the page can tell.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'

export interface TestGateway {
  url: string
  asked: number
  stop: () => Promise<void>
}

export async function startGateway(answer: (reply: ServerResponse) => void): Promise<TestGateway> {
  const server = createServer((_, reply) => {
    gateway.asked++
    reply.setHeader('Access-Control-Allow-Origin', '*')
    answer(reply)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const gateway: TestGateway = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: 0,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return gateway
}

/** Has the page ask these gateways, in their order, as a deployer would. */
export async function useGateways(page: Page, gateways: string[]): Promise<void> {
  await page.route('**/carrot.json', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...(await answer.json()), gateways } })
  })
}
