import { useTranslation } from 'react-i18next'
import type { FormPart } from '#/pages/rent/job-form-view'
import { Button } from '#/ui/button'
import { TextField } from '#/ui/field'
import { Icon } from '#/ui/icons'

/** Files from IPFS that the job finds, read-only, below /inputs. */
export function InputFields({ form, change, mistake }: FormPart) {
  const { t } = useTranslation('rent')
  const set = (index: number, changes: Partial<{ cid: string; path: string }>) =>
    change({
      inputs: form.inputs.map((input, at) => (at === index ? { ...input, ...changes } : input)),
    })
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 text-sm font-medium">{t('form.inputs')}</legend>
      {form.inputs.map((input, index) => (
        <div
          key={index}
          className="grid grid-cols-[1fr_auto] items-start gap-2 sm:grid-cols-[2fr_1fr_auto]"
        >
          <TextField
            label={t('form.inputCid', { n: index + 1 })}
            labelHidden
            placeholder="bafy…"
            className="col-span-2 sm:col-span-1"
            value={input.cid}
            error={mistake(`inputs.${index}.cid`)}
            onChange={(event) => set(index, { cid: event.target.value })}
          />
          <TextField
            label={t('form.inputPath', { n: index + 1 })}
            labelHidden
            placeholder="data.csv"
            value={input.path}
            error={mistake(`inputs.${index}.path`)}
            onChange={(event) => set(index, { path: event.target.value })}
          />
          <Button
            look="quiet"
            aria-label={t('form.removeInput', { n: index + 1 })}
            onClick={() => change({ inputs: form.inputs.filter((_, at) => at !== index) })}
          >
            <Icon name="close" className="size-4" />
          </Button>
        </div>
      ))}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          size="small"
          onClick={() => change({ inputs: [...form.inputs, { cid: '', path: '' }] })}
        >
          {t('form.addInput')}
        </Button>
        <p className="text-sm text-muted">{t('form.inputsHint')}</p>
      </div>
    </fieldset>
  )
}
