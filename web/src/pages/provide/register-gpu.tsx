import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallDialog } from '#/app/call-dialog'
import { CallProgress } from '#/app/call-progress'
import { useAddress } from '#/app/market-context'
import { useCall } from '#/app/use-call'
import { parseXlm } from '#/market/amount'
import { byteLength } from '#/market/job-description'
import { Button } from '#/ui/button'
import { TextField } from '#/ui/field'
import { askGpus, type DetectedGpu } from '#/worker/client'
import { usePairing } from '#/worker/pairing-store'

const MODEL_LIMIT_BYTES = 64
const GB = 2 ** 30

/** Registers GPUs, one after the other; those of the paired worker are offered to choose from. */
export function RegisterGpu({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { t } = useTranslation('provide')
  const provider = useAddress() ?? ''
  const call = useCall()
  const [model, setModel] = useState('')
  const [vram, setVram] = useState('')
  const [price, setPrice] = useState('')
  const [told, setTold] = useState(false)
  const stroops = parseXlm(price)
  const gb = Number(vram)
  const mistakes = {
    model:
      model.trim() === '' || byteLength(model.trim()) > MODEL_LIMIT_BYTES
        ? t('register.modelInvalid')
        : null,
    vram: Number.isInteger(gb) && gb >= 1 && gb <= 4096 ? null : t('register.vramInvalid'),
    price: stroops !== null && stroops > 0n ? null : t('register.priceInvalid'),
  }
  const register = async () => {
    setTold(true)
    if (Object.values(mistakes).some(Boolean) || stroops === null) return
    const id = await call.run(({ registry }) =>
      registry.register_gpu({
        provider,
        model: model.trim(),
        vram_gb: gb,
        price_per_hour: stroops,
      }),
    )
    if (id !== null) {
      setModel('')
      setVram('')
      setTold(false)
    }
  }
  const choose = (gpu: DetectedGpu) => {
    setModel(gpu.model)
    setVram(String(Math.round(gpu.memoryBytes / GB)))
  }
  return (
    <CallDialog
      call={call}
      open={open}
      onOpenChange={onOpenChange}
      title={t('gpus.register')}
      text={t('register.text')}
      closeLabel={t('close', { ns: 'common' })}
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void register()
        }}
      >
        <Detected onChoose={choose} />
        <TextField
          label={t('register.model')}
          placeholder="NVIDIA GeForce RTX 4090"
          value={model}
          error={told ? mistakes.model : null}
          onChange={(event) => setModel(event.target.value)}
        />
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label={t('register.vram')}
            inputMode="numeric"
            placeholder="24"
            value={vram}
            error={told ? mistakes.vram : null}
            onChange={(event) => setVram(event.target.value)}
          />
          <TextField
            label={t('register.price')}
            inputMode="decimal"
            placeholder="2.5"
            value={price}
            error={told ? mistakes.price : null}
            onChange={(event) => setPrice(event.target.value.replace(',', '.'))}
          />
        </div>
        <CallProgress state={call.state} />
        <Button type="submit" look="primary" busy={call.busy}>
          {t('register.submit')}
        </Button>
      </form>
    </CallDialog>
  )
}

function Detected({ onChoose }: { onChoose: (gpu: DetectedGpu) => void }) {
  const { t } = useTranslation('provide')
  const pairing = usePairing()
  const found = useQuery({
    queryKey: ['detected', pairing?.url],
    enabled: pairing !== null,
    queryFn: () => (pairing ? askGpus(pairing) : null),
  })
  if (!pairing) return <p className="text-sm text-muted">{t('register.pairHint')}</p>
  if (!found.data || found.data.gpus.length === 0) return null
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">{t('register.detected')}</legend>
      {found.data.gpus.map((gpu) => (
        <Button key={gpu.uuid} size="small" className="justify-start" onClick={() => onChoose(gpu)}>
          {gpu.model}, {Math.round(gpu.memoryBytes / GB)} GB
        </Button>
      ))}
    </fieldset>
  )
}
