import { useTranslation } from 'react-i18next'
import { formatXlm, roundXlm } from '#/market/amount'
import { localeOf } from '#/texts/texts'

/** `column`: with two decimals at least, so that amounts below each other align; `brief`: with just two. */
export function Xlm({
  stroops,
  unit = true,
  look,
}: {
  stroops: bigint
  unit?: boolean
  look?: 'column' | 'brief'
}) {
  const { i18n } = useTranslation()
  const shown = look === 'brief' ? roundXlm(stroops) : stroops
  return (
    <span className="tabular whitespace-nowrap">
      {formatXlm(shown, localeOf(i18n.language), look ? 2 : 0)}
      {unit && <span className="text-muted"> XLM</span>}
    </span>
  )
}
