import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isHttpUrl } from '#/config/config'
import { Button } from '#/ui/button'
import { TextField } from '#/ui/field'
import { Card, Notice } from '#/ui/surface'
import { askHealth, WorkerRefusal } from '#/worker/client'
import { savePairing } from '#/worker/pairing-store'

/** Where a worker listens unless it is told otherwise. */
const USUAL_URL = 'http://127.0.0.1:3001'

/** Pairs this tab with a worker that knows the token. `endpoint`: what it is told to be reached by. */
export function PairForm({ endpoint }: { endpoint: string | null }) {
  const { t } = useTranslation('provide')
  const [typed, setTyped] = useState<string | null>(null)
  const url = typed ?? endpoint ?? USUAL_URL
  const [token, setToken] = useState('')
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const pair = async () => {
    const pairing = { url, token: token.trim() }
    setBusy(true)
    setTrouble(null)
    try {
      const health = await askHealth(pairing)
      // Without the token a worker tells only that it is alive.
      if (health.runningJobs === undefined) setTrouble(t('worker.wrongToken'))
      else savePairing(pairing)
    } catch (error) {
      const unreachable = error instanceof WorkerRefusal && error.status === 0
      setTrouble(
        unreachable
          ? t('worker.unreachable')
          : String(error instanceof Error ? error.message : error),
      )
    } finally {
      setBusy(false)
    }
  }
  return (
    <Card className="p-5">
      <h2 className="text-lg font-semibold">{t('worker.pairTitle')}</h2>
      <p className="mt-1 mb-4 text-sm text-muted">{t('worker.pairText')}</p>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void pair()
        }}
      >
        <TextField
          label={t('worker.url')}
          inputMode="url"
          value={url}
          error={isHttpUrl(url) ? null : t('endpoint.invalid')}
          onChange={(event) => setTyped(event.target.value)}
        />
        <TextField
          label={t('worker.token')}
          hint={t('worker.tokenHint')}
          type="password"
          autoComplete="off"
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        {trouble && <Notice tone="bad">{trouble}</Notice>}
        <Button
          type="submit"
          look="primary"
          busy={busy}
          disabled={!isHttpUrl(url) || token.trim() === ''}
        >
          {t('worker.pair')}
        </Button>
      </form>
    </Card>
  )
}
