import { lazy, Suspense, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatBytes } from '#/market/bytes'
import { byteLength, DESCRIPTION_LIMIT_BYTES } from '#/market/job-description'
import { descriptionBytes } from '#/market/job-form'
import { findPitfalls, mendPitfalls } from '#/market/python-text'
import type { FormPart } from '#/pages/rent/job-form-view'
import { localeOf } from '#/texts/texts'
import { Button } from '#/ui/button'
import { Field, TextField } from '#/ui/field'
import { Icon } from '#/ui/icons'
import { Notice, Skeleton } from '#/ui/surface'

const CodeEditor = lazy(() => import('#/ui/code-editor'))
const UPLOAD_LIMIT_BYTES = 1_000_000

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
      <Pitfalls code={form.code} onMend={(code) => change({ code })} />
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

/** Says what Python would fail on before it is paid for. */
function Pitfalls({ code, onMend }: { code: string; onMend: (code: string) => void }) {
  const { t } = useTranslation('rent')
  const found = useMemo(() => findPitfalls(code), [code])
  if (found.length === 0) return null
  return (
    <Notice tone="busy" title={t('pitfalls.title')}>
      <ul>
        {found.map((pitfall) => (
          <li key={pitfall}>{t(`pitfalls.${pitfall}`)}</li>
        ))}
      </ul>
      <Button size="small" className="mt-2" onClick={() => onMend(mendPitfalls(code))}>
        {t('pitfalls.mend')}
      </Button>
    </Notice>
  )
}

type UploadMistake = 'tooLarge' | 'notText'

async function readScript(file: File): Promise<{ code: string } | { mistake: UploadMistake }> {
  if (file.size > UPLOAD_LIMIT_BYTES) return { mistake: 'tooLarge' }
  try {
    const bytes = await file.arrayBuffer()
    const code = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return code.includes('\0') ? { mistake: 'notText' } : { code: code.replaceAll('\r\n', '\n') }
  } catch {
    return { mistake: 'notText' }
  }
}

function Upload({ onText }: { onText: (text: string) => void }) {
  const { t, i18n } = useTranslation('rent')
  const input = useRef<HTMLInputElement>(null)
  const [mistake, setMistake] = useState<UploadMistake | null>(null)
  const limit = formatBytes(UPLOAD_LIMIT_BYTES, localeOf(i18n.language))
  const read = async (file: File | undefined) => {
    if (!file) return
    const script = await readScript(file)
    setMistake('mistake' in script ? script.mistake : null)
    if ('code' in script) onText(script.code)
  }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
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
      <p className={`text-sm ${mistake ? 'text-bad' : 'text-muted'}`} role="status">
        {mistake ? t(`upload.${mistake}`, { limit }) : t('upload.hint', { limit })}
      </p>
    </div>
  )
}
