import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { terminalText } from '#/market/plain-text'
import type { JobId } from '#/market/types'
import { withPieces } from '#/worker/log-buffer'
import { followLog, type LogAccess, type LogPiece, type LogTrouble } from '#/worker/log-stream'

/** What comes is drawn so often; a job may print thousands of lines a second. */
const DRAW_TURN_MS = 100

type Ending = 'following' | 'complete' | LogTrouble

/** Follows a job's log as long as it is shown. `again`: what to do about an access that is denied. */
export function LogText({
  job,
  endpoint,
  access,
  onRunning,
  again,
}: {
  job: JobId
  endpoint: string
  access: LogAccess
  onRunning?: (running: boolean) => void
  again?: ReactNode
}) {
  const { t } = useTranslation('jobs')
  const [pieces, setPieces] = useState<LogPiece[]>([])
  const [ending, setEnding] = useState<Ending>('following')
  const tell = useRef(onRunning)
  tell.current = onRunning

  useEffect(() => {
    setPieces([])
    setEnding('following')
    let waiting: LogPiece[] = []
    const timer = setInterval(() => {
      if (waiting.length === 0) return
      const more = waiting
      waiting = []
      setPieces((old) => withPieces(old, more))
    }, DRAW_TURN_MS)
    const stop = followLog(endpoint, job, access, {
      onOpen: () => {
        tell.current?.(true)
        setEnding('following')
      },
      onPiece: (piece) => {
        waiting = withPieces(waiting, [piece])
      },
      onEnd: () => {
        tell.current?.(false)
        setEnding('complete')
      },
      onTrouble: setEnding,
    })
    return () => {
      stop()
      clearInterval(timer)
    }
  }, [endpoint, job, access])

  return (
    <>
      <LogLines
        pieces={pieces}
        empty={
          ending === 'complete'
            ? t('log.nothing')
            : t(ending === 'notBegun' ? 'log.notBegun' : 'log.soFarNothing')
        }
      />
      {(ending === 'unreachable' || ending === 'denied') && (
        <div
          role="status"
          className="flex items-center justify-between gap-3 border-t px-4 py-2.5 text-sm"
        >
          <span>{t(`log.${ending}`)}</span>
          {ending === 'denied' && again}
        </div>
      )}
    </>
  )
}

function LogLines({ pieces, empty }: { pieces: readonly LogPiece[]; empty: string }) {
  const { t } = useTranslation('jobs')
  const box = useRef<HTMLPreElement>(null)
  const atEnd = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when something has come
  useEffect(() => {
    if (atEnd.current) box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [pieces])
  return (
    <pre
      ref={box}
      role="log"
      tabIndex={0}
      aria-label={t('log.title')}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 40
      }}
      className="max-h-96 min-h-24 overflow-auto bg-sunken p-4 font-mono text-xs leading-relaxed break-words whitespace-pre-wrap"
    >
      {pieces.length === 0 && <span className="text-muted">{empty}</span>}
      {pieces.map((piece, index) => (
        <span
          key={index}
          className={
            piece.stream === 'stderr' ? 'text-bad' : piece.stream === 'gap' ? 'text-busy' : ''
          }
        >
          {piece.stream === 'gap'
            ? `\n${t('log.gap', { bytes: piece.text })}\n`
            : terminalText(piece.text)}
        </span>
      ))}
    </pre>
  )
}
