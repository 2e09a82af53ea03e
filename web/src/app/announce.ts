// Shows what happened to the person's jobs and GPUs while the page is not in front of them.
import type { QueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import { type Notice, notificationState, show } from '#/app/notifications'
import { readGpu } from '#/chain/read'
import type { Config } from '#/config/config'
import { formatXlm } from '#/market/amount'
import { type MarketEvent, type News, newsOf } from '#/market/news'
import type { Gpu, GpuId } from '#/market/types'

/** More at once, after a long sleep, would be noise: the newest are told. */
const MOST_AT_ONCE = 8

export async function announce(
  events: readonly MarketEvent[],
  address: string | null,
  config: Config,
  queries: QueryClient,
): Promise<void> {
  if (address === null || events.length === 0 || isWatched() || notificationState() !== 'on') return
  const own = await ownGpus(events, address, config, queries)
  const news = events.flatMap((event) => newsOf(event, address, (gpu) => own.has(gpu)))
  for (const each of news.slice(-MOST_AT_ONCE)) await show(noticeOf(each, own))
}

function isWatched(): boolean {
  return !document.hidden && document.hasFocus()
}

/** Of the GPUs that jobs were posted for. A GPU never changes its owner, so one reading is enough. */
async function ownGpus(
  events: readonly MarketEvent[],
  address: string,
  config: Config,
  queries: QueryClient,
): Promise<Map<GpuId, Gpu>> {
  const posted = events.filter(({ name }) => name === 'job_posted')
  const ids = [...new Set(posted.map(({ topics }) => Number(topics[1])))]
  // What can't be read now is left out: the view says so when it is looked at.
  const gpus = await Promise.allSettled(
    ids.map((id) =>
      queries.ensureQueryData({ queryKey: ['gpus', id], queryFn: () => readGpu(config, id) }),
    ),
  )
  return new Map(
    gpus
      .flatMap((read) => (read.status === 'fulfilled' ? [read.value] : []))
      .filter((gpu) => gpu.provider === address)
      .map((gpu) => [gpu.id, gpu]),
  )
}

function noticeOf(news: News, gpus: ReadonlyMap<GpuId, Gpu>): Notice {
  const t = i18next.getFixedT(null, 'notices')
  const xlm = (stroops: bigint) => formatXlm(stroops, i18next.language)
  const values = {
    job: news.job,
    ...(news.kind === 'posted'
      ? {
          gpu: gpus.get(news.gpu)?.model ?? `#${news.gpu}`,
          count: news.hours,
          amount: xlm(news.payment),
        }
      : {}),
    ...('amount' in news ? { amount: xlm(news.amount) } : {}),
  }
  return {
    tag: `carrot-${news.kind}-${news.job}`,
    title: t(`${news.kind}.title`, values),
    text: t(`${news.kind}.text`, values),
    view: `/jobs/${news.job}`,
  }
}
