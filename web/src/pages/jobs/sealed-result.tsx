import { useTranslation } from 'react-i18next'
import type { ResultFiles } from '#/pages/jobs/use-result-files'
import { Button } from '#/ui/button'
import { Notice } from '#/ui/surface'

/** What stands in a private result's place until it is decrypted. */
export function SealedResult({ isOwn, open }: ResultFiles) {
  const { t } = useTranslation('jobs')
  return (
    <Notice tone="info" title={t('result.private')}>
      <p>{isOwn ? t('result.privateText') : t('result.privateOther')}</p>
      {isOwn && (
        <Button size="small" className="mt-2" onClick={open}>
          {t('result.open')}
        </Button>
      )}
    </Notice>
  )
}
