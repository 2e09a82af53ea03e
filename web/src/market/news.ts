// Which of the marketplace's events a person wants to hear of, as consumer or as provider.
import type { GpuId, JobId } from '#/market/types'

/** A contract's event in JavaScript's own values (docs/protocol.md, Events). */
export interface MarketEvent {
  name: string
  topics: unknown[]
  data: Record<string, unknown>
}

export type News =
  | { kind: 'posted'; job: JobId; gpu: GpuId; hours: number; payment: bigint }
  | { kind: 'claimed' | 'completed'; job: JobId }
  | { kind: 'refunded' | 'earned'; job: JobId; amount: bigint }
  | { kind: 'returned'; job: JobId }

/** `owns`: whether the GPU is this person's. Somebody may be both sides of a job. */
export function newsOf(event: MarketEvent, address: string, owns: (gpu: GpuId) => boolean): News[] {
  const { name, data } = event
  const [party, second] = event.topics
  const job = Number(name === 'job_posted' ? data.job_id : second)
  const consumer = data.consumer === address
  const provider = party === address
  switch (name) {
    case 'job_posted':
      return owns(Number(second))
        ? [{ kind: 'posted', job, gpu: Number(second), ...terms(data) }]
        : []
    case 'job_claimed':
      return consumer ? [{ kind: 'claimed', job }] : []
    case 'job_completed':
      return [
        ...(consumer ? [{ kind: 'completed', job } as const] : []),
        ...(provider
          ? [{ kind: 'earned', job, amount: amount(data.provider_amount) } as const]
          : []),
      ]
    case 'job_released':
      return [
        ...(consumer
          ? [{ kind: 'refunded', job, amount: amount(data.refund_amount) } as const]
          : []),
        ...(provider ? [{ kind: 'returned', job } as const] : []),
      ]
    default:
      return []
  }
}

function terms(data: Record<string, unknown>) {
  return { hours: Number(data.compute_hours), payment: amount(data.payment_amount) }
}

function amount(value: unknown): bigint {
  return typeof value === 'bigint' ? value : 0n
}
