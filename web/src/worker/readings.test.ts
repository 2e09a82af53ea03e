import { describe, expect, it } from 'vitest'
import type { DetectedGpu } from '#/worker/client'
import { addReadings, type CardHistories, READINGS_SPAN_MS } from '#/worker/readings'

const card = (uuid: string, celsius: number | null = 50): DetectedGpu => ({
  model: 'NVIDIA A2',
  uuid,
  memoryBytes: 2 ** 34,
  memoryUsedBytes: 0,
  utilizationPercent: 7,
  temperatureCelsius: celsius,
  powerMilliwatts: 98_765,
})

describe('the cards of a worker', () => {
  it('are followed one by one', () => {
    let histories: CardHistories = addReadings({}, [card('a', 50), card('b', null)], 1000)
    histories = addReadings(histories, [card('a', 51), card('b', null)], 2000)
    expect(histories.a?.readings.map((reading) => reading.temperatureCelsius)).toEqual([50, 51])
    expect(histories.b?.readings[0]).toEqual({
      at: 1000,
      utilizationPercent: 7,
      temperatureCelsius: null,
      watts: 99,
    })
  })

  it('are kept when they fall off the bus, and taken up when they are back', () => {
    const both = addReadings({}, [card('a'), card('b')], 1000)
    const lost = addReadings(both, [card('a')], 2000)
    expect(lost.b).toMatchObject({ gone: true, readings: [{ at: 1000 }] })
    const back = addReadings(lost, [card('a'), card('b')], 3000)
    expect(back.b).toMatchObject({ gone: false, readings: [{ at: 1000 }, { at: 3000 }] })
    expect(Object.keys(back)).toEqual(['a', 'b'])
  })

  it('are forgotten reading by reading', () => {
    const old = addReadings({}, [card('a')], 0)
    const later = addReadings(old, [card('a')], READINGS_SPAN_MS + 1)
    expect(later.a?.readings).toHaveLength(1)
  })
})
