import { type ComponentProps, useEffect } from 'react'
import type { useCall } from '#/app/use-call'
import { Dialog } from '#/ui/dialog'

/**
 * A dialog in which a call is made. It stays while the wallet or the network is busy with that, and
 * begins anew each time it is opened.
 */
export function CallDialog({
  call: { busy, reset },
  open,
  onOpenChange,
  ...dialog
}: { call: Pick<ReturnType<typeof useCall>, 'busy' | 'reset'> } & ComponentProps<typeof Dialog>) {
  useEffect(() => {
    if (open) reset()
  }, [open, reset])
  return (
    <Dialog
      {...dialog}
      open={open}
      onOpenChange={(wanted) => {
        if (!busy) onOpenChange(wanted)
      }}
    />
  )
}
