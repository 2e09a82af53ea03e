import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '#/app/error-text'
import { ResultError } from '#/ipfs/blocks'
import { Notice } from '#/ui/surface'
import { WalletError } from '#/wallet/wallet'

function troubleOf(error: Error) {
  if (error instanceof ResultError) return error.trouble
  return error instanceof WalletError ? 'wallet' : 'unreadable'
}

/** Why a result can't be had, in words; who wants to know more finds what each gateway did. */
export function ResultTroubleNotice({ error, children }: { error: Error; children?: ReactNode }) {
  const { t } = useTranslation('jobs')
  const errorText = useErrorText()
  const trouble = troubleOf(error)
  return (
    <Notice tone="bad" title={t('result.failed')}>
      <p>
        {trouble === 'wallet' && `${errorText(error)} `}
        {t(`result.trouble.${trouble}`)}
      </p>
      <details className="mt-1">
        <summary className="text-muted">{t('result.details')}</summary>
        <p className="mt-1 font-mono text-xs break-all text-muted">{error.message}</p>
      </details>
      {children}
    </Notice>
  )
}
