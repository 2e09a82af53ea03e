import { useTranslation } from 'react-i18next'

/** A moment, in Unix seconds, in the person's language and time zone. */
export function Time({ at }: { at: number }) {
  const { i18n } = useTranslation()
  const date = new Date(at * 1000)
  const text = date.toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <time dateTime={date.toISOString()} className="tabular whitespace-nowrap">
      {text}
    </time>
  )
}
