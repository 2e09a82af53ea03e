// The service worker from the page's side: starts it, hears of new builds and of clicks.
import type { FromWorker } from '#/background/messages'

const LOOK_FOR_BUILDS_MS = 3600_000
/** After the page has loaded: until then the first view has the network and the processor for itself. */
const START_MS = 3000

export interface BackgroundListener {
  /** the host has another build than this page is of */
  onNewBuild: () => void
  onOpen: (view: string) => void
}

/** Where there is none (plain http on another machine, a private window) the page does without. */
export function startBackground(base: string, listener: BackgroundListener): void {
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'open') listener.onOpen(data.view)
    if (data.kind === 'build' && !isThisPage(data.files)) listener.onNewBuild()
  })
  navigator.serviceWorker.startMessages()
  const start = () => setTimeout(() => void register(base), START_MS)
  if (document.readyState === 'complete') start()
  else addEventListener('load', start, { once: true })
}

async function register(base: string): Promise<void> {
  const registration = await navigator.serviceWorker.register(`${base}sw.js`).catch(() => null)
  if (!registration) return
  let looked = Date.now()
  const look = () => {
    if (document.hidden || Date.now() - looked < LOOK_FOR_BUILDS_MS) return
    looked = Date.now()
    // Without a network there is nothing newer to be had.
    registration.update().catch(() => undefined)
  }
  setInterval(look, LOOK_FOR_BUILDS_MS)
  document.addEventListener('visibilitychange', look)
}

/** A build's scripts and styles have their content's hash in their names. */
function isThisPage(files: readonly string[]): boolean {
  const own = document.querySelectorAll<HTMLScriptElement | HTMLLinkElement>(
    'script[src], link[rel="stylesheet"]',
  )
  return [...own].every((element) => files.includes('src' in element ? element.src : element.href))
}
