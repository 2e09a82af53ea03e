import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMarket } from '#/app/market-context'
import { explorerUrl } from '#/config/config'

/** Leads to the network's explorer, or to our own view where it has none. */
export function TransactionLink({ hash, children }: { hash: string; children: ReactNode }) {
  const url = explorerUrl(useMarket().config, hash)
  const look = 'text-accent underline underline-offset-2'
  if (url === null) {
    return (
      <Link to="/transactions/$hash" params={{ hash }} className={look}>
        {children}
      </Link>
    )
  }
  return (
    <a href={url} target="_blank" rel="noreferrer" className={look}>
      {children}
    </a>
  )
}
