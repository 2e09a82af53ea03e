// Brings the queries up to date with what the follower has heard: single records where events name
// them, whole lists where they don't. In a busy market of 10,000 GPUs a list a change would be
// hundreds of requests a second.
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { FollowerNews } from '#/chain/follow'
import { readGpu, readJob } from '#/chain/read'
import type { Config } from '#/config/config'
import { changesOf, withRecord } from '#/market/changes'

/** With more changed at once, pages of the list are fewer requests. */
const MOST_SINGLE_READS = 20

export async function refresh(
  queries: QueryClient,
  config: Config,
  news: FollowerNews,
): Promise<void> {
  if (news.unknownChanges) {
    await invalidate(queries, ['gpus'], ['jobs'], ['endpoint'], ['balance'])
    return
  }
  if (news.events.length === 0) return
  const changes = changesOf(news.events)
  const waiting = [...changes.endpoints].map((provider) =>
    invalidate(queries, ['endpoint', provider]),
  )
  if (changes.jobs.size > 0) waiting.push(invalidate(queries, ['balance']))
  await Promise.all([...waiting, refreshRecords(queries, config, changes)])
}

async function refreshRecords(
  queries: QueryClient,
  config: Config,
  { jobs, gpus, completed }: ReturnType<typeof changesOf>,
): Promise<void> {
  if (jobs.size + gpus.size > MOST_SINGLE_READS) {
    await invalidate(queries, ['jobs'], ['gpus'])
    return
  }
  try {
    const read = await Promise.all([...jobs].map((id) => readJob(config, id)))
    for (const job of read) {
      await put(queries, 'jobs', job)
      if (completed.has(job.id)) gpus.add(job.gpuId)
    }
    const cards = await Promise.all([...gpus].map((id) => readGpu(config, id)))
    for (const gpu of cards) await put(queries, 'gpus', gpu)
  } catch {
    // Asked for again as a whole, with the queries' own patience and the views' own errors.
    await invalidate(queries, ['jobs'], ['gpus'])
  }
}

/** Into the record's own query, and into the list once no older reading of it is under way. */
async function put<T extends { id: number }>(
  queries: QueryClient,
  name: 'jobs' | 'gpus',
  record: T,
): Promise<void> {
  queries.setQueryData([name, record.id], record)
  const list = queries.getQueryCache().find<T[]>({ queryKey: [name], exact: true })
  if (list?.state.fetchStatus === 'fetching') await list.promise?.catch(() => undefined)
  const data = list?.state.data
  if (!data) return
  const changed = withRecord(data, record)
  if (changed) queries.setQueryData([name], changed)
  else await queries.invalidateQueries({ queryKey: [name], exact: true })
}

/** What failed while the network was away. */
export async function retryFailed(queries: QueryClient): Promise<void> {
  await queries.refetchQueries({ predicate: ({ state }) => state.status === 'error' })
}

async function invalidate(queries: QueryClient, ...keys: QueryKey[]): Promise<void> {
  await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })))
}
