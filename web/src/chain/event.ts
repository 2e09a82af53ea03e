// The contracts' events in JavaScript's own values.
import type { rpc } from '@stellar/stellar-sdk'
import { loadSdk } from '#/chain/sdk'
import type { MarketEvent } from '#/market/news'

export async function readEvents(events: readonly rpc.Api.EventResponse[]): Promise<MarketEvent[]> {
  const { scValToNative } = await loadSdk()
  return events.map(({ topic, value }) => {
    const [name, ...topics] = topic.map((each) => scValToNative(each) as unknown)
    const data = scValToNative(value) as unknown
    return {
      name: String(name),
      topics,
      data: typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {},
    }
  })
}
