import { lazy, Suspense, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { byteLength, DESCRIPTION_LIMIT_BYTES } from '#/market/job-description'
import { descriptionBytes } from '#/market/job-form'
import type { FormPart } from '#/pages/rent/job-form-view'
import { localeOf } from '#/texts/texts'
import { Button } from '#/ui/button'
import { Field, TextField } from '#/ui/field'
import { Icon } from '#/ui/icons'
import { Skeleton } from '#/ui/surface'

const CodeEditor = lazy(() => import('#/ui/code-editor'))
const UPLOAD_LIMIT_BYTES = 1 << 20

export function ScriptFields({ form, change, mistake }: FormPart) {
  const { t, i18n } = useTranslation('rent')
  const bytes = descriptionBytes(form).toLocaleString(localeOf(i18n.language))
  const limit = DESCRIPTION_LIMIT_BYTES.toLocaleString(localeOf(i18n.language))
  const tooLong = byteLength(form.code) > DESCRIPTION_LIMIT_BYTES / 2 || form.codeCid !== ''
  return (
    <>
      <Field
        label={t('form.code')}
        error={mistake('code')}
        hint={t('form.codeHint', { bytes, limit })}
      >
        {(control) => (
          <Suspense fallback={<Skeleton className="h-72 w-full" />}>
            <CodeEditor
              {...control}
              label={t('form.code')}
              value={form.code}
              onChange={(code) => change({ code })}
            />
          </Suspense>
        )}
      </Field>
      <Upload onText={(code) => change({ code })} />
      {tooLong && (
        <TextField
          label={t('form.codeCid')}
          hint={t('form.codeCidHint')}
          value={form.codeCid}
          error={mistake('codeCid')}
          placeholder="bafy…"
          onChange={(event) => change({ codeCid: event.target.value })}
        />
      )}
    </>
  )
}

function Upload({ onText }: { onText: (text: string) => void }) {
  const { t } = useTranslation('rent')
  const input = useRef<HTMLInputElement>(null)
  const read = async (file: File | undefined) => {
    if (file) onText(await file.slice(0, UPLOAD_LIMIT_BYTES).text())
  }
  return (
    <div>
      <input
        ref={input}
        type="file"
        accept=".py,text/x-python,text/plain"
        aria-label={t('form.upload')}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          void read(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      <Button size="small" onClick={() => input.current?.click()}>
        <Icon name="download" className="size-4 rotate-180" />
        {t('form.upload')}
      </Button>
    </div>
  )
}
