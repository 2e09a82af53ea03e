import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMarket } from '#/app/market-context'

/** Leads to the network's explorer, or to our own view where it has none. */
export function TransactionLink({ hash, children }: { hash: string; children: ReactNode }) {
  const { transactionUrl } = useMarket().config.network
  const look = 'text-accent underline underline-offset-2'
  if (!transactionUrl) {
    return (
      <Link to="/transactions/$hash" params={{ hash }} className={look}>
        {children}
      </Link>
    )
  }
  return (
    <a
      href={transactionUrl.replace('{hash}', hash)}
      target="_blank"
      rel="noreferrer"
      className={look}
    >
      {children}
    </a>
  )
}
