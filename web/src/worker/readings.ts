// What the cards of a worker said while this page was open, for charts.
import type { DetectedGpu } from '#/worker/client'

/** How far back charts go. */
export const READINGS_SPAN_MS = 6 * 60_000

export interface Reading {
  /** milliseconds of this page's clock */
  at: number
  /** null: the card does not tell */
  utilizationPercent: number | null
  temperatureCelsius: number | null
  watts: number | null
}

export interface CardHistory {
  /** as it was last seen */
  card: DetectedGpu
  /** it was there, and the driver no longer lists it */
  gone: boolean
  /** the oldest first */
  readings: Reading[]
}

/** By UUID, in the order in which the cards were first seen. */
export type CardHistories = Readonly<Record<string, CardHistory>>

/** `found`: all that the driver lists at the moment `at`. */
export function addReadings(
  old: CardHistories,
  found: readonly DetectedGpu[],
  at: number,
): CardHistories {
  const histories: Record<string, CardHistory> = {}
  for (const [uuid, history] of Object.entries(old))
    histories[uuid] = { ...history, gone: true, readings: recent(history.readings, at) }
  for (const card of found) {
    const before = histories[card.uuid]?.readings ?? []
    histories[card.uuid] = { card, gone: false, readings: [...before, readingOf(card, at)] }
  }
  return histories
}

function recent(readings: readonly Reading[], at: number): Reading[] {
  return readings.filter((reading) => at - reading.at <= READINGS_SPAN_MS)
}

function readingOf(card: DetectedGpu, at: number): Reading {
  return {
    at,
    utilizationPercent: card.utilizationPercent,
    temperatureCelsius: card.temperatureCelsius,
    watts: card.powerMilliwatts === null ? null : Math.round(card.powerMilliwatts / 1000),
  }
}
