import { expect, test } from 'vitest'
import {
  backTest,
  backTested,
  bandLevel,
  forecast,
  leastDays,
  reachedBy,
  type SharePoint,
} from '../../src/readiness/forecast.ts'
import { generateAdoption } from './adoption.ts'

/** Day by day from 1 January 2022. */
function lineOf(shares: number[]): SharePoint[] {
  return shares.map((share, index) => ({
    day: new Date(Date.UTC(2022, 0, 1 + index)).toISOString().slice(0, 10),
    share,
  }))
}

test('on generated histories with stalls and falls the band holds about what it says', () => {
  const total = { histories: backTested.histories, forecasts: 0, held: 0 }
  for (let seed = 301; seed < 301 + backTested.histories; seed++) {
    const { units, line } = generateAdoption(seed)
    const tried = backTest(
      line.map(({ share }) => share),
      units,
    )
    total.forecasts += tried?.forecasts ?? 0
    total.held += tried?.held ?? 0
  }
  const coverage = total.held / total.forecasts
  console.log(
    `the ${100 * bandLevel} % band held ${(100 * coverage).toFixed(1)} % of ${total.forecasts} forecasts`,
  )
  expect(total).toEqual(backTested) // what the page prints
  expect(coverage).toBeGreaterThan(bandLevel - 0.05)
  expect(coverage).toBeLessThan(bandLevel + 0.05)
})

test('an even growth goes on: the middle is exact, and the day on which a share is reached follows', () => {
  const line = lineOf(Array.from({ length: 90 }, (_, index) => index / 200))
  const ahead = forecast(line, { units: 100 })
  expect(ahead?.slopePerDay).toBeCloseTo(1 / 200, 10)
  // 89/200 on 31 March; 0.8 is 160/200, so 71 days on
  expect(ahead && reachedBy(ahead, 0.8).middle).toBe('2022-06-10')
  const { earliest, latest } = (ahead && reachedBy(ahead, 0.8)) ?? {}
  expect((earliest ?? '') < '2022-06-10' && '2022-06-10' < (latest ?? '2099')).toBe(true)
})

test('a stall of a week and a jump of a day do not turn the slope', () => {
  const shares = Array.from({ length: 90 }, (_, index) => index / 200)
  const jumped = shares.map((share, index) => (index === 70 ? 0.9 : share))
  const straight = forecast(lineOf(shares), { units: 100 })
  const bent = forecast(lineOf(jumped), { units: 100 })
  expect(bent?.slopePerDay).toBeCloseTo(straight?.slopePerDay ?? 0, 4)
})

test('everything stays within 0 and 1, the band around the middle, and nothing is reached that stands still', () => {
  const still = forecast(lineOf(Array.from({ length: 60 }, () => 0.25)), { units: 12 })
  expect(still && reachedBy(still, 0.8)).toMatchObject({ middle: null, latest: null })
  for (const { share, low, high } of still?.points ?? []) {
    expect(low).toBeGreaterThanOrEqual(0)
    expect(low).toBeLessThanOrEqual(share)
    expect(high).toBeGreaterThanOrEqual(share)
    expect(high).toBeLessThanOrEqual(1)
  }
})

test('no forecast from too few days, nor of a few units', () => {
  const short = Array.from({ length: leastDays - 1 }, (_, index) => index / 100)
  expect(forecast(lineOf(short), { units: 100 })).toBeNull()
  expect(forecast(lineOf([...short, 0.3]), { units: 1 })).toBeNull()
  expect(forecast(lineOf([...short, 0.3]), { units: 100 })).not.toBeNull()
  expect(backTest(short, 100)).toBeNull()
})

test('the back-test says what forecasts would have said that were made then', () => {
  const { units, line } = generateAdoption(303)
  const known = line.slice(200, 440)
  const told = { forecasts: 0, held: 0 }
  for (let at = leastDays - 1; at + 30 < known.length; at += 7) {
    const made = forecast(known.slice(0, at + 1), { units })
    for (const ahead of [30, 60, 90]) {
      const came = known[at + ahead]?.share
      const said = made?.points[ahead - 1]
      if (came === undefined || said === undefined || made === null) continue
      if (made.slopePerDay === 0 && came === known[at]?.share) continue
      told.forecasts += 1
      if (came >= said.low - 1e-9 && came <= said.high + 1e-9) told.held += 1
    }
  }
  expect(told.forecasts).toBeGreaterThan(50)
  expect(
    backTest(
      known.map(({ share }) => share),
      units,
    ),
  ).toEqual(told)
})
