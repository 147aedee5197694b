import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayAt, dayMsOf, saltOfWindow, saltsOfDay, startOfDayAt, windowAt } from '../src/days.ts'

const pace = fc.constantFrom(1 / 288, 0.5, 1, 7, 60, 600, 10_000)
const moment = fc
  .integer({ min: Date.parse('2021-01-01'), max: Date.parse('2026-01-01') })
  .map((ms) => new Date(ms).toISOString())
const everySeconds = fc.constantFrom(60, 300, 900, 3600)

test('a day begins at midnight in Hải Dương, and is over at its last millisecond', () => {
  const of = { days: 7, everySeconds: 300, pace: 1 }
  expect(windowAt('2022-01-14T16:59:59.998Z', of).to).toBe('2022-01-13T17:00:00.000Z')
  expect(windowAt('2022-01-14T16:59:59.999Z', of)).toMatchObject({
    from: '2022-01-07T17:00:00.000Z',
    to: '2022-01-14T17:00:00.000Z',
  })
})

describe('at another pace', () => {
  test.each([
    ['faster, the window is as much shorter', 60, 300, 2.8 * 3_600_000],
    ['slower, it is as long', 1 / 288, 300, 7 * 86_400_000],
    ['slower with rare looks, it is as long as four of them take', 1 / 288, 3600, 48 * 86_400_000],
    ['so fast that looks are at the tick of the schedule', 86_400, 300, 7_000],
  ])('%s', (_, at, every, ms) => {
    const { from, to } = windowAt('2022-01-15T00:00:00.000Z', { days: 7, everySeconds: every, pace: at })
    expect(Date.parse(to) - Date.parse(from)).toBeCloseTo(ms, -2)
  })
})

test('every day of a window is hashed with the salt of the window, and no salt lives longer than two windows and a day', () => {
  fc.assert(
    fc.property(moment, pace, everySeconds, (asOf, at, every) => {
      const window = windowAt(asOf, { days: 7, everySeconds: every, pace: at })
      const salt = saltOfWindow(window)
      const days = window.end - window.first
      expect(window.to <= new Date(Date.parse(asOf) + 1).toISOString()).toBe(true)
      for (let day = window.first; day < window.end; day++) {
        const salts = saltsOfDay(day, days, window.dayMs)
        expect(salts.length).toBeLessThanOrEqual(2)
        const used = salts.find(({ name }) => name === salt)
        expect(used && used.useFrom <= asOf && asOf < used.useUntil).toBe(true)
        // nobody may need it after it is gone
        for (const { expiresAt } of salts) expect(expiresAt > startOfDayAt(day + 1, window.dayMs)).toBe(true)
        for (const { expiresAt } of salts)
          expect(Date.parse(expiresAt) - Date.parse(startOfDayAt(day, window.dayMs))).toBeLessThanOrEqual(
            (2 * days + 1) * window.dayMs,
          )
      }
    }),
  )
})

test('days follow each other without a gap', () => {
  fc.assert(
    fc.property(moment, pace, (at, of) => {
      const dayMs = dayMsOf(of)
      const day = dayAt(at, dayMs)
      expect(startOfDayAt(day, dayMs) <= at && at < startOfDayAt(day + 1, dayMs)).toBe(true)
    }),
  )
})
