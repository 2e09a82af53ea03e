/// <reference lib="webworker" />
// Keeps this build's files, so that the page starts without a network, and shows notifications after
// the person has left the page. It never answers for the RPC, a worker or a gateway.
import type { FromWorker, NoticeData } from '#/background/messages'

declare const self: ServiceWorkerGlobalScope
/** Written in by plugins/pwa.ts. */
declare const BUILD: { id: string; files: string[] }
const build = BUILD

const SLOW_NETWORK_MS = 4000
const PREFIX = 'carrot-page-'
const PAGE = PREFIX + build.id
const MARKET = 'carrot-market'

const here = (path: string) => new URL(path, self.registration.scope).href
const files = new Set(build.files.map(here))

self.addEventListener('install', (event) => {
  event.waitUntil(keepFiles().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(takeOver())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET') return
  if (request.url === here('carrot.json')) event.respondWith(marketFile(request))
  else if (isView(request)) event.respondWith(view(request, event.preloadResponse))
  else if (files.has(request.url) || request.url.startsWith(here('assets/')))
    event.respondWith(pageFile(request))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data as NoticeData))
})

async function keepFiles(): Promise<void> {
  const cache = await caches.open(PAGE)
  // A name with a hash in it is what it was; anything else is asked for again.
  await cache.addAll(
    [...files].map((url) => {
      const fresh = url.startsWith(here('assets/')) ? 'default' : 'no-cache'
      return new Request(url, { cache: fresh })
    }),
  )
  // The page that starts this worker had its market's file before.
  await marketFile(new Request(here('carrot.json')))
}

/** Pages of the build before this one may still be open, and load views from it. */
async function takeOver(): Promise<void> {
  const older = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== PAGE)
  await Promise.all(older.slice(0, -1).map((name) => caches.delete(name)))
  await self.registration.navigationPreload?.enable()
  await self.clients.claim()
  for (const page of await pages()) tell(page, { kind: 'build', files: [...files] })
}

async function pages(): Promise<WindowClient[]> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  return windows.filter((page) => page.url.startsWith(self.registration.scope))
}

function tell(page: WindowClient, message: FromWorker): void {
  page.postMessage(message)
}

function isView({ mode, url }: Request): boolean {
  if (mode !== 'navigate') return false
  return url === here('index.html') || !new URL(url).pathname.split('/').at(-1)?.includes('.')
}

/** The host's own answer, so that no build outlives its successor; the kept page when there is none. */
async function view(request: Request, preloaded: Promise<Response | undefined>): Promise<Response> {
  const kept = () => caches.match(here('index.html'), { ignoreVary: true })
  try {
    const answer = await soon(preloaded.then((response) => response ?? fetch(request)))
    return answer.status < 500 ? answer : ((await kept()) ?? answer)
  } catch {
    return (await kept()) ?? Response.error()
  }
}

function soon<T>(promise: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('no answer in time')), SLOW_NETWORK_MS)
  })
  return Promise.race([promise, late])
}

async function pageFile(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request)
}

/** Which market this is: as the host says it, and as it said last only while it can't be reached. */
async function marketFile(request: Request): Promise<Response> {
  const cache = await caches.open(MARKET)
  try {
    const answer = await fetch(request, { cache: 'no-cache' })
    if (answer.ok) await cache.put(request, answer.clone())
    return answer
  } catch {
    return (await cache.match(request, { ignoreVary: true })) ?? Response.error()
  }
}

/** In a page that is open already, else in one of its own. */
async function open({ view: path, url }: NoticeData): Promise<void> {
  const [page] = await pages()
  if (!page) {
    await self.clients.openWindow(url)
    return
  }
  tell(page, { kind: 'open', view: path })
  await page.focus()
}
