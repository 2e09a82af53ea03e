import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import { sha256 } from 'multiformats/hashes/sha2'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { GatewayBlocks, ResultError } from '#/ipfs/blocks'

const content = new TextEncoder().encode('carrot')
const cid = CID.createV1(raw.code, await sha256.digest(content))

/** Gateways that answer as told; the browser's fetch is what they are asked by. */
function gateways(answers: Record<string, () => Response>) {
  vi.stubGlobal('fetch', async (url: URL) => {
    const answer = answers[url.host]
    if (!answer) throw new TypeError('fetch failed')
    return answer()
  })
  return new GatewayBlocks(
    Object.keys(answers).map((host) => `https://${host}`),
    new AbortController().signal,
  )
}

async function get(blocks: GatewayBlocks): Promise<Uint8Array> {
  for await (const block of blocks.get(cid)) return block
  throw new Error('nothing came')
}

afterEach(() => vi.unstubAllGlobals())

describe('blocks from gateways', () => {
  it('are taken when they hash to their CID', async () => {
    const blocks = gateways({ good: () => new Response(content) })
    expect(await get(blocks)).toEqual(content)
  })

  it('are refused when they do not', async () => {
    const blocks = gateways({ liar: () => new Response('parrot') })
    await expect(get(blocks)).rejects.toThrow(ResultError)
  })

  it('come from the next gateway when one lies or fails', async () => {
    const blocks = gateways({
      broken: () => new Response('', { status: 502 }),
      liar: () => new Response('parrot'),
      good: () => new Response(content),
    })
    expect(await get(blocks)).toEqual(content)
  })

  it('are missing, not refused, when no gateway answers', async () => {
    const blocks = gateways({ broken: () => new Response('', { status: 504 }) })
    await expect(get(blocks)).rejects.toMatchObject({ trouble: 'away' })
  })

  it('are told as refused when one gateway lies and the others fail', async () => {
    const blocks = gateways({
      liar: () => new Response('parrot'),
      broken: () => new Response('', { status: 504 }),
    })
    await expect(get(blocks)).rejects.toMatchObject({ trouble: 'dishonest' })
  })

  it('are asked from a gateway that failed only after the others', async () => {
    let asked = 0
    const blocks = gateways({
      broken: () => {
        asked++
        return new Response('', { status: 504 })
      },
      good: () => new Response(content),
    })
    await get(blocks)
    await get(blocks)
    expect(asked).toBe(1)
  })

  it('have a limit', async () => {
    const blocks = gateways({ flood: () => new Response(new Uint8Array(5 << 20)) })
    await expect(get(blocks)).rejects.toThrow(/larger than/)
  })
})
