import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallDialog } from '#/app/call-dialog'
import { CallProgress } from '#/app/call-progress'
import { useAddress } from '#/app/market-context'
import { useAmount } from '#/app/use-amount'
import { useCall } from '#/app/use-call'
import { byteLength } from '#/market/job-description'
import { DetectedChoice, wholeGb } from '#/pages/provide/detected-choice'
import { Button } from '#/ui/button'
import { TextField } from '#/ui/field'
import type { DetectedGpu } from '#/worker/client'

const MODEL_LIMIT_BYTES = 64

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
  const [chosen, setChosen] = useState<string | null>(null)
  const { stroops, mistake: priceMistake } = useAmount(price)
  const gb = Number(vram)
  const mistakes = {
    model:
      model.trim() === '' || byteLength(model.trim()) > MODEL_LIMIT_BYTES
        ? t('register.modelInvalid')
        : null,
    vram: Number.isInteger(gb) && gb >= 1 && gb <= 4096 ? null : t('register.vramInvalid'),
    price: priceMistake,
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
      setChosen(null)
    }
  }
  const choose = (gpu: DetectedGpu) => {
    setChosen(gpu.uuid)
    setModel(gpu.model)
    setVram(String(wholeGb(gpu.memoryBytes)))
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
        <DetectedChoice chosen={chosen} onChoose={choose} />
        <TextField
          label={t('register.model')}
          hint={t('register.modelHint')}
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
            onChange={(event) => setPrice(event.target.value)}
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
