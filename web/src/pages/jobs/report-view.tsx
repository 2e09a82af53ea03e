import { useTranslation } from 'react-i18next'
import { plainLine, terminalText } from '#/market/plain-text'
import type { Report } from '#/market/report'

/** Why a job failed, in words, and the last that it printed. */
export function ReportView({ report }: { report: Report }) {
  const { t } = useTranslation('jobs')
  const causes = [
    report.outOfMemory && t('report.outOfMemory'),
    report.outOfTime && t('report.outOfTime'),
  ].filter(Boolean)
  return (
    <div className="flex flex-col gap-2">
      <p className="font-medium">{plainLine(report.reason, 500)}</p>
      {causes.map((cause) => (
        <p key={String(cause)}>{cause}</p>
      ))}
      {report.log !== '' && (
        <pre
          tabIndex={0}
          aria-label={t('log.title')}
          role="log"
          className="max-h-96 overflow-auto rounded-lg bg-sunken p-3 font-mono text-xs whitespace-pre-wrap"
        >
          {terminalText(report.log)}
        </pre>
      )}
    </div>
  )
}
