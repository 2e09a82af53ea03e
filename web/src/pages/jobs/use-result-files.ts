import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { CID } from 'multiformats/cid'
import { useState } from 'react'
import { useMarket, useWallet } from '#/app/market-context'
import { isSealed, listResult, type ResultFile } from '#/ipfs/result'
import { readDescription } from '#/market/job-description'
import type { Job } from '#/market/types'
import { hasResultKey, resultKeyOf } from '#/wallet/result-keys'
import type { Wallet } from '#/wallet/wallet'

const KEPT = { staleTime: Number.POSITIVE_INFINITY, retry: false }

export interface ResultFiles {
  files: {
    data: ResultFile[] | undefined
    error: Error | null
    isPending: boolean
    refetch: () => void
  }
  /**
   * public: anybody can read it; unsealed: so it is, though the job asked for more; closed: it is encrypted, and
   * waits for `open`; opened: it is being decrypted, or has been
   */
  privacy: 'public' | 'unsealed' | 'closed' | 'opened'
  /** whether the connected account posted the job */
  isOwn: boolean
  open: () => void
  /** while the wallet is asked for the key: no longer waits for it */
  giveUp: (() => void) | null
}

/** The files of a job's result or report; those of a private one once its consumer asks for them. */
export function useResultFiles(job: Job, cid: CID | null): ResultFiles {
  const { config } = useMarket()
  const state = useWallet()
  const wallet = state.status === 'connected' ? state.wallet : null
  const isOwn = wallet?.address === job.consumer
  const [asked, setAsked] = useState(false)
  const { isPrivate } = readDescription(job.description)
  const sealed = useQuery({
    ...KEPT,
    queryKey: ['sealed', job.resultHash],
    enabled: cid !== null && isPrivate,
    queryFn: ({ signal }) => cid !== null && isSealed(cid, config.gateways, signal),
  })
  const listed = useQuery({
    ...KEPT,
    queryKey: ['result', job.resultHash],
    enabled: cid !== null && (!isPrivate || sealed.data === false),
    queryFn: ({ signal }) => (cid ? listResult(cid, config.gateways, signal) : []),
  })
  const mayOpen = sealed.data === true && wallet !== null && isOwn
  const opens = mayOpen && (asked || hasResultKey(wallet))
  const { opened, giveUp } = useOpened(job, cid, opens ? wallet : null)
  const open = () => {
    setAsked(true)
    if (opened.isError) void opened.refetch()
  }
  const result = (query: UseQueryResult, privacy: ResultFiles['privacy'], data?: ResultFile[]) => ({
    files: {
      data,
      error: query.error,
      isPending: query.isPending,
      refetch: () => void query.refetch(),
    },
    privacy,
    isOwn,
    open,
    giveUp,
  })
  if (!isPrivate) return result(listed, 'public', listed.data)
  if (sealed.data === undefined) return result(sealed, 'public')
  if (!sealed.data) return result(listed, 'unsealed', listed.data)
  return result(opened, opens ? 'opened' : 'closed', opened.data)
}

/** Decrypted with the key of `wallet`, which is asked for it; null while that is not wanted. */
function useOpened(job: Job, cid: CID | null, wallet: Wallet | null) {
  const { config } = useMarket()
  const [giveUp, setGiveUp] = useState<(() => void) | null>(null)
  const opened = useQuery({
    ...KEPT,
    // Gone soon after nobody looks at it: it is private.
    gcTime: 60_000,
    queryKey: ['opened', job.resultHash, wallet?.address],
    enabled: wallet !== null,
    queryFn: async ({ signal }) => {
      if (!cid || !wallet) return []
      const stop = new AbortController()
      setGiveUp(() => () => stop.abort())
      const { identity } = await resultKeyOf(
        wallet,
        config.network.passphrase,
        stop.signal,
      ).finally(() => setGiveUp(null))
      const { openSealedResult } = await import('#/ipfs/sealed-result')
      return openSealedResult(cid, config.gateways, identity, signal)
    },
  })
  return { opened, giveUp }
}
