import { useWindowVirtualizer } from '@tanstack/react-virtual'
import type { TFunction } from 'i18next'
import { memo, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { shortAddress } from '#/app/address'
import { RentLink } from '#/app/rent-link'
import { formatXlm } from '#/market/amount'
import type { Gpu, GpuId } from '#/market/types'
import { localeOf } from '#/texts/texts'
import { Badge, type Tone } from '#/ui/surface'

const ROW_PX = 64
const NARROW_ROW_PX = 116
const COLUMNS =
  'grid-cols-[1fr_auto] gap-x-4 sm:grid-cols-[minmax(0,1fr)_4.5rem_8rem_5rem_9rem_4.5rem]'

type State = 'free' | 'busy' | 'away'
const TONES: Record<State, Tone> = { free: 'good', busy: 'busy', away: 'plain' }

function stateOf(gpu: Gpu, busy: ReadonlySet<GpuId>): State {
  if (!gpu.available) return 'away'
  return busy.has(gpu.id) ? 'busy' : 'free'
}

/** Any number of GPUs: only the rows near the window exist. */
export function GpuList({ gpus, busy }: { gpus: readonly Gpu[]; busy: ReadonlySet<GpuId> }) {
  const { t, i18n } = useTranslation('gpus')
  const locale = localeOf(i18n.language)
  const list = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), [])
  const narrow = useNarrow()
  const rows = useWindowVirtualizer({
    count: gpus.length,
    estimateSize: () => (narrow ? NARROW_ROW_PX : ROW_PX),
    overscan: 8,
    scrollMargin: top,
    // Another function at each drawing would have all rows laid out again.
    getItemKey: useCallback((index: number) => gpus[index]?.id ?? index, [gpus]),
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows' height follows from it
  useLayoutEffect(() => rows.measure(), [rows, narrow])
  return (
    <div className="overflow-clip rounded-card border bg-surface">
      <ColumnNames />
      <ul
        ref={list}
        aria-label={t('title')}
        className="relative"
        style={{ height: rows.getTotalSize() }}
      >
        {rows.getVirtualItems().map((row) => {
          const gpu = gpus[row.index]
          if (!gpu) return null
          return (
            <li
              key={row.key}
              aria-setsize={gpus.length}
              aria-posinset={row.index + 1}
              className="absolute inset-x-0 top-0 border-b contain-strict last:border-b-0"
              style={{ height: row.size, transform: `translateY(${row.start - top}px)` }}
            >
              <GpuRow gpu={gpu} state={stateOf(gpu, busy)} t={t} locale={locale} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => window.innerWidth < 640)
  useLayoutEffect(() => {
    const query = window.matchMedia('(max-width: 639px)')
    const read = () => setNarrow(query.matches)
    read()
    query.addEventListener('change', read)
    return () => query.removeEventListener('change', read)
  }, [])
  return narrow
}

/** The names above the columns; a row says each by itself to whoever can't see them. */
function ColumnNames() {
  const { t } = useTranslation('gpus')
  return (
    <div
      aria-hidden
      className={`${COLUMNS} hidden border-b bg-sunken px-4 py-2 text-xs font-medium text-muted sm:grid`}
    >
      <span>{t('model')}</span>
      <span className="text-right">{t('vram')}</span>
      <span className="text-right">{t('pricePerHour')}</span>
      <span className="text-right">{t('jobs')}</span>
      <span className="pl-6">{t('stateNow')}</span>
    </div>
  )
}

/** Scrolling draws the rows that come into sight, and no other again; they ask for nothing themselves. */
const GpuRow = memo(function GpuRow({
  gpu,
  state,
  t,
  locale,
}: {
  gpu: Gpu
  state: State
  t: TFunction<'gpus'>
  locale: string
}) {
  const badge = <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>
  return (
    <div
      className={`${COLUMNS} grid h-full content-center items-center gap-y-1.5 px-4 hover:bg-sunken`}
    >
      <div className="min-w-0 max-sm:col-span-2">
        <p className="flex items-center justify-between gap-3">
          <span className="min-w-0 truncate font-medium">
            {gpu.model} <span className="font-normal text-muted">#{gpu.id}</span>
          </span>
          <span className="sm:hidden">{badge}</span>
        </p>
        <p className="truncate text-sm text-muted">
          <span className="sm:hidden">
            {t('vramGb', { gb: gpu.vramGb })} · {t('jobsDone', { count: gpu.totalJobs })} ·{' '}
          </span>
          {t('by', { address: shortAddress(gpu.provider) })}
        </p>
      </div>
      <p className="tabular hidden text-right sm:block">{t('vramGb', { gb: gpu.vramGb })}</p>
      <p className="sm:text-right">
        <span className="tabular font-semibold whitespace-nowrap">
          {formatXlm(gpu.pricePerHour, locale, 2)}
          <span className="text-muted"> XLM</span>
        </span>{' '}
        <span className="text-sm text-muted sm:sr-only">{t('perHour', { ns: 'common' })}</span>
      </p>
      <p className="tabular hidden text-right text-muted sm:block">
        <span aria-hidden>{gpu.totalJobs}</span>
        <span className="sr-only">{t('jobsDone', { count: gpu.totalJobs })}</span>
      </p>
      <p className="hidden pl-6 sm:block">{badge}</p>
      <RentLink
        gpuId={gpu.id}
        label={t('rentGpu', { id: gpu.id, model: gpu.model })}
        disabled={state === 'away'}
        className="justify-self-end"
      >
        {t('rent')}
      </RentLink>
    </div>
  )
})
