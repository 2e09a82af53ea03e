import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ChooseWallet } from '#/app/choose-wallet'
import { useAddress } from '#/app/market-context'
import { Empty, PageHead } from '#/ui/surface'

const TABS = [
  { to: '/provide', name: 'gpus' },
  { to: '/provide/jobs', name: 'jobs' },
  { to: '/provide/worker', name: 'worker' },
  { to: '/provide/earnings', name: 'earnings' },
] as const

/** The frame of what a provider sees. */
export function ProvidePage() {
  const { t } = useTranslation('provide')
  const address = useAddress()
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <nav aria-label={t('title')} className="mb-5 flex gap-1 overflow-x-auto border-b">
        {TABS.map(({ to, name }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: true }}
            className="border-b-2 border-transparent px-3 py-2 text-sm font-medium whitespace-nowrap text-muted hover:text-ink focus-visible:-outline-offset-2"
            activeProps={{ className: 'border-accent! text-ink!', 'aria-current': 'page' }}
          >
            {t(`tabs.${name}`)}
          </Link>
        ))}
      </nav>
      {address ? (
        <Outlet />
      ) : (
        <Empty icon="wallet" title={t('noWallet.title')} text={t('noWallet.text')}>
          <ChooseWallet />
        </Empty>
      )}
    </>
  )
}
