import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, startTransition } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { Misconfigured } from '#/app/failures'
import { startInstall } from '#/app/install'
import { MarketProvider } from '#/app/market-context'
import { router } from '#/app/router'
import { announceNewBuild } from '#/app/update-notice'
import { startBackground } from '#/background/background'
import { loadConfig } from '#/config/config'
import { BASE, viewPath } from '#/config/place'
import { startTexts } from '#/texts/texts'
import { startTheme } from '#/ui/theme'
import '#/ui/tokens.css'

startTheme()
startInstall()
// While Vite serves the sources there is no build to keep.
if (import.meta.env.PROD) {
  startBackground(BASE, {
    onNewBuild: announceNewBuild,
    onOpen: (view) => router.history.push(viewPath(view)),
  })
}
const page = document.getElementById('page')
if (!page) throw new Error('index.html has no #page')
const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: 2, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
})

/** Not by this module's own `await`: views import what it is bundled with, and would wait for its end. */
async function draw(root: Root): Promise<void> {
  // The router's first look at the address, too: by itself it looks when it is drawn, and draws all at once what it found.
  const [config] = await Promise.all([
    loadConfig().catch((error: unknown) => error),
    startTexts(),
    router.load(),
  ])
  // As a transition, which React draws in slices: a phone's taps are answered in between.
  startTransition(() =>
    root.render(
      <StrictMode>
        {config instanceof Error ? (
          <Misconfigured error={config} />
        ) : (
          <QueryClientProvider client={queries}>
            <MarketProvider config={config as Awaited<ReturnType<typeof loadConfig>>}>
              <RouterProvider router={router} />
            </MarketProvider>
          </QueryClientProvider>
        )}
      </StrictMode>,
    ),
  )
}

void draw(createRoot(page))
