import { useTranslation } from 'react-i18next'
import { useDetectedGpus } from '#/pages/provide/use-detected-gpus'
import { useWorker } from '#/pages/provide/use-worker'
import { Button } from '#/ui/button'
import { Icon } from '#/ui/icons'
import type { DetectedGpu } from '#/worker/client'

const GB = 2 ** 30

/** What a card's memory is called, as sellers do. */
export const wholeGb = (bytes: number) => Math.round(bytes / GB)

/** The paired worker's cards, to register one of them; those that are registered say as what. */
export function DetectedChoice({
  chosen,
  onChoose,
}: {
  chosen: string | null
  onChoose: (gpu: DetectedGpu) => void
}) {
  const { t } = useTranslation('provide')
  const { pairing, drives, health } = useWorker()
  const found = useDetectedGpus(drives)
  if (!pairing) return <p className="text-sm text-muted">{t('register.pairHint')}</p>
  if (!found.data) return null
  if (found.data.gpus.length === 0)
    return <p className="text-sm text-muted">{t('register.noneDetected')}</p>
  const registered = new Map(health.data?.gpus?.map((gpu) => [gpu.uuid, gpu.gpuId]))
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">{t('register.detected')}</legend>
      {found.data.gpus.map((gpu) => {
        const id = registered.get(gpu.uuid)
        return (
          <Button
            key={gpu.uuid}
            size="small"
            className="h-auto min-h-9 justify-start py-1 text-left whitespace-normal"
            aria-pressed={chosen === gpu.uuid}
            disabled={id !== undefined}
            onClick={() => onChoose(gpu)}
          >
            <span>
              {gpu.model}, {wholeGb(gpu.memoryBytes)} GB
            </span>
            {id !== undefined && (
              <span className="ml-auto text-xs text-muted">{t('register.already', { id })}</span>
            )}
            {chosen === gpu.uuid && (
              <Icon name="check" className="ml-auto size-4 shrink-0 text-good" />
            )}
          </Button>
        )
      })}
    </fieldset>
  )
}
