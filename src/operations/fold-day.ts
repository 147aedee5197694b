import type { Sample } from '../../probes/probe.ts'
import type { CheckDay, Instant, LinkGrowth } from '../model.ts'
import { type Counter, type CounterReading, counterGrowth } from './counter-growth.ts'

/** What questions over many days want of the looks of one probe. */
export type Kept = {
  /** The longest window, in days at pace 1. */
  days: number
  /** Gauges whose every value counts. */
  series: readonly string[]
  /** By how much the counters of snmp-traffic grew. */
  growth: boolean
  /** The sets of members. */
  sets: boolean
}

/** The numbers of a day. */
export type DayNumbers = Pick<CheckDay, 'values' | 'growth'>

/** One look's samples by series. */
export type Reading = { at: Instant; values: ReadonlyMap<string, number | bigint> }

export function readingOf(at: Instant, samples: Sample[]): Reading {
  return { at, values: new Map(samples.map(({ series, value }) => [series, value])) }
}

/** The day with one more look in it. `before` is the look before, on whichever day; counters grow since then. */
export function foldDay(day: DayNumbers, before: Reading | undefined, look: Reading, kept: Kept): DayNumbers {
  const values = { ...day.values }
  for (const series of kept.series) {
    const value = look.values.get(series)
    if (value !== undefined) values[series] = [...Array.from(values[series] ?? []), Number(value)]
  }
  if (!kept.growth || before === undefined) return { values, growth: day.growth }
  const growth = { ...day.growth }
  const add = (name: string, link: string, withDevice: boolean) => {
    const grown = counterGrowth(
      counterReading(before, link, withDevice),
      counterReading(look, link, withDevice),
    )
    growth[name] = addGrowth(growth[name] ?? noGrowth, grown)
  }
  const links = linksOf(look)
  for (const link of links) add(link, link, false)
  // what the device counts as a whole is its uplink's traffic only where it has one
  const [only] = links
  if (only !== undefined && links.size === 1) add(wholeDevice, only, true)
  return { values, growth }
}

/** Beside the links: the device's own counters with those of its only link, summed over times in which both are sound. */
export const wholeDevice = ''

const noGrowth: LinkGrowth = { intervals: 0, dropped: {}, counters: {} }

function addGrowth(sum: LinkGrowth, grown: ReturnType<typeof counterGrowth>): LinkGrowth {
  if ('dropped' in grown) {
    const { dropped } = grown
    return { ...sum, dropped: { ...sum.dropped, [dropped]: (sum.dropped[dropped] ?? 0) + 1 } }
  }
  const one = Object.entries(bothWays(grown.growth)).map(
    ([name, growth]) => [name, { growth, intervals: 1 }] as const,
  )
  return mergeGrowth(sum, { intervals: 1, dropped: {}, counters: Object.fromEntries(one) })
}

/** The growth of two times taken together. */
export function mergeGrowth(one: LinkGrowth, other: LinkGrowth): LinkGrowth {
  const counters = { ...one.counters }
  for (const [name, { growth, intervals }] of Object.entries(other.counters)) {
    const sum = counters[name]
    counters[name] = { growth: (sum?.growth ?? 0n) + growth, intervals: (sum?.intervals ?? 0) + intervals }
  }
  const dropped = { ...one.dropped }
  for (const [reason, count] of Object.entries(other.dropped) as [keyof typeof dropped, number][])
    dropped[reason] = (dropped[reason] ?? 0) + count
  return { intervals: one.intervals + other.intervals, dropped, counters }
}

/** In and out together, of counters that were counted both ways: `ipv6.octets` of `ipv6.inOctets` and `ipv6.outOctets`. */
function bothWays(growth: Record<string, bigint>): Record<string, bigint> {
  const sums: Record<string, bigint> = {}
  for (const [name, grownIn] of Object.entries(growth)) {
    const [, prefix = '', of] = /^(.*\.)?in(Octets|Packets)$/.exec(name) ?? []
    const grownOut = of === undefined ? undefined : growth[`${prefix}out${of}`]
    if (of !== undefined && grownOut !== undefined) sums[`${prefix}${of.toLowerCase()}`] = grownIn + grownOut
  }
  return sums
}

const linkSeries = /^if\.(.+?)\.((?:ipv[46]\.)?\w+)$/

/** The links that a look at traffic tells of, by name. */
function linksOf({ values }: Reading): Set<string> {
  return new Set([...values.keys()].flatMap((series) => linkSeries.exec(series)?.[1] ?? []))
}

function counterReading({ at, values }: Reading, link: string, withDevice: boolean): CounterReading {
  const counters: Record<string, Counter> = {}
  const discontinuities: Record<string, number> = {}
  const gauge = (series: string) => {
    const value = values.get(series)
    return value === undefined ? null : Number(value)
  }
  const speedMbps = gauge(`if.${link}.speedMbps`)
  for (const [series, value] of values) {
    const [, of, own] = linkSeries.exec(series) ?? []
    const isDevice = withDevice && series.startsWith('system.')
    const name = of === link ? own : isDevice ? series : undefined
    if (name === undefined) continue
    if (name.endsWith('discontinuity')) discontinuities[name] = Number(value)
    const [, counter, kind, narrow] = /^(.*(?:in|out)(Octets|Packets))(32)?$/.exec(name) ?? []
    if (counter !== undefined)
      counters[counter] = {
        value: BigInt(value),
        bits: narrow ? 32 : 64,
        of: kind === 'Octets' ? 'octets' : 'packets',
        speedMbps: isDevice ? null : speedMbps,
      }
  }
  return {
    at,
    sysUpTime: gauge('sysUpTime') ?? Number.NaN,
    engineBoots: gauge('engineBoots') ?? Number.NaN,
    engineTime: gauge('engineTime') ?? Number.NaN,
    discontinuities,
    counters,
  }
}
