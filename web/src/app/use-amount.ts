import { useTranslation } from 'react-i18next'
import { parseXlm, readAmount, typedXlm } from '#/market/amount'
import { localeOf } from '#/texts/texts'

/** What was typed into a field for an amount of XLM above 0, and what to say beside it when it is none. */
export function useAmount(typed: string): { stroops: bigint | null; mistake: string | null } {
  const { t, i18n } = useTranslation()
  const locale = localeOf(i18n.language)
  const read = readAmount(typed, locale)
  if (read === 'unclear') {
    const more = parseXlm(typed.trim().replace(/[.,]/, '')) ?? 0n
    const less = parseXlm(typed.replace(',', '.')) ?? 0n
    const values = { more: typedXlm(more, locale), less: typedXlm(less, locale) }
    return { stroops: null, mistake: t('amount.unclear', values) }
  }
  if (read === 'invalid' || read === 0n) return { stroops: null, mistake: t('amount.invalid') }
  return { stroops: read, mistake: null }
}
