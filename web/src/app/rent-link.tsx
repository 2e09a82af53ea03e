import { useRouter } from '@tanstack/react-router'
import type { MouseEvent, ReactNode } from 'react'
import { viewPath } from '#/config/place'
import type { GpuId } from '#/market/types'
import { buttonClass } from '#/ui/button'

/**
 * A button-like link to a GPU's form, for rows that come by the dozen while somebody scrolls: the router's own
 * link works out, for each, whether it is the view that is open.
 */
export function RentLink({
  gpuId,
  label,
  disabled,
  className,
  children,
}: {
  gpuId: GpuId
  label: string
  disabled: boolean
  className?: string
  children: ReactNode
}) {
  const router = useRouter()
  const look = { className: buttonClass('plain', 'small', className), 'aria-label': label }
  if (disabled) {
    return (
      <a {...look} role="link" aria-disabled>
        {children}
      </a>
    )
  }
  const to = { to: '/rent/$gpuId', params: { gpuId: String(gpuId) } } as const
  const preload = () => void router.preloadRoute(to)
  const open = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      return
    event.preventDefault()
    void router.navigate(to)
  }
  return (
    <a
      {...look}
      href={router.history.createHref(viewPath(`/rent/${gpuId}`))}
      onClick={open}
      onMouseEnter={preload}
      onFocus={preload}
      onTouchStart={preload}
    >
      {children}
    </a>
  )
}
