import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Check } from '../../src/model.ts'
import { rollUpDay } from '../../src/operations/roll-up-day.ts'
import { type Rollups, rollUp, rollUpAgain } from '../../src/operations/rollup.ts'
import type { Series } from '../../src/operations/series.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const day = { from: 1_000 * dayMs, to: 1_001 * dayMs }

const points = fc
  .uniqueArray(fc.integer({ min: -hourMs, max: 25 * hourMs }), { maxLength: 200 })
  .chain((offsets) =>
    fc.record({
      at: fc.constant(
        Float64Array.from(
          offsets.toSorted((one, other) => one - other),
          (ms) => day.from + ms,
        ),
      ),
      values: fc
        .array(fc.oneof(fc.double({ min: -1e9, max: 1e10, noNaN: true }), fc.constant(Number.NaN)), {
          minLength: offsets.length,
          maxLength: offsets.length,
        })
        .map((list) => Float64Array.from(list)),
    }),
  )

const figuresOf = ({ count, sum, min, max }: Rollups) => ({ count, sum, min, max })

test('rollups of rollups are those of the values themselves, whatever the steps between', () => {
  fc.assert(
    fc.property(points, fc.constantFrom(1, 2, 3, 4, 6, 8, 12), (raw, hours) => {
      const steps = (stepMs: number) => ({ ...day, stepMs })
      const whole = rollUp(raw, steps(dayMs), 288)
      const hourly = rollUp(raw, steps(hourMs), 12)
      expect(rollUpAgain(hourly, steps(dayMs))).toEqual(whole)
      const between = rollUpAgain(hourly, steps(hours * hourMs))
      expect(figuresOf(between)).toEqual(figuresOf(rollUp(raw, steps(hours * hourMs), 0)))
      expect(rollUpAgain(between, steps(dayMs))).toEqual(whole)
    }),
  )
})

test('each hour has its values, least, most, and how many there should have been', () => {
  const at = Float64Array.of(day.from - 1, day.from, day.from + 60_000, day.from + 2 * hourMs, day.to)
  const rolled = rollUp(
    { at, values: Float64Array.of(9, 1.25, 2.0004, Number.NaN, 9) },
    { ...day, stepMs: hourMs },
    12,
  )
  expect([rolled.at[1], rolled.expected[5], rolled.at.length]).toEqual([day.from + hourMs, 12, 24])
  expect([...rolled.count.slice(0, 3)]).toEqual([2, 0, 0])
  expect([rolled.sum[0], rolled.min[0], rolled.max[0]]).toEqual([3.25, 1.25, 2])
  expect([rolled.sum[2], rolled.min[2], rolled.max[2]]).toEqual([0, Number.NaN, Number.NaN])
})

describe('a day of a check', () => {
  const periodMs = 300_000
  const looks = (first: number, count: number) =>
    Float64Array.from({ length: count }, (_, look) => day.from + first + look * periodMs)
  const series = (kind: Series['kind'], at: Float64Array, value: (look: number) => number): Series => ({
    kind,
    at,
    values: at.map((_, look) => value(look)),
    exact: null,
  })
  const rollUpFor = (probe: Check['probe'], readings: Map<string, Series>) =>
    rollUpDay(readings, { probe, ...day, periodMs })

  test('counters are rolled up by the rate of each five minutes, looks beyond midnight included', () => {
    const at = looks(-120_000, 290) // two minutes before each five, from the day before into the day after
    const rolled = rollUpFor(
      'snmp-traffic',
      new Map([
        ['sysUpTime', series('gauge', at, (look) => 30_000 * look)],
        // 100 a second until noon, then 300
        [
          'if.wan.inOctets',
          series('counter', at, (look) => 30_000 * look + 60_000 * Math.max(look - 144, 0)),
        ],
        ['if.wan.speedMbps', series('gauge', at, () => 100)],
      ]),
    )
    expect([...rolled.keys()]).toEqual(['if.wan.inOctets'])
    const { hours, p95 } = rolled.get('if.wan.inOctets') as { hours: Rollups; p95: number }
    expect([...hours.count]).toEqual(new Array(24).fill(12))
    expect([hours.min[0], hours.max[0], hours.sum[0]]).toEqual([100, 100, 1_200])
    // the step at noon lies two minutes before it: 2 of the last 5 minutes at 300
    expect([hours.min[11], hours.max[11], hours.sum[11]]).toEqual([100, 180, 1_280])
    expect([hours.min[12], hours.max[12], hours.sum[23]]).toEqual([300, 300, 3_600])
    expect(p95).toBe(300)
  })

  test('a reboot leaves five minutes out, and does not count them as zero', () => {
    const at = looks(0, 289)
    const rolled = rollUpFor(
      'snmp-traffic',
      new Map([
        ['sysUpTime', series('gauge', at, (look) => 30_000 * (look < 6 ? look + 99 : look - 5))],
        ['if.wan.outOctets', series('counter', at, (look) => 3_000 * (look < 6 ? look : look - 5))],
        ['if.wan.speedMbps', series('gauge', at, () => 100)],
      ]),
    ).get('if.wan.outOctets')
    expect([rolled?.hours.count[0], rolled?.hours.min[0], rolled?.hours.sum[0]]).toEqual([11, 10, 110])
  })

  test('of pings the values of the day count, and of other ports nothing is rolled up', () => {
    const at = looks(-periodMs, 290)
    const pings = new Map([
      ['v6.rttAvgMs', series('gauge', at, (look) => look / 8)],
      ['v6.rttMinMs', series('gauge', at, () => 1)],
    ])
    const rolled = rollUpFor('reach-ping', pings)
    expect([...rolled.keys()]).toEqual(['v6.rttAvgMs'])
    const { hours, p95 } = rolled.get('v6.rttAvgMs') as { hours: Rollups; p95: number }
    expect([hours.count[0], hours.min[0], hours.max[23]]).toEqual([12, 0.125, 36])
    expect(p95).toBe(274 / 8) // ceil(0.95 × 288), of values that begin at 1 / 8
    expect(
      rollUpFor('snmp-counters', new Map([['if.3.inOctets', series('counter', at, () => 1)]])).size,
    ).toBe(0)
  })
})
