// The page's addresses. Each view is a chunk of its own.
import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
import { Broken, NotFound } from '#/app/failures'
import { Shell } from '#/app/shell'
import { BASE, HASH_ADDRESSES } from '#/config/place'
import { readGpuFilter } from '#/market/gpu-filter'
import { readJobFilter } from '#/market/job-list'
import { GpusPage } from '#/pages/gpus/gpus-page'

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: Broken,
})

const gpus = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: readGpuFilter,
  component: GpusPage,
})

const rent = createRoute({
  getParentRoute: () => root,
  path: '/rent/$gpuId',
  component: lazyRouteComponent(() => import('#/pages/rent/rent-page'), 'RentPage'),
})

const jobs = createRoute({
  getParentRoute: () => root,
  path: '/jobs',
  validateSearch: readJobFilter,
  component: lazyRouteComponent(() => import('#/pages/jobs/jobs-page'), 'JobsPage'),
})

const job = createRoute({
  getParentRoute: () => root,
  path: '/jobs/$jobId',
  component: lazyRouteComponent(() => import('#/pages/jobs/job-page'), 'JobPage'),
})

const transaction = createRoute({
  getParentRoute: () => root,
  path: '/transactions/$hash',
  component: lazyRouteComponent(
    () => import('#/pages/transactions/transaction-page'),
    'TransactionPage',
  ),
})

const provide = createRoute({
  getParentRoute: () => root,
  path: '/provide',
  component: lazyRouteComponent(() => import('#/pages/provide/provide-page'), 'ProvidePage'),
})

const ownGpus = createRoute({
  getParentRoute: () => provide,
  path: '/',
  component: lazyRouteComponent(() => import('#/pages/provide/own-gpus-page'), 'OwnGpusPage'),
})

const providerJobs = createRoute({
  getParentRoute: () => provide,
  path: '/jobs',
  component: lazyRouteComponent(
    () => import('#/pages/provide/provider-jobs-page'),
    'ProviderJobsPage',
  ),
})

const worker = createRoute({
  getParentRoute: () => provide,
  path: '/worker',
  component: lazyRouteComponent(() => import('#/pages/provide/worker-page'), 'WorkerPage'),
})

const earnings = createRoute({
  getParentRoute: () => provide,
  path: '/earnings',
  component: lazyRouteComponent(() => import('#/pages/provide/earnings-page'), 'EarningsPage'),
})

export const router = createRouter({
  ...(HASH_ADDRESSES ? { history: createHashHistory() } : { basepath: BASE }),
  routeTree: root.addChildren([
    gpus,
    rent,
    jobs,
    job,
    transaction,
    provide.addChildren([ownGpus, providerJobs, worker, earnings]),
  ]),
  defaultPreload: 'intent',
  // A view that fails leaves the frame around it standing.
  defaultErrorComponent: Broken,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
