import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { followLog, type LogTrouble } from '#/worker/log-stream'

/** Answers of the worker, in their order; the last is given again and again. */
function workerAnswers(...answers: (() => Response)[]) {
  const asked: Headers[] = []
  const fetch = vi.fn(async (_: URL, init: RequestInit) => {
    asked.push(new Headers(init.headers))
    const answer = answers[Math.min(asked.length, answers.length) - 1]
    if (!answer) throw new TypeError('Failed to fetch')
    return answer()
  })
  vi.stubGlobal('fetch', fetch)
  return asked
}

const events = (text: string) => () =>
  new Response(text, { headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } })
const refused = (status: number) => () => new Response(null, { status })
const away = (): Response => {
  throw new TypeError('Failed to fetch')
}

/** Moves the tests' own clock until it is so, a minute at most. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 120 && !isSo(); ++turn) await vi.advanceTimersByTimeAsync(500)
  expect(isSo()).toBe(true)
}

function follow() {
  const seen = { text: '', troubles: [] as LogTrouble[], opened: 0, ended: false }
  const stop = followLog(
    'http://worker.test',
    7,
    { token: 'secret' },
    {
      onOpen: () => seen.opened++,
      onPiece: ({ text }) => {
        seen.text += text
      },
      onEnd: () => {
        seen.ended = true
      },
      onTrouble: (trouble) => seen.troubles.push(trouble),
    },
  )
  return { seen, stop }
}

describe("a job's log", () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('goes on where it was when the connection broke', async () => {
    const asked = workerAnswers(
      events('id: 3\nevent: stdout\ndata: one\n\n'),
      away,
      events('id: 6\nevent: stdout\ndata: two\n\nid: 6\nevent: end\ndata: complete\n\n'),
    )
    const { seen } = follow()
    await until(() => seen.ended)
    expect(seen.text).toBe('onetwo')
    expect(seen.troubles).toEqual(['unreachable'])
    expect(asked.map((headers) => headers.get('Last-Event-ID'))).toEqual([null, '3', '3'])
    expect(asked[0]?.get('Authorization')).toBe('Bearer secret')
  })

  it('is waited for while the worker has not begun the job', async () => {
    workerAnswers(refused(404), refused(404), events('event: end\ndata: complete\n\n'))
    const { seen } = follow()
    await until(() => seen.ended)
    expect(seen.troubles).toEqual(['notBegun', 'notBegun'])
    expect(seen.opened).toBe(1)
  })

  it('is not asked for again by who may not read it', async () => {
    const asked = workerAnswers(refused(403))
    const { seen } = follow()
    await until(() => seen.troubles.length > 0)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(seen.troubles).toEqual(['denied'])
    expect(asked).toHaveLength(1)
  })

  it('is not taken from what is no worker', async () => {
    workerAnswers(() => new Response('<html>', { headers: { 'Content-Type': 'text/html' } }))
    const { seen } = follow()
    await until(() => seen.troubles.length > 1)
    expect(seen.troubles).toEqual(['unreachable', 'unreachable'])
    expect(seen.opened).toBe(0)
  })

  it('is asked for ever more rarely where nothing ever comes', async () => {
    const asked = workerAnswers(events(''))
    follow()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked.length).toBeLessThan(10)
  })

  it('is no longer asked for once it is stopped', async () => {
    const asked = workerAnswers(away)
    const { stop } = follow()
    await until(() => asked.length > 0)
    stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(1)
  })
})
