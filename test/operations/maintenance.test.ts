import fc from 'fast-check'
import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it, test } from 'vitest'
import { type Maintenance, type Repetition, weekdays } from '../../src/model/maintenance.ts'
import { clockMs, clockTime, isZone, momentMs } from '../../src/operations/local-time.ts'
import {
  excludedIn,
  maintenanceIn,
  maintenanceState,
  mutedIn,
  spanOf,
  timesIn,
} from '../../src/operations/maintenance.ts'
import { readRule, startsOf, startsOn, writeRule } from '../../src/operations/repetition.ts'

const once: Maintenance = {
  id: 'M1',
  scope: 'line',
  key: 'L1',
  mode: 'exclude',
  what: 'Thay bộ định tuyến',
  zone: 'Asia/Ho_Chi_Minh',
  start: '2022-06-30T22:00',
  end: '2022-07-01T02:00',
  repetition: null,
  openEnd: false,
  askAt: null,
  enteredAt: '2022-06-20T01:00:00.000Z',
  enteredBy: 'ky-su',
  approvedAt: '2022-06-21T01:00:00.000Z',
  approvedBy: 'admin',
  closedAt: null,
  closedBy: null,
}
const sundays: Repetition = { every: 'week', interval: 1, on: ['SU'], until: null, count: null }
const always = { fromMs: Date.parse('2020-01-01T00:00:00Z'), toMs: Date.parse('2030-01-01T00:00:00Z') }
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16)
const timesOf = (one: Maintenance, time = always) =>
  timesIn(one, time).map(({ fromMs, toMs }) => `${iso(fromMs)} ${iso(toMs)}`)

describe('the clocks of a zone', () => {
  test.each([
    // Berlin: clocks go from 2:00 to 3:00 on 27 March 2022, and from 3:00 to 2:00 on 30 October
    ['2022-03-27T01:59', 'Europe/Berlin', '2022-03-27T00:59'],
    ['2022-03-27T02:30', 'Europe/Berlin', '2022-03-27T01:30'], // skipped: the moment of 3:30
    ['2022-03-27T03:00', 'Europe/Berlin', '2022-03-27T01:00'],
    ['2022-10-30T01:59', 'Europe/Berlin', '2022-10-29T23:59'],
    ['2022-10-30T02:30', 'Europe/Berlin', '2022-10-30T00:30'], // comes twice: the first
    ['2022-10-30T03:00', 'Europe/Berlin', '2022-10-30T02:00'],
    ['2022-06-30T22:00', 'Asia/Ho_Chi_Minh', '2022-06-30T15:00'],
    ['2022-04-03T01:45', 'Australia/Lord_Howe', '2022-04-02T14:45'], // half an hour comes twice
    ['2022-01-01T00:00', 'Pacific/Kiritimati', '2021-12-31T10:00'],
  ])('%s in %s is %s in UTC', (local, zone, utc) => {
    expect(iso(momentMs(clockMs(local), zone))).toBe(utc)
  })

  it('agree with Temporal about any time in zones with odd rules', () => {
    const zones = [
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'America/St_Johns',
      'Africa/Casablanca',
      'Asia/Ho_Chi_Minh',
    ]
    const clock = fc.integer({ min: Date.UTC(2015, 0) / 60_000, max: Date.UTC(2035, 0) / 60_000 })
    fc.assert(
      fc.property(clock, fc.constantFrom(...zones), (minutes, zone) => {
        const local = clockTime(minutes * 60_000)
        const zoned = Temporal.PlainDateTime.from(local).toZonedDateTime(zone, {
          disambiguation: 'compatible',
        })
        expect(momentMs(clockMs(local), zone)).toBe(zoned.epochMilliseconds)
      }),
    )
  })

  it('are those of a zone that there is, and show times that there are', () => {
    expect(['Asia/Ho_Chi_Minh', 'Asia/Hanoi', "Asia/Ho'; --", ''].map(isZone)).toEqual([
      true,
      false,
      false,
      false,
    ])
    expect(['2022-02-30T10:00', '2022-06-30 10:00', '2022-06-30T24:00'].map(clockMs)).toEqual([NaN, NaN, NaN])
  })
})

