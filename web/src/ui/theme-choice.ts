// Which theme is on: the person's choice, kept; without one, the system's.

export type Theme = 'light' | 'dark'

const KEY = 'carrot.theme'

export const systemIsDark = () => window.matchMedia('(prefers-color-scheme: dark)')

export function currentTheme(): Theme {
  const chosen = localStorage.getItem(KEY)
  if (chosen === 'light' || chosen === 'dark') return chosen
  return systemIsDark().matches ? 'dark' : 'light'
}

export function keepTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme)
}

/** Gives the document the theme's colours. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = currentTheme()
}
