import { type DayWindow, periodMsOf, saltOfWindow, windowAt } from '../days.ts'
import type { CheckDay, CheckState, Instant, LinkGrowth, Text } from '../model.ts'
import { mergeGrowth } from '../operations/fold-day.ts'
import type { WindowQuestion } from './criterion.ts'
import type { Outage } from './history.ts'
import { counted, decimal } from './wording.ts'

/** What one check saw over a window. */
export type WindowSeen = {
  /** "7 ngày", "7 days": how long the window is. */
  span: Text
  /** Looks that counted, and how many there would be had none been missed. */
  looks: number
  expected: number
  /** looks / expected, 0 to 1. */
  coverage: number
  /** The first and the last look that counted; null for none. */
  first: CheckDay['first'] | null
  last: CheckDay['last'] | null
  /** Every value of a series, in the order of the looks. */
  valuesOf(series: string): Float64Array
  /** By how much a link's counters grew; null when nothing told of it. */
  growthOf(link: string): LinkGrowth | null
  /** Everybody met under a name, as hashes; null when no look could tell. */
  membersOf(name: string): Set<bigint> | null
}

/**
 * The days of a check that a question counts at `asOf`. Left out are days before the check asked what it asks now, of
 * another version of its probe, and those that lay wholly in a time in which we had no IPv6 ourselves.
 */
export function seeWindow(
  { check, days = [] }: CheckState,
  { over }: Pick<WindowQuestion, 'over'>,
  {
    asOf,
    pace,
    probeVersion,
    outages,
  }: { asOf: Instant; pace: number; probeVersion: number; outages: Outage[] },
): WindowSeen {
  const { everySeconds, since } = check
  const window = windowAt(asOf, { days: over.days, everySeconds, pace })
  const salt = saltOfWindow(window)
  const counting = days.filter(
    (day) =>
      day.from >= window.from &&
      day.to <= window.to &&
      day.probeVersion === probeVersion &&
      (since === undefined || asOf < since || day.from >= since) &&
      (!over.sets || day.sets.some((one) => one.salt === salt)) &&
      !outages.some((outage) => isWithin(day, outage)),
  )
  const looks = counting.reduce((sum, day) => sum + day.looks, 0)
  const expected = lengthMs(window) / periodMsOf(everySeconds, pace)
  return {
    span: spanOf(lengthMs(window)),
    looks,
    expected,
    coverage: Math.min(1, looks / expected),
    first: counting[0]?.first ?? null,
    last: counting.at(-1)?.last ?? null,
    valuesOf: (series) => concatenated(counting.map(({ values }) => values[series] ?? [])),
    growthOf: (link) =>
      counting
        .flatMap(({ growth }) => growth[link] ?? [])
        .reduce<LinkGrowth | null>((sum, one) => (sum === null ? one : mergeGrowth(sum, one)), null),
    membersOf(name) {
      const told = counting.flatMap(({ sets }) =>
        sets.flatMap((one) => (one.salt === salt ? [one.members[name]] : [])),
      )
      const lists = told.filter((list) => list !== undefined)
      return lists.length === 0 ? null : new Set(lists.flatMap((list) => Array.from(list)))
    },
  }
}

function concatenated(lists: ArrayLike<number>[]): Float64Array {
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const list of lists) {
    all.set(list, at)
    at += list.length
  }
  return all
}

function isWithin({ first, last }: CheckDay, { fromMs, untilMs }: Outage): boolean {
  return Date.parse(first.at) >= fromMs && Date.parse(last.at) < untilMs
}

function lengthMs({ first, end, dayMs }: DayWindow): number {
  return (end - first) * dayMs
}

/** In whole days, else in the largest unit of which there is at least one. */
function spanOf(ms: number): Text {
  const units = [
    { ms: 86_400_000, vi: 'ngày', one: 'day', many: 'days' },
    { ms: 3_600_000, vi: 'giờ', one: 'hour', many: 'hours' },
    { ms: 60_000, vi: 'phút', one: 'minute', many: 'minutes' },
    { ms: 1_000, vi: 'giây', one: 'second', many: 'seconds' },
  ] as const
  const unit = units.find((one) => ms >= one.ms) ?? units[3]
  const count = ms / unit.ms
  if (Number.isInteger(count)) return { vi: `${count} ${unit.vi}`, en: counted(count, unit.one, unit.many) }
  const number = decimal(count, 1)
  return { vi: `${number.vi} ${unit.vi}`, en: `${number.en} ${unit.many}` }
}
