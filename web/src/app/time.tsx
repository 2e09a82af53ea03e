import { useTranslation } from 'react-i18next'
import { localeOf } from '#/texts/texts'

/** A moment, in Unix seconds, or its day alone, in the person's language and time zone. */
export function Time({ at, dayOnly = false }: { at: number; dayOnly?: boolean }) {
  const { i18n } = useTranslation()
  const date = new Date(at * 1000)
  const style: Intl.DateTimeFormatOptions = { dateStyle: 'medium' }
  if (!dayOnly) style.timeStyle = 'short'
  return (
    <time dateTime={date.toISOString()} className="tabular whitespace-nowrap">
      {date.toLocaleString(localeOf(i18n.language), style)}
    </time>
  )
}