describe('a repetition', () => {
  const weekday = fc.constantFrom(...weekdays)
  const nth = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, -1 as const)
  const day = fc.integer({ min: 0, max: 3000 }).map((days) => iso(Date.UTC(2020, 0, 1 + days)).slice(0, 10))
  const end = fc.oneof(
    fc.record({ until: day, count: fc.constant(null) }),
    fc.record({ until: fc.constant(null), count: fc.integer({ min: 1, max: 40 }) }),
  )
  const on = fc.oneof(
    fc.record({ every: fc.constant('week' as const), on: fc.uniqueArray(weekday, { minLength: 1 }) }),
    fc.record({
      every: fc.constant('month' as const),
      on: fc.oneof(fc.record({ date: fc.integer({ min: 1, max: 31 }) }), fc.record({ weekday, nth })),
    }),
  )
  const rule = fc
    .tuple(on, end, fc.integer({ min: 1, max: 5 }))
    .map(([every, ends, interval]) => ({ ...every, ...ends, interval }) as Repetition)

  it('comes when a library for RFC 5545 says, and reads as it was written', () => {
    fc.assert(
      fc.property(rule, day, (repetition, first) => {
        expect(readRule(writeRule(repetition))).toEqual(repetition)
        const start = `${first}T22:15`
        const ours = [...startsOf(start, repetition, clockMs('2031-01-01T00:00'))].slice(0, 60)
        const until = repetition.until && `${repetition.until.replaceAll('-', '')}T235959Z`
        const text = writeRule({ ...repetition, until: null }) + (until ? `;UNTIL=${until}` : '')
        const theirs = new RRuleTemporal({
          rruleString: `DTSTART:${start.replaceAll(/[-:]/g, '')}00Z\nRRULE:${text};WKST=MO`,
        }).all((_, index) => index < 60)
        const starts = theirs.map(({ epochMilliseconds }) => epochMilliseconds)
        expect(ours).toEqual(starts.filter((ms) => ms < clockMs('2031-01-01T00:00')))
      }),
      { numRuns: 25 },
    )
  })

  test.each([
    ['FREQ=DAILY'],
    ['FREQ=WEEKLY;BYDAY=XX'],
    ['FREQ=MONTHLY;BYDAY=5MO'],
    ['FREQ=WEEKLY;BYDAY=MO;BYHOUR=3'],
  ])('of another kind than this product keeps is refused: %s', (text) => {
    expect(() => readRule(text)).toThrow(RangeError)
  })

  it('begins with its first time, or that is no time of it', () => {
    expect(startsOn('2022-07-03T22:00', sundays)).toBe(true)
    expect(startsOn('2022-07-04T22:00', sundays)).toBe(false)
    // no 31st of June will ever come
    const never: Repetition = { every: 'month', interval: 12, on: { date: 31 }, until: null, count: null }
    expect(startsOn('2022-06-30T22:00', never)).toBe(false)
  })
})

