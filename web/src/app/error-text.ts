import { useTranslation } from 'react-i18next'
import { type ChainError, explain } from '#/chain/errors'

/** Turns whatever was thrown into a sentence for the person. */
export function useErrorText(): (error: unknown) => string {
  const { t, i18n } = useTranslation('errors')
  return (error) => {
    const cause: ChainError = explain(error)
    if (cause.kind !== 'contract') return t(cause.kind, { detail: cause.detail })
    const key = `contract.${cause.detail}`
    return i18n.exists(key, { ns: 'errors' })
      ? t(key as 'contract.unknown')
      : t('contract.unknown', { detail: cause.detail })
  }
}
