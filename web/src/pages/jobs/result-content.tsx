import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { type FileKind, fileKind, HEAD_BYTES } from '#/ipfs/file-kind'
import { readReport } from '#/market/report'
import { ReportView } from '#/pages/jobs/report-view'
import { SealedFrame } from '#/pages/jobs/sealed-frame'
import { Skeleton } from '#/ui/surface'

const ResultTable = lazy(() => import('#/pages/jobs/result-table'))
const TEXT_SHOWN_BYTES = 200_000
/** Larger ones, as one `data:` address, would take the tab down before they are seen. */
const MEDIA_LIMIT_BYTES = 64 << 20

interface Props {
  blob: Blob
  name: string
  isReport: boolean
}

let count = 0
const identities = new WeakMap<Blob, number>()

/** Contents have no name of their own that a query could go by. */
function identityOf(blob: Blob): number {
  const known = identities.get(blob) ?? count++
  identities.set(blob, known)
  return known
}

/** A file's picture, sound, table or text; by what it is, not by what it is called. */
export function ResultContent({ blob, name, isReport }: Props) {
  const seen = useQuery({
    queryKey: ['content', identityOf(blob), name],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: async () => {
      const head = new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer())
      const kind = fileKind(head, name)
      const isText = kind.kind === 'text' || kind.kind === 'table'
      return { kind, text: isText ? await blob.slice(0, TEXT_SHOWN_BYTES).text() : '' }
    },
  })
  if (!seen.data) return <Skeleton className="h-16 w-full" />
  return <Shown {...seen.data} {...{ blob, name, isReport }} />
}

function Shown({ kind, text, blob, name, isReport }: Props & { kind: FileKind; text: string }) {
  const { t } = useTranslation('jobs')
  const cut = blob.size > TEXT_SHOWN_BYTES
  switch (kind.kind) {
    case 'picture':
    case 'audio':
    case 'video':
      if (blob.size > MEDIA_LIMIT_BYTES) return <Remark>{t('result.notShown')}</Remark>
      return <SealedFrame content={blob} kind={kind.kind} mime={kind.mime} label={name} />
    case 'table':
      return (
        <Suspense fallback={<Skeleton className="h-40 w-full" />}>
          <ResultTable text={text} cut={cut} label={name} />
        </Suspense>
      )
    case 'text': {
      const report = isReport ? readReport(text) : null
      return report ? <ReportView report={report} /> : <Text text={text} cut={cut} label={name} />
    }
    case 'empty':
      return <Remark>{t('result.empty')}</Remark>
    case 'other':
      return <Remark>{t('result.notShown')}</Remark>
  }
}

function Remark({ children }: { children: string }) {
  return <p className="text-sm text-muted">{children}</p>
}

function Text({ text, cut, label }: { text: string; cut: boolean; label: string }) {
  const { t } = useTranslation('jobs')
  return (
    <>
      <section
        aria-label={label}
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-lg border bg-sunken"
      >
        <pre className="p-3 font-mono text-xs leading-relaxed wrap-anywhere whitespace-pre-wrap">
          {text}
        </pre>
      </section>
      {cut && <Remark>{t('result.cut')}</Remark>}
    </>
  )
}