describe('announced work', () => {
  it('is as long as the clocks say, also in nights in which they are changed', () => {
    const nights = { ...once, zone: 'Europe/Berlin', start: '2022-03-20T01:00', end: '2022-03-20T04:00' }
    expect(timesOf({ ...nights, repetition: { ...sundays, count: 3 } })).toEqual([
      '2022-03-20T00:00 2022-03-20T03:00',
      '2022-03-27T00:00 2022-03-27T02:00', // two hours
      '2022-04-02T23:00 2022-04-03T02:00',
    ])
    const autumn = { ...nights, start: '2022-10-30T01:00', end: '2022-10-30T04:00' }
    expect(timesOf(autumn)).toEqual(['2022-10-29T23:00 2022-10-30T03:00']) // four hours
  })

  it('of a time that clocks skip is not there when it ends before it begins', () => {
    const skipped = { ...once, zone: 'Europe/Berlin', start: '2022-03-27T02:15', end: '2022-03-27T03:10' }
    expect(timesOf(skipped)).toEqual([])
  })

  it('touches a time, from before it or in it, and is cut where it was closed', () => {
    const weekly = { ...once, start: '2022-07-03T22:00', end: '2022-07-04T02:00', repetition: sundays }
    const time = { fromMs: Date.parse('2022-07-10T16:00:00Z'), toMs: Date.parse('2022-07-24T15:00:00Z') }
    expect(timesOf(weekly, time)).toEqual([
      '2022-07-10T15:00 2022-07-10T19:00',
      '2022-07-17T15:00 2022-07-17T19:00',
    ])
    expect(timesOf({ ...weekly, closedAt: '2022-07-17T16:00:00.000Z' }, time)).toEqual([
      '2022-07-10T15:00 2022-07-10T19:00',
      '2022-07-17T15:00 2022-07-17T16:00',
    ])
    expect(spanOf(weekly)).toEqual({ from: '2022-07-03T15:00:00.000Z', over: null })
    expect(spanOf({ ...weekly, repetition: { ...sundays, count: 2 } }).over).toBe('2022-07-10T19:00:00.000Z')
  })

  it('is left out of an availability only where it was approved before it began', () => {
    const weekly = { ...once, start: '2022-07-03T22:00', end: '2022-07-04T02:00', repetition: sundays }
    const late = { ...weekly, approvedAt: '2022-07-10T15:00:00.000Z' }
    const time = { fromMs: Date.parse('2022-07-03T00:00:00Z'), toMs: Date.parse('2022-07-18T00:00:00Z') }
    const left = (one: Maintenance) => maintenanceIn(excludedIn(one, time)).map(({ fromMs }) => iso(fromMs))
    expect(left(weekly)).toEqual(['2022-07-03T15:00', '2022-07-10T15:00', '2022-07-17T15:00'])
    expect(left(late)).toEqual(['2022-07-17T15:00'])
    expect(left({ ...weekly, approvedAt: null })).toEqual([])
    expect(left({ ...weekly, mode: 'mute' })).toEqual([])
  })

  it('with an open end is muted until somebody says that it is over, and excluded as announced', () => {
    const open = { ...once, openEnd: true, askAt: '2022-06-30T19:00:00.000Z' }
    const time = { fromMs: Date.parse('2022-07-02T00:00:00Z'), toMs: Date.parse('2022-07-03T00:00:00Z') }
    const muted = (one: Maintenance) => mutedIn(one, time).length
    expect([muted(once), muted(open)]).toEqual([0, 1])
    expect(muted({ ...open, closedAt: '2022-07-01T00:00:00.000Z' })).toBe(0)
    expect(excludedIn(open, always).map(({ to }) => to)).toEqual(['2022-06-30T19:00:00.000Z'])
  })

  test.each([
    ['2022-06-30T14:59:00.000Z', {}, 'planned'],
    ['2022-06-30T15:00:00.000Z', {}, 'under_way'],
    ['2022-06-30T19:00:00.000Z', {}, 'ended'],
    ['2022-06-30T16:00:00.000Z', { closedAt: '2022-06-30T15:30:00.000Z' }, 'ended'],
    ['2022-06-30T16:00:00.000Z', { closedAt: '2022-06-30T14:00:00.000Z' }, 'withdrawn'],
    ['2022-06-30T18:00:00.000Z', { openEnd: true, askAt: '2022-06-30T19:00:00.000Z' }, 'under_way'],
    ['2022-06-30T20:00:00.000Z', { openEnd: true, askAt: '2022-06-30T19:00:00.000Z' }, 'forgotten'],
    [
      '2022-07-02T20:00:00.000Z',
      { repetition: { every: 'week', interval: 1, on: ['TH'], until: null, count: null } },
      'planned',
    ],
    [
      '2022-07-07T16:00:00.000Z',
      { repetition: { every: 'week', interval: 1, on: ['TH'], until: null, count: null } },
      'under_way',
    ],
  ] as [string, Partial<Maintenance>, string][])('at %s with %o is %s', (at, change, state) => {
    expect(maintenanceState({ ...once, ...change }, at)).toBe(state)
  })
})
