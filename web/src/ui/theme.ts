// Light or dark, and who wants to know.
import { useSyncExternalStore } from 'react'
import { applyTheme, currentTheme, keepTheme, systemIsDark, type Theme } from '#/ui/theme-choice'

export type { Theme }

const listeners = new Set<() => void>()

function apply(): void {
  applyTheme()
  for (const listener of listeners) listener()
}

/** A build's pages have their theme already, by plugins/first-paint.ts. */
export function startTheme(): void {
  apply()
  systemIsDark().addEventListener('change', apply)
}

export function chooseTheme(theme: Theme): void {
  keepTheme(theme)
  apply()
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, currentTheme)
}
