import type { Config } from '#/config/config'

const TIMEOUT_MS = 60_000

/**
 * Asks the network's friendbot for an account's first XLM, which are worth nothing. Rejects with
 * friendbot's own words; an account that has some already is fine.
 */
export async function fundByFriendbot(config: Config, address: string): Promise<void> {
  const url = new URL(config.network.friendbotUrl ?? '')
  url.searchParams.set('addr', address)
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
  if (response.ok) return
  const body = (await response.json().catch(() => null)) as { detail?: unknown } | null
  const detail = typeof body?.detail === 'string' ? body.detail : `${response.status}`
  if (!/already funded|op_already_exists/i.test(detail)) throw new Error(detail)
}
