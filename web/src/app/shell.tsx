import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AccountNotice } from '#/app/account-notice'
import { useMarket, useNetwork } from '#/app/market-context'
import { NetworkNotice } from '#/app/network-notice'
import { NotificationButton } from '#/app/notification-button'
import { UpdateNotice } from '#/app/update-notice'
import { WalletButton } from '#/app/wallet-button'
import { chooseLanguage, LANGUAGES, type Language } from '#/texts/texts'
import { Icon } from '#/ui/icons'
import { Logo } from '#/ui/logo'
import { chooseTheme, useTheme } from '#/ui/theme'

const PLACES = [
  { to: '/', name: 'gpus', icon: 'chip' },
  { to: '/jobs', name: 'jobs', icon: 'list' },
  { to: '/provide', name: 'provide', icon: 'coins' },
] as const

/** The frame of every view: top bar, on phones a bar at the bottom, and the view between. */
export function Shell() {
  const { t } = useTranslation()
  return (
    <div className="flex min-h-dvh flex-col">
      {/* biome-ignore lint/a11y/useValidAnchor: it is a place of this page; the handler only keeps the router out */}
      <a
        href="#content"
        onClick={skipToContent}
        className="sr-only z-50 rounded-lg bg-surface px-4 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('skip')}
      </a>
      <header className="sticky top-0 z-30 border-b bg-page">
        <div className="mx-auto flex h-14 max-w-6xl items-center gap-2 px-4 sm:gap-6">
          <Link to="/" className="flex items-center gap-2 font-semibold tracking-tight">
            <Logo className="size-7" />
            <span>Carrot</span>
          </Link>
          <nav aria-label={t('nav.label')} className="hidden gap-1 sm:flex">
            {PLACES.map((place) => (
              <Place key={place.to} {...place} className="h-9 px-3 aria-[current=page]:bg-sunken" />
            ))}
          </nav>
          <div className="ml-auto flex items-center gap-1.5">
            <NotificationButton />
            <WalletButton />
          </div>
        </div>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-6xl flex-1 px-4 py-6 outline-none"
      >
        <div className="mb-4 flex flex-col gap-2 empty:hidden">
          <UpdateNotice />
          <NetworkNotice />
          <AccountNotice />
        </div>
        <Outlet />
      </main>
      <Foot />
      <nav
        aria-label={t('nav.label')}
        className="sticky bottom-0 z-30 grid grid-cols-3 border-t bg-page pb-[env(safe-area-inset-bottom)] sm:hidden"
      >
        {PLACES.map((place) => (
          <Place
            key={place.to}
            {...place}
            className="h-14 flex-col justify-center gap-1 rounded-none text-xs aria-[current=page]:text-accent!"
          />
        ))}
      </nav>
    </div>
  )
}

/** By itself: in a build for any folder what follows "#" is a view. */
function skipToContent(event: React.MouseEvent): void {
  event.preventDefault()
  document.getElementById('content')?.focus()
}

function Place({ to, name, icon, className }: (typeof PLACES)[number] & { className: string }) {
  const { t } = useTranslation()
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      className={`flex items-center gap-2 rounded-lg text-sm font-medium text-muted hover:text-ink ${className}`}
      activeProps={{ className: 'text-ink!', 'aria-current': 'page' }}
    >
      <Icon name={icon} className="size-4.5" />
      {t(`nav.${name}`)}
    </Link>
  )
}

function Foot() {
  const { t, i18n } = useTranslation()
  const { config } = useMarket()
  const { ledger } = useNetwork()
  const theme = useTheme()
  return (
    <footer className="border-t text-sm text-muted">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
        <span>{t('network', { name: config.network.name })}</span>
        {ledger !== null && (
          <span className="tabular max-sm:hidden">{t('ledger', { ledger })}</span>
        )}
        <span className="ml-auto flex items-center gap-2">
          <label className="flex items-center gap-1.5">
            <Icon name="globe" className="size-4 max-sm:hidden" />
            <span className="sr-only">{t('language')}</span>
            <select
              value={i18n.language}
              onChange={(event) => void chooseLanguage(event.target.value as Language)}
              className="h-9 rounded-lg bg-transparent px-1 text-ink hover:bg-sunken"
            >
              {Object.entries(LANGUAGES).map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <button
            type="button"
            onClick={() => chooseTheme(theme === 'dark' ? 'light' : 'dark')}
            aria-label={theme === 'dark' ? t('theme.toLight') : t('theme.toDark')}
            className="rounded-lg p-2 hover:bg-sunken hover:text-ink"
          >
            {theme === 'dark' ? <Icon name="sun" /> : <Icon name="moon" />}
          </button>
        </span>
      </div>
    </footer>
  )
}
