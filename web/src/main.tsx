import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Misconfigured } from '#/app/failures'
import { MarketProvider } from '#/app/market-context'
import { router } from '#/app/router'
import { loadSdk } from '#/chain/sdk'
import { loadConfig } from '#/config/config'
import { startTexts } from '#/texts/texts'
import { startTheme } from '#/ui/theme'
import '#/ui/tokens.css'

startTheme()
// Every view needs the chain soon: the SDK comes while the first one is drawn.
void loadSdk()
const [config] = await Promise.all([loadConfig().catch((error: unknown) => error), startTexts()])
const page = document.getElementById('page')
if (!page) throw new Error('index.html has no #page')
const queries = new QueryClient({ defaultOptions: { queries: { retry: 2 } } })

createRoot(page).render(
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
)
