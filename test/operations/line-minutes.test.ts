import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountingMethod, accountingMethods } from '../../src/operations/accounting-method.ts'
import { availabilityOf, roundedPercent } from '../../src/operations/availability.ts'
import { outageMinutes, outagesIn, repairFigures } from '../../src/operations/incidents.ts'
import type { LineMinutes, LineRun } from '../../src/operations/line-figures.ts'
import {
  countMinutes,
  lineMinutes,
  type MinutesInput,
  type ReachRun,
} from '../../src/operations/line-minutes.ts'
import { maintenanceIn } from '../../src/operations/maintenance.ts'

const start = Date.parse('2022-06-14T17:00:00.000Z') // 15 June in Hải Dương
const minute = 60_000
const periodMs = 20_000
const both = { ipv4: true, ipv6: true }
const silent = { ipv4: false, ipv6: false }
const only4 = { ipv4: true, ipv6: false }
const only6 = { ipv4: false, ipv6: true }

/** Looks every 20 s from a second of the time to before another that all saw the same. */
function looks(fromSecond: number, toSecond: number, seen: ReachRun['seen']): ReachRun {
  const count = Math.ceil((toSecond - fromSecond) / 20)
  const fromMs = start + fromSecond * 1000
  return { fromMs, lastMs: fromMs + (count - 1) * periodMs, looks: count, seen }
}

function minutesOf(runs: ReachRun[], minutes: number, over: Partial<MinutesInput> = {}): LineRun[] {
  const method = accountingMethod('')
  return lineMinutes({
    runs,
    fromMs: start,
    toMs: start + minutes * minute,
    periodMs,
    blind: [],
    there: [],
    maintenance: [],
    method,
    ...over,
  })
}

function brief(runs: LineRun[]): string {
  return runs.map(({ state, minutes }) => `${state} ${minutes}`).join(', ')
}

describe('the minutes of a line', () => {
  it.each([
    ['answers all the time', [looks(0, 600, both)], 'up 10'],
    [
      'was silent from 2:00 to 5:00',
      [looks(0, 120, both), looks(120, 300, silent), looks(300, 600, both)],
      'up 2, down 3, up 5',
    ],
    [
      'was silent to one look',
      [looks(0, 120, both), looks(120, 140, silent), looks(140, 600, both)],
      'up 10',
    ],
    [
      'was silent to two looks',
      [looks(0, 120, both), looks(120, 160, silent), looks(160, 600, both)],
      'up 10',
    ],
    ['lost IPv6 alone from 3:00 on', [looks(0, 180, both), looks(180, 600, only4)], 'up 3, degraded_v6 7'],
    ['lost IPv6 at one look', [looks(0, 180, both), looks(180, 200, only4), looks(200, 600, both)], 'up 10'],
    ['lost IPv4 alone', [looks(0, 180, both), looks(180, 600, only6)], 'up 10'],
    [
      'was not looked at for four minutes',
      [looks(0, 180, both), looks(420, 600, both)],
      'up 3, unmeasured 4, up 3',
    ],
    [
      'was silent to two looks, then nobody looked',
      [looks(0, 180, both), looks(180, 220, silent)],
      'up 3, unmeasured 7',
    ],
    [
      'could not be looked at',
      [looks(0, 180, both), looks(180, 360, 'void'), looks(360, 600, both)],
      'up 3, void 3, up 4',
    ],
    [
      'lost IPv6 before it fell silent',
      [looks(0, 120, both), looks(120, 180, only4), looks(180, 300, silent), looks(300, 600, both)],
      'up 2, degraded_v6 1, down 2, up 5',
    ],
    // 2:40 to 4:20: of the minutes 2 and 4 it was down for 20 s each
    [
      'was silent for 100 s across minutes',
      [looks(0, 160, both), looks(160, 260, silent), looks(260, 600, both)],
      'up 3, down 1, up 6',
    ],
    ['was never looked at', [], 'unmeasured 10'],
  ])('that %s', (_, runs, expected) => {
    expect(brief(minutesOf(runs, 10))).toBe(expected)
  })

  it('void silence while the prober is blind, and nothing else', () => {
    const runs = [looks(0, 120, both), looks(120, 360, silent), looks(360, 480, only4), looks(480, 600, both)]
    const blind = [{ fromMs: start, toMs: start + 5 * minute }]
    expect(brief(minutesOf(runs, 10, { blind }))).toBe('up 2, void 3, down 1, degraded_v6 2, up 2')
  })

  it('tell nothing while the other end says that the line is there', () => {
    const runs = [looks(0, 120, both), looks(120, 360, silent), looks(360, 480, only4), looks(480, 600, both)]
    const there = [{ fromMs: start, toMs: start + 4 * minute }]
    expect(brief(minutesOf(runs, 10, { there }))).toBe('up 2, unmeasured 2, down 2, degraded_v6 2, up 2')
  })

  it('set whole minutes of maintenance apart', () => {
    const runs = [looks(0, 120, both), looks(120, 360, silent), looks(360, 600, both)]
    const maintenance = [{ fromMs: start + 2.5 * minute, toMs: start + 5.5 * minute }]
    expect(brief(minutesOf(runs, 10, { maintenance }))).toBe('up 2, down 1, maintenance 2, down 1, up 4')
  })

  it('excuse nothing by maintenance that was approved too late, or never', () => {
    const at = (minutes: number) => new Date(start + minutes * minute).toISOString()
    const windows = [
      { from: at(2), to: at(3), approvedAt: at(-60) },
      { from: at(3), to: at(4), approvedAt: at(3) },
      { from: at(4), to: at(5), approvedAt: null },
    ]
    const runs = [looks(0, 120, both), looks(120, 360, silent), looks(360, 600, both)]
    expect(brief(minutesOf(runs, 10, { maintenance: maintenanceIn(windows) }))).toBe(
      'up 2, maintenance 1, down 3, up 4',
    )
  })

  it('hold one look in place of three where looks are rare', () => {
    const method = { ...accountingMethod(''), looks: 1 }
    const one = { fromMs: start + 2 * minute, lastMs: start + 2 * minute, looks: 1, seen: silent }
    expect(brief(minutesOf([one], 10, { method, periodMs: 5 * minute }))).toBe(
      'unmeasured 2, down 5, unmeasured 3',
    )
  })
})

