// The reader's thread: answers what chain/read.ts asks.
import { explain } from '#/chain/errors'
import type { FromReader, ToReader } from '#/chain/reader/messages'
import { reader } from '#/chain/reader/reader'
import type { Config } from '#/config/config'

type Function = (
  config: Config,
  argument: unknown,
  onProgress: (value: unknown) => void,
) => Promise<unknown>

addEventListener('message', ({ data }: MessageEvent<ToReader>) => void answer(data))

async function answer({ id, name, config, argument }: ToReader): Promise<void> {
  const tell = (message: FromReader) => postMessage(message)
  try {
    const read = reader[name] as Function
    const value = await read(config, argument, (sofar) =>
      tell({ id, kind: 'progress', value: sofar }),
    )
    tell({ id, kind: 'result', value })
  } catch (error) {
    const { kind, detail } = explain(error)
    tell({ id, kind: 'failure', failure: { kind, detail } })
  }
}
