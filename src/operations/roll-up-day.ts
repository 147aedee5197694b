import type { ProbeName } from '../../probes/index.ts'
import { clockAverages } from './clock-averages.ts'
import { linkRates } from './link-rates.ts'
import { percentile } from './percentile.ts'
import { type Rollups, rollUp } from './rollup.ts'
import { type Readings, sliceSeries } from './series.ts'

const octets = /^(.+?)\.((?:ipv[46]\.)?(?:in|out)Octets)(?:32)?$/
const octetsAndErrors = /^(.+?)\.((?:in|out)(?:Octets|Discards)|inErrors)(?:32)?$/

/**
 * What is kept for years, by hour and day: rates of lines and uplinks, values that pings saw, clients of public Wi-Fi. What
 * all other ports counted is kept as it was read, and only as long as that is.
 */
const rolledUp: Partial<Record<ProbeName, { of: 'rates' | 'values'; series: RegExp }>> = {
  'snmp-line': { of: 'rates', series: octetsAndErrors },
  'snmp-traffic': { of: 'rates', series: octets },
  'reach-ping': { of: 'values', series: /\.(?:loss|rttAvgMs|jitterMs)$/ },
  'snmp-wifi': { of: 'values', series: /^clients$|^apsUp$|\.clients$/ },
}

export function isRolledUp(probe: ProbeName): boolean {
  return rolledUp[probe] !== undefined
}

/** The averages that rates are rolled up by, as p95 wants them. */
const averageMs = 300_000
const hourMs = 3_600_000
/** A time between two looks that is longer than this many periods says nothing of any moment in it. */
const longestPeriods = 3

/** How far beyond a day looks tell of it, in periods of their check. */
export function periodsBeyond(probe: ProbeName): number {
  return rolledUp[probe]?.of === 'rates' ? longestPeriods : 0
}

/** One series of a day: each of its hours, and the 95th percentile of all that it came from, null for nothing. */
export type DayRollup = { hours: Rollups; p95: number | null }

/**
 * What the series of a check came to on one day, by name; counters by the rate of each five minutes, without the width in
 * their name. `readings` reach as far beyond the day as times between two looks may.
 */
export function rollUpDay(
  readings: Readings,
  { probe, from, to, periodMs }: { probe: ProbeName; from: number; to: number; periodMs: number },
): Map<string, DayRollup> {
  const rule = rolledUp[probe]
  const found = new Map<string, DayRollup>()
  if (rule === undefined) return found
  const add = (name: string, at: Float64Array, values: Float64Array, expected: number) => {
    const hours = rollUp({ at, values }, { from, to, stepMs: hourMs }, expected)
    const known = values.filter((value) => !Number.isNaN(value))
    if (known.length > 0) found.set(name, { hours, p95: percentile(known, 0.95) })
  }
  const names = [...readings.keys()].filter((name) => rule.series.test(name))
  if (rule.of === 'values')
    for (const name of names) {
      const series = readings.get(name)
      if (series === undefined) continue
      const { at, values } = sliceSeries(series, from, to)
      add(name, at, values, hourMs / periodMs)
    }
  else
    for (const [link, counters] of countersByLink(names, rule.series)) {
      const times = linkRates(readings, link, counters, { longestMs: longestPeriods * periodMs })
      for (const [counter, rates] of Object.entries(times.rates)) {
        const { values } = clockAverages(times, rates, { from, to, stepMs: averageMs })
        const at = values.map((_, step) => from + step * averageMs)
        add(`${link}.${counter}`, at, values, hourMs / averageMs)
      }
    }
  return found
}

/**
 * The counters of each link that are dropped together: those of all traffic, of IPv4, of IPv6, and those of packets, whose
 * 32 bits may have wrapped unseen where those of octets did not.
 */
function countersByLink(names: string[], pattern: RegExp): [link: string, counters: string[]][] {
  const found = new Map<string, { link: string; counters: Set<string> }>()
  for (const name of names) {
    const [, link = '', counter = ''] = pattern.exec(name) ?? []
    const key = `${name.slice(0, name.lastIndexOf('.'))} ${counter.endsWith('Octets')}`
    const one = found.get(key) ?? { link, counters: new Set() }
    found.set(key, { link, counters: one.counters.add(counter) })
  }
  return [...found.values()].map(({ link, counters }) => [link, [...counters]])
}
