// What is shown of a log: the newest of it, however much a worker sends.
import type { LogPiece } from '#/worker/log-stream'

/** Older pieces leave the page; the whole log is in the result or at the worker. */
const PIECES_SHOWN = 2000
const CHARACTERS_SHOWN = 400_000

/** The newest pieces that fit; a piece that is too long by itself keeps its end. */
export function withPieces(old: readonly LogPiece[], more: readonly LogPiece[]): LogPiece[] {
  const all = [...old, ...more].slice(-PIECES_SHOWN)
  let room = CHARACTERS_SHOWN
  let first = all.length
  while (first > 0 && room > 0) room -= all[--first]?.text.length ?? 0
  const shown = all.slice(first)
  const oldest = shown[0]
  if (room < 0 && oldest) shown[0] = { ...oldest, text: oldest.text.slice(-room) }
  return shown
}
