import { useTranslation } from 'react-i18next'
import type { FormPart } from '#/pages/rent/job-form-view'
import { TextField } from '#/ui/field'

export function ContainerFields({ form, change, mistake }: FormPart) {
  const { t } = useTranslation('rent')
  return (
    <>
      <TextField
        label={t('form.image')}
        hint={t('form.imageHint')}
        placeholder="ghcr.io/you/train:1.2"
        autoCapitalize="none"
        spellCheck={false}
        value={form.image}
        error={mistake('image')}
        onChange={(event) => change({ image: event.target.value })}
      />
      <TextField
        label={t('form.args')}
        hint={t('form.argsHint')}
        autoCapitalize="none"
        spellCheck={false}
        value={form.args}
        error={mistake('args')}
        onChange={(event) => change({ args: event.target.value })}
      />
    </>
  )
}
