import type { ReactNode } from 'react'
import { cx } from '#/ui/cx'

/** Names and what they are, a line each. `spread`: the values at the right edge, as on a bill. */
export function Facts({
  children,
  spread = false,
  className,
}: {
  children: ReactNode
  spread?: boolean
  className?: string
}) {
  return (
    <dl
      className={cx(
        'grid gap-x-5 gap-y-1 text-sm *:min-h-6',
        spread
          ? 'grid-cols-[minmax(5rem,1fr)_minmax(0,auto)] [&>dd]:text-right'
          : 'grid-cols-[auto_minmax(0,1fr)]',
        className,
      )}
    >
      {children}
    </dl>
  )
}

export function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}
