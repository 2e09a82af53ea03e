import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Icon } from '#/ui/icons'

/**
 * A modal window on the browser's own <dialog>: focus stays inside, Escape and a click beside it close
 * it, what lies behind is inert. On phones it comes up from the edge.
 */
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
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const element = dialog.current
    if (open && element && !element.open) element.showModal()
    if (!open) element?.close()
  }, [open])
  useEffect(() => {
    const element = dialog.current
    // What it was about is gone, and with it the button that the browser would go back to.
    return () => {
      if (element?.open) requestAnimationFrame(focusSomething)
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={text ? `${id}-text` : undefined}
      onCancel={(event) => {
        // A file chooser inside tells of its own cancelling, too.
        if (event.target !== dialog.current) return
        event.preventDefault()
        onOpenChange(false)
      }}
      onClose={() => {
        // A second Escape closes it whatever was said to the first: its owner decides.
        if (!open) return
        if (dialog.current?.isConnected) dialog.current.showModal()
        onOpenChange(false)
      }}
      onPointerDown={(event) => event.target === dialog.current && onOpenChange(false)}
      className="m-0 mt-auto max-h-[90dvh] w-full max-w-full rounded-t-card border bg-surface text-ink shadow-xl backdrop:bg-black/50 sm:m-auto sm:w-[28rem] sm:rounded-card"
    >
      {open && (
        <div className="p-5">
          <div className="flex items-start justify-between gap-4">
            <h2 id={`${id}-title`} className="text-lg font-semibold">
              {title}
            </h2>
            <button
              type="button"
              onClick={() => onOpenChange(false)}
              aria-label={closeLabel}
              className="-m-1.5 rounded-lg p-1.5 text-muted hover:bg-sunken hover:text-ink"
            >
              <Icon name="close" />
            </button>
          </div>
          {text && (
            <p id={`${id}-text`} className="mt-1 text-muted">
              {text}
            </p>
          )}
          <div className="mt-4">{children}</div>
        </div>
      )}
    </dialog>
  )
}

function focusSomething(): void {
  if (document.activeElement === document.body) document.querySelector('main')?.focus()
}
