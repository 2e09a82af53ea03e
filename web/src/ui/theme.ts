// Light or dark: the person's choice, kept; without one, the system's.
import { useSyncExternalStore } from 'react'

export type Theme = 'light' | 'dark'
const KEY = 'carrot.theme'
const system = () => window.matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

function current(): Theme {
  const chosen = localStorage.getItem(KEY)
  if (chosen === 'light' || chosen === 'dark') return chosen
  return system().matches ? 'dark' : 'light'
}

function apply(): void {
  document.documentElement.dataset.theme = current()
  for (const listener of listeners) listener()
}

/** Before the first paint, so that no page flashes in the other theme. */
export function startTheme(): void {
  apply()
  system().addEventListener('change', apply)
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme)
  apply()
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, current)
}