/**
 * An hour: 0-10 up; 10:00-10:40 silent (two looks); up until 20; silent 20:00-26:30; IPv6 alone lost 30-40; maintenance
 * 42-46, silent in it 43-45; nobody looked 50-53; up until 60.
 */
const hour = [
  looks(0, 600, both),
  looks(600, 640, silent),
  looks(640, 1200, both),
  looks(1200, 1590, silent), // the last silent look at 26:20, and the next answer at 26:30
  looks(1590, 1800, both),
  looks(1800, 2400, only4),
  looks(2400, 2580, both),
  looks(2580, 2700, silent),
  looks(2700, 3000, both),
  looks(3180, 3600, both),
]
const maintenance = [{ fromMs: start + 42 * minute, toMs: start + 46 * minute }]

describe('five accounting methods make of the same hour', () => {
  it.each<[string, Partial<LineMinutes>, string]>([
    // minute 26 was down for 30 s and up for 30: the graver counts. 60 - 7 - 4 - 3 = 46 up of 53; 3 of 56 unseen: 94.6 %
    ['v6gov-1', { up: 36, degraded_v6: 10, down: 7, maintenance: 4, unmeasured: 3 }, 'unknown'],
    ['ipv4-1', { up: 36, degraded_v6: 10, down: 7, maintenance: 4, unmeasured: 3 }, 'unknown'],
    // the ten minutes without IPv6 are down: 36 / 53
    ['dual-stack-1', { up: 36, down: 17, maintenance: 4, unmeasured: 3 }, 'unknown'],
    // one look is enough: minute 10 too; maintenance is two minutes down, two up; 38 + 10 - 1 = 47 up of 57; 3 of 60 unseen
    ['strict-1', { up: 37, degraded_v6: 10, down: 10, unmeasured: 3 }, '82.45'], // 47 / 57 = 82.456 %
    ['provider-1', { up: 36, degraded_v6: 10, down: 7, maintenance: 4, unmeasured: 3 }, '87.5'], // 49 / 56
  ])('%s', (id, expected, percent) => {
    const method = accountingMethod(id)
    const minutes = countMinutes(minutesOf(hour, 60, { method, maintenance }))
    expect(minutes).toEqual({
      up: 0,
      degraded_v6: 0,
      down: 0,
      maintenance: 0,
      void: 0,
      unmeasured: 0,
      ...expected,
    })
    const { availability } = availabilityOf(minutes, method)
    expect(availability === null ? 'unknown' : String(roundedPercent(availability, method.rounding))).toBe(
      percent,
    )
  })

  it('that all are told apart by their names', () => {
    expect(new Set(accountingMethods.map(({ id }) => id)).size).toBe(accountingMethods.length)
  })
})

