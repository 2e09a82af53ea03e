// What the page and the reader's thread say to each other.
import type { ChainErrorKind } from '#/chain/errors'
import type { Reader } from '#/chain/reader/reader'
import type { Config } from '#/config/config'

export interface ToReader {
  id: number
  name: keyof Reader
  config: Config
  argument: unknown
}

export type FromReader =
  | { id: number; kind: 'progress'; value: unknown }
  | { id: number; kind: 'result'; value: unknown }
  | { id: number; kind: 'failure'; failure: { kind: ChainErrorKind; detail: string } }
