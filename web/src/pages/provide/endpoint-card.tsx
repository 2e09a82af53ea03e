import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallProgress } from '#/app/call-progress'
import { useAddress } from '#/app/market-context'
import { useEndpoint } from '#/app/queries'
import { useCall } from '#/app/use-call'
import { isHttpUrl } from '#/config/config'
import { Button } from '#/ui/button'
import { TextField } from '#/ui/field'
import { Card } from '#/ui/surface'

const URL_LIMIT_BYTES = 256

/** Where consumers reach the worker for their logs. */
export function EndpointCard() {
  const { t } = useTranslation('provide')
  const provider = useAddress()
  const endpoint = useEndpoint(provider)
  const { state, busy, run } = useCall()
  const [typed, setTyped] = useState<string | null>(null)
  const url = typed ?? endpoint.data ?? ''
  const valid = url === '' || (isHttpUrl(url) && url.length <= URL_LIMIT_BYTES)
  const save = async () => {
    if (valid && provider) await run(({ registry }) => registry.set_endpoint({ provider, url }))
  }
  return (
    <Card className="p-4">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextField
          label={t('endpoint.label')}
          hint={t('endpoint.hint')}
          inputMode="url"
          placeholder="https://gpu.example:3001"
          value={url}
          error={valid ? null : t('endpoint.invalid')}
          onChange={(event) => setTyped(event.target.value)}
        />
        <CallProgress state={state} />
        <div>
          <Button type="submit" size="small" busy={busy} disabled={!valid || url === endpoint.data}>
            {t('endpoint.save')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
