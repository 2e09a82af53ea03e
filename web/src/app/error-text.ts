import { useTranslation } from 'react-i18next'
import { type ChainError, explain } from '#/chain/errors'

/** Turns whatever was thrown into a sentence for the person. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation('errors')
  const contractErrorText = useContractErrorText()
  return (error) => {
    const cause: ChainError = explain(error)
    if (cause.kind === 'contract') return contractErrorText(cause.detail)
    return t(cause.kind, { detail: cause.detail })
  }
}

/** The same for a contract's error by its name. */
export function useContractErrorText(): (name: string) => string {
  const { t, i18n } = useTranslation('errors')
  return (name) => {
    const key = `contract.${name}`
    return i18n.exists(key, { ns: 'errors' })
      ? t(key as 'contract.unknown')
      : t('contract.unknown', { detail: name })
  }
}
