import { useTranslation } from 'react-i18next'
import { useErrorText } from '#/app/error-text'
import { Empty } from '#/ui/surface'

/** In place of what would look as if there were no jobs. */
export function JobsUnread({ error }: { error: unknown }) {
  const { t } = useTranslation('jobs')
  const errorText = useErrorText()
  return <Empty icon="plug" title={t('failed')} text={errorText(error)} />
}
