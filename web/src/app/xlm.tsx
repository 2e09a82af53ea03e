import { useTranslation } from 'react-i18next'
import { formatXlm } from '#/market/amount'

export function Xlm({ stroops, unit = true }: { stroops: bigint; unit?: boolean }) {
  const { i18n } = useTranslation()
  return (
    <span className="tabular whitespace-nowrap">
      {formatXlm(stroops, i18n.language)}
      {unit && <span className="text-muted"> XLM</span>}
    </span>
  )
}
