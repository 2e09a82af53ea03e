import { type ReactNode, useEffect } from 'react'
import { cx } from '#/ui/cx'
import { Icon, type IconName } from '#/ui/icons'

export function Card({ children, className }: { children: ReactNode; className?: string }) {
  return <section className={cx('rounded-card border bg-surface', className)}>{children}</section>
}

/** The view's name, in the browser's tab too. */
export function PageHead({
  title,
  text,
  children,
}: {
  title: string
  text?: ReactNode
  children?: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · Carrot`
    return () => {
      document.title = 'Carrot'
    }
  }, [title])
  return (
    <header className="mb-5 flex flex-wrap items-end justify-between gap-3">
      <div className="min-w-0">
        <h1 className="text-2xl font-semibold tracking-tight text-balance wrap-anywhere">
          {title}
        </h1>
        {text && <div className="mt-1 max-w-3xl text-pretty text-muted">{text}</div>}
      </div>
      {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </header>
  )
}

export type Tone = 'good' | 'busy' | 'bad' | 'info' | 'plain'

const TONES: Record<Tone, string> = {
  good: 'bg-good-soft text-good',
  busy: 'bg-busy-soft text-busy',
  bad: 'bg-bad-soft text-bad',
  info: 'bg-info-soft text-info',
  plain: 'bg-sunken text-muted',
}

const MARKS: Record<Tone, IconName> = {
  good: 'check',
  busy: 'warning',
  bad: 'warning',
  info: 'info',
  plain: 'info',
}

export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1.5 rounded-full px-2 py-0.5 align-middle text-xs font-medium whitespace-nowrap',
        TONES[tone],
      )}
    >
      <span aria-hidden className="size-1.5 rounded-full bg-current" />
      {children}
    </span>
  )
}

export function Notice({
  tone,
  title,
  children,
}: {
  tone: Tone
  title?: string
  children?: ReactNode
}) {
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={cx(
        'flex gap-3 rounded-lg border border-current/20 px-4 py-3 text-sm',
        TONES[tone],
      )}
    >
      <Icon name={MARKS[tone]} className="mt-px size-4.5" />
      <div className="min-w-0 flex-1 break-words">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className={cx('text-ink', title && 'mt-0.5')}>{children}</div>}
      </div>
    </div>
  )
}

/** Where a list has nothing to show: says why, and what to do. */
export function Empty({
  title,
  text,
  icon,
  children,
}: {
  title: string
  text?: ReactNode
  icon?: IconName
  children?: ReactNode
}) {
  return (
    <div className="flex flex-col items-center gap-1.5 rounded-card border border-dashed px-6 py-14 text-center">
      {icon && (
        <span className="mb-2 grid size-11 place-items-center rounded-full border bg-surface text-muted">
          <Icon name={icon} />
        </span>
      )}
      <p className="text-lg font-semibold text-balance">{title}</p>
      {text && <p className="max-w-md text-balance text-muted">{text}</p>}
      {children && <div className="mt-3 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  )
}

export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx('block animate-pulse rounded-md bg-line', className)} />
}

/** A grey stand-in for `rows` lines of a list, told to screen readers once. */
export function SkeletonRows({ rows, label }: { rows: number; label: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-2">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} className="h-14 w-full rounded-card" />
      ))}
    </div>
  )
}
