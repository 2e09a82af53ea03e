import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { FormPart } from '#/pages/rent/job-form-view'
import { CheckField } from '#/ui/field'

/** Whether the result is encrypted to who posts the job. */
export function PrivacyField({ form, change }: FormPart) {
  const { t } = useTranslation('rent')
  const hint = useId()
  return (
    <div>
      <CheckField
        label={t('form.private')}
        role="switch"
        aria-describedby={hint}
        checked={form.isPrivate}
        onChange={(event) => change({ isPrivate: event.target.checked })}
      />
      <p id={hint} className="text-sm text-muted">
        {t('form.privateHint')}
      </p>
    </div>
  )
}
