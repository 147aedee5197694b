import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  closedPeriodsSince,
  cutoffOf,
  dayOf,
  daysOf,
  endOfDay,
  isClosed,
  lastClosed,
  lastDayOver,
  parsePeriodName,
  periodAt,
  periodOf,
  previousPeriod,
  startOfDay,
} from '../../src/report/period.ts'

test.each([
  // +07:00 midnight is 17:00 UTC of the day before
  ['2022-01', 14, '2021-12-14T17:00:00.000Z', '2022-01-14T17:00:00.000Z', 31],
  ['2022-03', 14, '2022-02-14T17:00:00.000Z', '2022-03-14T17:00:00.000Z', 28],
  ['2024-03', 14, '2024-02-14T17:00:00.000Z', '2024-03-14T17:00:00.000Z', 29],
  ['2022-02', 31, '2022-01-31T17:00:00.000Z', '2022-02-28T17:00:00.000Z', 28],
  ['2024-02', 31, '2024-01-31T17:00:00.000Z', '2024-02-29T17:00:00.000Z', 29],
  ['2022-03', 31, '2022-02-28T17:00:00.000Z', '2022-03-31T17:00:00.000Z', 31],
  ['2022-02', 30, '2022-01-30T17:00:00.000Z', '2022-02-28T17:00:00.000Z', 29],
  ['2022-03', 29, '2022-02-28T17:00:00.000Z', '2022-03-29T17:00:00.000Z', 29],
  ['2022-01', 1, '2021-12-01T17:00:00.000Z', '2022-01-01T17:00:00.000Z', 31],
])('%s with cut-off day %i runs from %s to %s', (name, cutoffDay, from, to, days) => {
  const period = periodOf(name, { cutoffDay })
  expect(period).toEqual({ name, kind: 'month', from, to })
  expect(daysOf(period)).toHaveLength(days)
})

test('the days of 2022-01 begin with 15/12/2021 and end with 14/01/2022', () => {
  const period = periodOf('2022-01')
  expect(daysOf(period)[0]).toBe('2021-12-15')
  expect(daysOf(period).at(-1)).toBe('2022-01-14')
  expect(endOfDay('2022-01-14')).toBe(cutoffOf(period))
  expect(cutoffOf(period)).toBe('2022-01-14T16:59:59.999Z')
})

test('of an open period only the days that have begun count', () => {
  expect(daysOf(periodOf('2022-01'), '2021-12-16T16:59:59.999Z')).toEqual(['2021-12-15', '2021-12-16'])
  expect(daysOf(periodOf('2022-01'), '2021-12-16T17:00:00.000Z')).toHaveLength(3)
  expect(daysOf(periodOf('2022-01'), '2021-12-01T00:00:00.000Z')).toEqual([])
})

test.each([
  '',
  '2022-Q5',
  '2022-13',
  '2022-00',
  '2022-1',
  '1899-01',
  '22-01',
  '2022-H2',
  '2022-6M',
  '2022-01 ',
  '２０２２-01',
])('%j names no period', (name) => {
  expect(parsePeriodName(name)).toBeUndefined()
  expect(() => periodOf(name)).toThrow(RangeError)
})

test.each([0, 32, -1, 1.5, Number.NaN])('%s is no cut-off day', (cutoffDay) => {
  expect(() => periodOf('2022-01', { cutoffDay })).toThrow(RangeError)
})

test('a period is open until its last millisecond', () => {
  const period = periodOf('2022-01')
  expect(isClosed(period, '2022-01-14T16:59:59.999Z')).toBe(false)
  expect(isClosed(period, '2022-01-14T17:00:00.000Z')).toBe(true)
  expect(lastClosed('2022-01-14T16:59:59.999Z').name).toBe('2021-12')
  expect(lastClosed('2022-01-14T17:00:00.000Z').name).toBe('2022-01')
  expect(periodAt('2022-01-14T16:59:59.999Z').name).toBe('2022-01')
  expect(periodAt('2022-01-14T17:00:00.000Z').name).toBe('2022-02')
})

test('every closed period since a moment, over the end of a year', () => {
  const names = closedPeriodsSince('2021-11-20T03:00:00.000Z', '2022-02-20T00:00:00.000Z').map(
    ({ name }) => name,
  )
  expect(names).toEqual(['2021-12', '2022-01', '2022-02'])
  expect(closedPeriodsSince('2022-02-20T00:00:00.000Z', '2022-02-21T00:00:00.000Z')).toEqual([])
  expect(closedPeriodsSince('2023-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z')).toEqual([])
})

describe('for any moment and cut-off day', () => {
  const moment = fc
    .date({
      min: new Date('2001-01-01T00:00:00Z'),
      max: new Date('2098-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString())
  const cutoffDay = fc.integer({ min: 1, max: 31 })

  test('periods follow each other without gap or overlap, and each finds itself by name', () => {
    fc.assert(
      fc.property(moment, cutoffDay, (at, day) => {
        const options = { cutoffDay: day }
        const period = periodAt(at, options)
        expect(period.from <= at && at < period.to).toBe(true)
        expect(periodOf(period.name, options)).toEqual(period)
        expect(previousPeriod(period, options).to).toBe(period.from)
        expect(periodAt(period.to, options).from).toBe(period.to)
        const days = daysOf(period)
        expect(days.length).toBeGreaterThanOrEqual(28)
        expect(days.length).toBeLessThanOrEqual(31)
        expect(startOfDay(days[0] as string)).toBe(period.from)
        expect(days).toContain(dayOf(at))
      }),
    )
  })
})

test.each([
  ['2022-06-30T16:59:59.998Z', '2022-06-29'],
  ['2022-06-30T16:59:59.999Z', '2022-06-30'],
  ['2022-06-30T17:00:00.000Z', '2022-06-30'],
])('at %s the newest day that is over is %s', (at, day) => {
  expect(lastDayOver(at)).toBe(day)
})
