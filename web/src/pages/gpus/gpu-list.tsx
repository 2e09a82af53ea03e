import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { shortAddress } from '#/app/address'
import { Xlm } from '#/app/xlm'
import type { Gpu, GpuId } from '#/market/types'
import { ButtonLink } from '#/ui/button'
import { Badge, type Tone } from '#/ui/surface'

const ROW_PX = 72
const NARROW_ROW_PX = 132

type State = 'free' | 'busy' | 'away'
const TONES: Record<State, Tone> = { free: 'good', busy: 'busy', away: 'plain' }

function stateOf(gpu: Gpu, busy: ReadonlySet<GpuId>): State {
  if (!gpu.available) return 'away'
  return busy.has(gpu.id) ? 'busy' : 'free'
}

/** Any number of GPUs: only the rows near the window exist. */
export function GpuList({ gpus, busy }: { gpus: readonly Gpu[]; busy: ReadonlySet<GpuId> }) {
  const { t } = useTranslation('gpus')
  const list = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), [])
  const narrow = useNarrow()
  const rows = useWindowVirtualizer({
    count: gpus.length,
    estimateSize: () => (narrow ? NARROW_ROW_PX : ROW_PX),
    overscan: 8,
    scrollMargin: top,
    getItemKey: (index) => gpus[index]?.id ?? index,
  })
  return (
    <ul
      ref={list}
      aria-label={t('title')}
      className="relative overflow-clip rounded-card border bg-surface"
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
            className="absolute inset-x-0 top-0 border-b last:border-b-0"
            style={{ height: row.size, transform: `translateY(${row.start - top}px)` }}
          >
            <GpuRow gpu={gpu} state={stateOf(gpu, busy)} />
          </li>
        )
      })}
    </ul>
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

function GpuRow({ gpu, state }: { gpu: Gpu; state: State }) {
  const { t } = useTranslation('gpus')
  return (
    <div className="grid h-full grid-cols-[1fr_auto] items-center gap-x-4 px-4 py-3 sm:grid-cols-[minmax(0,2.4fr)_5rem_8rem_7.500rem_8rem_5.500rem]">
      <div className="min-w-0">
        <p className="truncate font-medium">
          {gpu.model} <span className="font-normal text-muted">#{gpu.id}</span>
        </p>
        <p className="truncate text-sm text-muted">
          {t('by', { address: shortAddress(gpu.provider) })}
        </p>
      </div>
      <p className="tabular hidden sm:block">{t('vramGb', { gb: gpu.vramGb })}</p>
      <p className="text-right sm:text-left">
        <span className="font-semibold">
          <Xlm stroops={gpu.pricePerHour} />
        </span>
        <span className="block text-xs text-muted">{t('perHour', { ns: 'common' })}</span>
      </p>
      <p className="tabular text-sm text-muted">
        <span className="sm:hidden">{t('vramGb', { gb: gpu.vramGb })} · </span>
        {t('jobsDone', { count: gpu.totalJobs })}
      </p>
      <p className="hidden sm:block">
        <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>
      </p>
      <div className="flex items-center justify-end gap-3">
        <span className="sm:hidden">
          <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>
        </span>
        <ButtonLink
          to="/rent/$gpuId"
          params={{ gpuId: String(gpu.id) }}
          size="small"
          look={state === 'free' ? 'primary' : 'plain'}
          disabled={state === 'away'}
          aria-label={t('rentGpu', { id: gpu.id, model: gpu.model })}
        >
          {t('rent')}
        </ButtonLink>
      </div>
    </div>
  )
}
