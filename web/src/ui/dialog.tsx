import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Icon } from '#/ui/icons'

/** A modal window: focus stays inside, Escape closes it. On phones it comes up from the edge. */
export function Dialog({
  open,
  onOpenChange,
  title,
  text,
  closeLabel,
  children,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  text?: ReactNode
  closeLabel: string
  children: ReactNode
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/50" />
        <Radix.Content
          {...(text ? {} : { 'aria-describedby': undefined })}
          className="fixed inset-x-0 bottom-0 z-50 max-h-[90dvh] overflow-y-auto rounded-t-card border bg-surface p-5 shadow-xl sm:inset-x-auto sm:bottom-auto sm:top-1/2 sm:left-1/2 sm:w-[28rem] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-card"
        >
          <div className="flex items-start justify-between gap-4">
            <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
            <Radix.Close
              aria-label={closeLabel}
              className="-m-1.5 rounded-lg p-1.5 text-muted hover:bg-sunken hover:text-ink"
            >
              <Icon name="close" />
            </Radix.Close>
          </div>
          {text && <Radix.Description className="mt-1 text-muted">{text}</Radix.Description>}
          <div className="mt-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
