import { useTranslation } from 'react-i18next'
import { Button, ButtonLink } from '#/ui/button'
import { Empty } from '#/ui/surface'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <Empty icon="search" title={t('notFound.title')} text={t('notFound.text')}>
      <ButtonLink to="/" look="primary">
        {t('notFound.back')}
      </ButtonLink>
    </Empty>
  )
}

export function Broken({ error }: { error: unknown }) {
  const { t } = useTranslation()
  return (
    <Empty icon="warning" title={t('broken.title')} text={t('broken.text')}>
      <Button look="primary" onClick={() => window.location.reload()}>
        {t('broken.reload')}
      </Button>
      <pre className="mt-4 w-full text-left font-mono text-xs break-words whitespace-pre-wrap text-muted">
        {String(error)}
      </pre>
    </Empty>
  )
}

/** carrot.json is missing or wrong: for whoever deploys the page. */
export function Misconfigured({ error }: { error: unknown }) {
  const { t } = useTranslation()
  return (
    <div className="mx-auto max-w-2xl p-6">
      <Empty
        icon="plug"
        title={t('misconfigured.title')}
        text={error instanceof Error ? error.message : String(error)}
      >
        <Button look="primary" onClick={() => window.location.reload()}>
          {t('broken.reload')}
        </Button>
      </Empty>
    </div>
  )
}
