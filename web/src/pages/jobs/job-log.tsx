import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMarket, useWallet } from '#/app/market-context'
import { useEndpoint } from '#/app/queries'
import { isHttpUrl } from '#/config/config'
import type { Job } from '#/market/types'
import { Button } from '#/ui/button'
import { Card, Notice } from '#/ui/surface'
import { followLog, type LogAccess, type LogPiece, signLogAccess } from '#/worker/log-stream'

/** Older pieces leave the page; the whole log is in the result or at the worker. */
const PIECES_SHOWN = 2000

/** What the job prints, from the provider's worker, while it runs and afterwards. */
export function JobLog({
  job,
  provider,
  onRunning,
}: {
  job: Job
  provider: string
  onRunning: (running: boolean) => void
}) {
  const { t } = useTranslation('jobs')
  const { config } = useMarket()
  const walletState = useWallet()
  const endpoint = useEndpoint(provider)
  const [access, setAccess] = useState<LogAccess | null>(null)
  const [declined, setDeclined] = useState(false)
  const wallet = walletState.status === 'connected' ? walletState.wallet : null

  const open = async () => {
    if (!wallet) return
    try {
      setDeclined(false)
      setAccess(await signLogAccess(config, wallet, job.id))
    } catch {
      setDeclined(true)
    }
  }
  // A demo account signs without asking anybody.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each wallet
  useEffect(() => {
    if (wallet?.kind === 'demo') void open()
  }, [wallet])

  if (endpoint.data === undefined) return null
  return (
    <Card className="overflow-hidden">
      <div className="flex items-center justify-between gap-3 border-b px-4 py-2.5">
        <h2 className="font-semibold">{t('log.title')}</h2>
        {!access && isHttpUrl(endpoint.data) && (
          <Button size="small" onClick={() => void open()}>
            {t('log.open')}
          </Button>
        )}
      </div>
      {declined && <Notice tone="bad">{t('rejected', { ns: 'errors' })}</Notice>}
      {!isHttpUrl(endpoint.data) && <p className="p-4 text-sm text-muted">{t('log.noEndpoint')}</p>}
      {access && isHttpUrl(endpoint.data) && (
        <LogText job={job} endpoint={endpoint.data} access={access} onRunning={onRunning} />
      )}
      {!access && isHttpUrl(endpoint.data) && (
        <p className="p-4 text-sm text-muted">{t('log.hint')}</p>
      )}
    </Card>
  )
}

type Ending = 'following' | 'complete' | 'broken'

function LogText({
  job,
  endpoint,
  access,
  onRunning,
}: {
  job: Job
  endpoint: string
  access: LogAccess
  onRunning: (running: boolean) => void
}) {
  const { t } = useTranslation('jobs')
  const [pieces, setPieces] = useState<LogPiece[]>([])
  const [ending, setEnding] = useState<Ending>('following')
  const [attempt, setAttempt] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is a new stream
  useEffect(() => {
    setPieces([])
    setEnding('following')
    return followLog(endpoint, job.id, access, {
      onPiece: (piece) => {
        onRunning(true)
        setPieces((old) => [...old.slice(1 - PIECES_SHOWN), piece])
      },
      onEnd: (complete) => {
        onRunning(false)
        if (complete) setEnding('complete')
        else setAttempt((old) => old + 1)
      },
      onTrouble: () => setEnding('broken'),
    })
  }, [endpoint, job.id, access, attempt])

  return (
    <>
      <LogLines
        pieces={pieces}
        empty={ending === 'complete' ? t('log.nothing') : t('log.soFarNothing')}
      />
      {ending === 'broken' && (
        <div className="flex items-center justify-between gap-3 border-t px-4 py-2.5 text-sm">
          <span>{t('log.broken')}</span>
          <Button size="small" onClick={() => setAttempt((old) => old + 1)}>
            {t('retry', { ns: 'common' })}
          </Button>
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
          {piece.stream === 'gap' ? `\n${t('log.gap', { bytes: piece.text })}\n` : piece.text}
        </span>
      ))}
    </pre>
  )
}
