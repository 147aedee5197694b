import type { Day } from '../model.ts'

/** The name and version of the method, which goes with every forecast; raised when a figure would change. */
export const forecastMethod = 'theil-sen-2'

/** Days whose slope is carried on, and the fewest that a forecast is made from. */
export const slopeDays = 60
export const leastDays = 30

/** Fewest units of a denominator: a share of fewer jumps, and no slope tells when. */
export const leastUnits = 5

/** How much of what comes the band is meant to hold. */
export const bandLevel = 0.9

/** How far ahead at most: a forecast of years from months is none. */
const horizonDays = 365

export type SharePoint = { day: Day; share: number }

type ForecastPoint = { day: Day; share: number; low: number; high: number }

export type Forecast = {
  method: string
  /** Growth of the share per day, carried on. */
  slopePerDay: number
  /** From the day after the newest value on; shares 0 to 1. */
  points: ForecastPoint[]
  /** Earlier forecasts of this very line whose outcome is known, and how many of their bands held it; null for none. */
  backTest: { forecasts: number; held: number } | null
}

/**
 * How far the share goes on as it did lately: the Theil–Sen slope of the last days (the median of the slopes between all
 * pairs, which a stall or a jump hardly moves), carried on from the newest value and held within 0 and 1. The band is
 * made of what earlier forecasts of the same line missed by, together with what forecasts of generated histories missed
 * by while there are few, and never narrower than one unit of the denominator. `units` is the size of the denominator.
 * Null where the line is shorter than `leastDays` or the units fewer than `leastUnits`. Days must follow each other without a hole, oldest first.
 */
export function forecast(
  line: SharePoint[],
  { units, days = horizonDays }: { units: number; days?: number },
): Forecast | null {
  const last = line.at(-1)
  if (last === undefined || line.length < leastDays || units < leastUnits) return null
  const shares = line.map(({ share }) => share)
  const slopePerDay = slopeAt(shares, shares.length - 1)
  const { up, down } = widthsOf(missesOf(shares))
  const points = Array.from({ length: days }, (_, index): ForecastPoint => {
    const ahead = index + 1
    const share = last.share + slopePerDay * ahead
    const { low, high } = bandOf(share, last.share, ahead, { up, down, units })
    return { day: addDays(last.day, ahead), share: clip(share), low, high }
  })
  return { method: forecastMethod, slopePerDay, points, backTest: backTest(shares, units) }
}

/**
 * How the method fared on generated histories (test/readiness/forecast.test.ts makes them and holds these figures): bands
 * of forecasts of something that moved, and how many of them held what came.
 */
export const backTested = { histories: 24, forecasts: 4601, held: 4101 }

/** When a forecast reaches a share: by its middle, at the earliest and at the latest; null for not within its horizon. */
export function reachedBy(
  { points }: Forecast,
  share: number,
): { middle: Day | null; earliest: Day | null; latest: Day | null } {
  const first = (of: (point: ForecastPoint) => number) =>
    points.find((point) => of(point) >= share - 1e-9)?.day ?? null
  return {
    middle: first((one) => one.share),
    earliest: first((one) => one.high),
    latest: first((one) => one.low),
  }
}

/** Steps between the days on which earlier forecasts are tried, and how far ahead they are held against what came. */
const tryEvery = 7
const triedAhead = [30, 60, 90] as const

/**
 * Of earlier forecasts, made from no more than was known on their day: how many bands held what came. Where nothing
 * moved and nothing was said to move there was nothing to hit, so those do not count.
 */
export function backTest(shares: number[], units: number): { forecasts: number; held: number } | null {
  const misses = missesOf(shares)
  const told = misses.filter(({ slope, miss }) => slope !== 0 || miss !== 0)
  if (told.length === 0) return null
  const known = new Map<number, ReturnType<typeof widthsOf>>()
  const held = told.filter(({ at, ahead, slope }) => {
    const widths = known.get(at) ?? widthsOf(misses.filter((one) => one.at + one.ahead <= at))
    known.set(at, widths)
    const from = shares[at] ?? 0
    const came = shares[at + ahead] ?? 0
    const { low, high } = bandOf(from + slope * ahead, from, ahead, { ...widths, units })
    return came >= low - 1e-9 && came <= high + 1e-9
  })
  return { forecasts: told.length, held: held.length }
}

/** What an earlier forecast, made on a day, missed by so many days ahead; per days ahead to the power `growth`. */
type Miss = { at: number; ahead: number; slope: number; miss: number }

function missesOf(shares: number[]): Miss[] {
  const misses: Miss[] = []
  for (let at = leastDays - 1; at + triedAhead[0] < shares.length; at += tryEvery) {
    const slope = slopeAt(shares, at)
    for (const ahead of triedAhead) {
      const came = shares[at + ahead]
      if (came === undefined) continue
      const said = clip((shares[at] ?? 0) + slope * ahead)
      misses.push({ at, ahead, slope, miss: (came - said) / ahead ** growth })
    }
  }
  return misses
}

/** A miss of the slope grows with the days ahead, one of chance with their root: in between. */
const growth = 1

/**
 * What 5 % and 95 % of the misses on generated histories stay below (test/readiness/forecast.test.ts), and how many
 * misses of its own a line needs until these count as much as half.
 */
const generated = { down: -0.0028, up: 0.0048 }
const generatedWeight = 30

/** How far above and below the middle the band reaches, per day ahead to the power `growth`. */
function widthsOf(misses: Miss[]): { up: number; down: number } {
  const tail = (1 - bandLevel) / 2
  const sorted = misses.map(({ miss }) => miss).sort((a, b) => a - b)
  const own = sorted.length / (sorted.length + generatedWeight)
  const mixed = (part: number, usual: number) => {
    const seen = sorted.length === 0 ? usual : (sorted[Math.round(part * (sorted.length - 1))] ?? usual)
    return own * seen + (1 - own) * usual
  }
  return { up: Math.max(0, mixed(1 - tail, generated.up)), down: Math.min(0, mixed(tail, generated.down)) }
}

function bandOf(
  middle: number,
  newest: number,
  ahead: number,
  { up, down, units }: { up: number; down: number; units: number },
): { low: number; high: number } {
  const reach = ahead ** growth
  const oneUnit = units > 0 ? 1 / units : 0
  return {
    low: clip(Math.min(middle + down * reach, newest, middle) - oneUnit),
    high: clip(Math.max(middle + up * reach, newest, middle) + oneUnit),
  }
}

/** The median of the slopes between all pairs of every third day of the last `slopeDays`, per day. */
function slopeAt(shares: number[], at: number): number {
  const days: number[] = []
  for (let day = at; day >= Math.max(0, at - slopeDays + 1); day -= 3) days.push(day)
  const slopes: number[] = []
  for (const [index, later] of days.entries())
    for (const earlier of days.slice(index + 1))
      slopes.push(((shares[later] ?? 0) - (shares[earlier] ?? 0)) / (later - earlier))
  slopes.sort((a, b) => a - b)
  const middle = slopes.length >> 1
  const upper = slopes[middle] ?? 0
  return slopes.length % 2 === 1 ? upper : (upper + (slopes[middle - 1] ?? upper)) / 2
}

function clip(share: number): number {
  return Math.min(1, Math.max(0, share))
}

function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
