// Whether the browser offers to install the page as an app. Chromium says so once, early, by an event.
import { useSyncExternalStore } from 'react'

interface InstallEvent extends Event {
  prompt(): Promise<unknown>
}

let offered: InstallEvent | null = null
const listeners = new Set<() => void>()

export function startInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    set(event as InstallEvent)
  })
  addEventListener('appinstalled', () => set(null))
}

/** Null where the browser offers nothing: it is installed, or the browser has its own menu for it. */
export function useInstall(): (() => Promise<void>) | null {
  const event = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => offered,
  )
  if (!event) return null
  return async () => {
    await event.prompt()
    set(null)
  }
}

function set(event: InstallEvent | null): void {
  offered = event
  for (const listener of listeners) listener()
}
