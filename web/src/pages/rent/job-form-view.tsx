import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '#/app/market-context'
import { useBalance } from '#/app/queries'
import { EMPTY_FORM, findMistakes, type JobForm, type Mistake } from '#/market/job-form'
import type { Gpu } from '#/market/types'
import { ConfirmPost } from '#/pages/rent/confirm-post'
import { ContainerFields } from '#/pages/rent/container-fields'
import { GpuSummary } from '#/pages/rent/gpu-summary'
import { InputFields } from '#/pages/rent/input-fields'
import { PriceBox } from '#/pages/rent/price-box'
import { PrivacyField } from '#/pages/rent/privacy-field'
import { ScriptFields } from '#/pages/rent/script-fields'
import { Button } from '#/ui/button'
import { TextField } from '#/ui/field'
import { Card, Notice } from '#/ui/surface'

const DRAFT = 'carrot.draft'

function readDraft(): JobForm {
  try {
    const draft: unknown = JSON.parse(sessionStorage.getItem(DRAFT) ?? '{}')
    return { ...EMPTY_FORM, ...(draft as Partial<JobForm>) }
  } catch {
    return EMPTY_FORM
  }
}

/** What each part of the form gets. */
export interface FormPart {
  form: JobForm
  change: (changes: Partial<JobForm>) => void
  /** the text of a field's mistake, once it may be told */
  mistake: (field: string) => string | undefined
}

/** Kept in the tab while it is written, so that a wrong click loses nothing. */
export function JobFormView({ gpu }: { gpu: Gpu }) {
  const { t } = useTranslation('rent')
  const address = useAddress()
  const balance = useBalance(address)
  const [form, setForm] = useState(readDraft)
  const [told, setTold] = useState<ReadonlySet<string>>(new Set())
  const [confirming, setConfirming] = useState(false)
  const mistakes = useMemo(
    () => findMistakes(form, gpu.pricePerHour, balance.data),
    [form, gpu.pricePerHour, balance.data],
  )
  const change = (changes: Partial<JobForm>) => {
    const next = { ...form, ...changes }
    setForm(next)
    sessionStorage.setItem(DRAFT, JSON.stringify(next))
    setTold((old) => new Set([...old, ...Object.keys(changes)]))
  }
  const mistake = (field: string) => {
    const found: Mistake | undefined =
      told.has(field) || told.has('*') ? mistakes[field] : undefined
    return found && t(`mistakes.${found}`)
  }
  const submit = () => {
    setTold(new Set(['*']))
    if (Object.keys(mistakes).length === 0) setConfirming(true)
    else requestAnimationFrame(focusFirstMistake)
  }
  const part: FormPart = { form, change, mistake }

  return (
    <form
      noValidate
      className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem] lg:grid-rows-[auto_1fr] lg:gap-x-6"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <GpuSummary gpu={gpu} className="lg:col-start-2" />
      <Card className="flex flex-col gap-5 p-4 sm:p-5 lg:col-start-1 lg:row-span-2 lg:row-start-1">
        <TextField
          label={t('form.title')}
          hint={t('form.titleHint')}
          maxLength={120}
          value={form.title}
          error={mistake('title')}
          onChange={(event) => change({ title: event.target.value })}
        />
        <KindChoice {...part} />
        {form.kind === 'python' ? <ScriptFields {...part} /> : <ContainerFields {...part} />}
        <InputFields {...part} />
        <PrivacyField {...part} />
      </Card>
      <div className="lg:sticky lg:top-20 lg:col-start-2">
        <PriceBox {...part} gpu={gpu} balance={balance.data}>
          {told.has('*') && mistakes.balance && address && (
            <Notice tone="bad">{t('mistakes.balance')}</Notice>
          )}
          <Button type="submit" look="primary" disabled={!gpu.available}>
            {t('form.submit')}
          </Button>
          <p className="-mt-1 text-center text-sm text-muted">{t('form.submitHint')}</p>
        </PriceBox>
      </div>
      <ConfirmPost
        gpu={gpu}
        form={form}
        open={confirming}
        onOpenChange={setConfirming}
        onPosted={() => sessionStorage.removeItem(DRAFT)}
      />
    </form>
  )
}

function focusFirstMistake(): void {
  document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}

function KindChoice({ form, change }: FormPart) {
  const { t } = useTranslation('rent')
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{t('form.kind')}</legend>
      <div className="inline-flex rounded-lg border border-line-strong p-0.5">
        {(['python', 'container'] as const).map((kind) => (
          <label
            key={kind}
            className="cursor-pointer rounded-md px-3 py-1.5 text-sm font-medium text-muted hover:text-ink has-checked:bg-ink has-checked:text-page has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="kind"
              className="sr-only"
              checked={form.kind === kind}
              onChange={() => change({ kind })}
            />
            {t(`form.kinds.${kind}`)}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
