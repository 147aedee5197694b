import { describe, expect, test } from 'vitest'
import { type DayTally, monthVerdict, tallyDays } from '../../src/report/month-rule.ts'
import { daysOf, periodOf } from '../../src/report/period.ts'
import { assetVerdict, commune, readinessOf } from './example.ts'

const because = { vi: 'có AAAA', en: 'has AAAA' }

describe.each([
  // 80 % of 31 days is 24.8, of 30 days exactly 24, of 28 days 22.4
  { days: 31, passed: 31, month: 'pass' },
  { days: 31, passed: 25, month: 'pass' },
  { days: 31, passed: 24, month: 'partial' },
  { days: 31, passed: 1, month: 'partial' },
  { days: 30, passed: 24, month: 'pass' },
  { days: 30, passed: 23, month: 'partial' },
  { days: 29, passed: 24, month: 'pass' },
  { days: 29, passed: 23, month: 'partial' },
  { days: 28, passed: 23, month: 'pass' },
  { days: 28, passed: 22, month: 'partial' },
  { days: 10, passed: 8, month: 'pass' },
  { days: 1, passed: 1, month: 'pass' },
])('pass at the cut-off and on $passed of $days days', ({ days, passed, month }) => {
  const judged = monthVerdict(
    { id: 'WEB-01', verdict: 'pass', reason: null, because, assets: [] },
    tally(days, passed),
  )

  test(`counts as ${month}`, () => expect(judged.verdict).toBe(month))

  test('a pass keeps its sentence, a partial says on how many days it passed', () => {
    if (month === 'pass') expect(judged.because).toEqual(because)
    else {
      expect(judged.because.vi).toContain(`chỉ đạt ${passed}/${days} ngày trong kỳ (cần ít nhất 80% số ngày)`)
      expect(judged.because.en).toContain(`only ${passed} of the ${days} days`)
    }
  })
})

test.each(['partial', 'fail', 'unknown', 'na'] as const)(
  '%s at the cut-off stays, whatever came before',
  (verdict) => {
    const given = { id: 'WEB-01', verdict, reason: null, because, assets: [] }
    expect(monthVerdict(given, tally(31, 30))).toEqual(given)
  },
)

test('days are counted per criterion, and the run of unknown days up to the cut-off is found', () => {
  const days = daysOf(periodOf('2022-01'))
  const tallied = tallyDays(
    days.map((day, i) => ({
      day,
      readiness: readinessOf(commune, {
        'WAN-01': i < 10 ? 'pass' : 'fail',
        'LAN-04': i % 2 === 0 ? 'unknown' : 'pass', // unknown on the last, the 31st day
        'SEC-02': i >= 5 && i < 20 ? 'unknown' : 'pass',
        'GOV-01': 'unknown',
      }),
    })),
  )
  expect(tallied.days).toBe(31)
  expect(tallied.firstDay).toBe('2021-12-15')
  expect(Object.fromEntries(tallied.passed)).toEqual({ 'WAN-01': 10, 'LAN-04': 15, 'SEC-02': 16 })
  expect(Object.fromEntries(tallied.unknownSince)).toEqual({ 'LAN-04': '2022-01-14', 'GOV-01': '2021-12-15' })
})

test('a service has a good day only when AAAA, access and content all pass on that day', () => {
  const day = (one: 'pass' | 'fail', two: 'pass' | 'fail', three: 'pass' | 'fail') =>
    readinessOf(
      commune,
      {},
      {
        'WEB-01': [assetVerdict('W1', one), assetVerdict('W2', 'pass')],
        'WEB-02': [assetVerdict('W1', two), assetVerdict('W2', 'pass')],
        'WEB-03': [assetVerdict('W1', three)],
      },
    )
  const readings = [day('pass', 'pass', 'pass'), day('pass', 'pass', 'fail'), day('fail', 'pass', 'pass')]
  const tallied = tallyDays(readings.map((readiness, i) => ({ day: `2022-01-0${i + 1}`, readiness })))
  expect(Object.fromEntries(tallied.servicePassed)).toEqual({ W1: 1 })
})

function tally(days: number, passed: number): DayTally {
  return {
    days,
    firstDay: '2021-12-15',
    passed: new Map([['WEB-01', passed]]),
    unknownSince: new Map(),
    servicePassed: new Map(),
  }
}