it('gives the downtime that a contract of 99.5 % allows in thirty days', () => {
  const minutes = { up: 43_200 - 216, degraded_v6: 0, down: 216, maintenance: 0, void: 0, unmeasured: 0 }
  expect(availabilityOf(minutes, accountingMethod('')).availability).toBe(0.995)
  expect(roundedPercent(0.99499, { decimals: 2, way: 'down' })).toBe(99.49)
  expect(roundedPercent(0.99499, { decimals: 2, way: 'nearest' })).toBe(99.5)
})

describe('incidents', () => {
  const at = (minutes: number) => new Date(start + minutes * minute).toISOString()
  const runs: LineRun[] = [
    { state: 'up', from: at(0), minutes: 10 },
    { state: 'down', from: at(10), minutes: 5 },
    { state: 'up', from: at(15), minutes: 4 },
    { state: 'down', from: at(19), minutes: 1 },
    { state: 'up', from: at(20), minutes: 5 },
    { state: 'down', from: at(25), minutes: 3 },
  ]
  const merging = { mergeMinutes: 5 }

  it('take outages less than five minutes apart as one', () => {
    expect(outagesIn(runs, merging)).toEqual([
      { from: at(10), to: at(20) },
      { from: at(25), to: at(28) },
    ])
  })

  it('go on from the day before', () => {
    const before = { from: at(-60), to: at(6) }
    expect(outagesIn(runs, { ...merging, before })[0]).toEqual({ from: at(-60), to: at(20) })
  })

  it('have a mean time to repair and between failures, and late ones', () => {
    const incidents = outagesIn(runs, merging).map((one) => {
      const minutes = outageMinutes(one, at(60))
      return { minutes, late: minutes > 6 }
    })
    // (10 + 3) / 2; 54 minutes up between two
    expect(repairFigures(incidents, { up: 50, degraded_v6: 4 }, 0.1)).toEqual({
      mttrMinutes: 6.5,
      mtbfMinutes: 27,
      late: 1,
    })
    expect(repairFigures([], { up: 60, degraded_v6: 0 }, null)).toEqual({
      mttrMinutes: null,
      mtbfMinutes: null,
      late: null,
    })
  })
})

describe('whatever was seen', () => {
  const seen = fc.constantFrom<ReachRun['seen']>(both, silent, only4, only6, 'void')
  const stretches = fc
    .array(
      fc.record({ gap: fc.integer({ min: 1, max: 400 }), count: fc.integer({ min: 1, max: 30 }), seen }),
      { maxLength: 25 },
    )
    .map((list) => {
      let second = -300
      return list.map(({ gap, count, seen }) => {
        const run = looks(second + gap, second + gap + count * 20, seen)
        second += gap + count * 20
        return run
      })
    })
  const window = fc
    .tuple(fc.integer({ min: 0, max: 3600 }), fc.integer({ min: 1, max: 900 }))
    .map(([from, length]) => ({ fromMs: start + from * 1000, toMs: start + (from + length) * 1000 }))
  const method = fc.constantFrom(...accountingMethods)

  it('the minutes add up to the time, without a hole', () => {
    fc.assert(
      fc.property(
        stretches,
        fc.array(window, { maxLength: 3 }),
        fc.array(window, { maxLength: 3 }),
        method,
        (runs, blind, maintenance, method) => {
          const found = minutesOf(runs, 60, { blind, maintenance, method })
          let at = start
          for (const run of found) {
            expect(Date.parse(run.from)).toBe(at)
            at += run.minutes * minute
          }
          expect(at).toBe(start + 60 * minute)
          expect(Object.values(countMinutes(found)).reduce((sum, one) => sum + one, 0)).toBe(60)
        },
      ),
    )
  })

  it('a minute is never up in which no look was answered', () => {
    fc.assert(
      fc.property(stretches, (runs) => {
        const up = minutesOf(runs, 60).filter(({ state }) => state === 'up' || state === 'degraded_v6')
        for (const { from, minutes } of up)
          for (let at = Date.parse(from); at < Date.parse(from) + minutes * minute; at += minute) {
            // an answer holds for one period; silence of two looks between answers is none
            const near = runs.filter(
              (run) =>
                run.seen !== 'void' &&
                (run.seen.ipv4 || run.seen.ipv6) &&
                run.fromMs < at + minute + 80_000 &&
                run.lastMs + periodMs > at - 80_000,
            )
            expect(near.length).toBeGreaterThan(0)
          }
      }),
    )
  })
})
