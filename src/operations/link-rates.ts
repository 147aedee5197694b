import type { DroppedInterval } from '../model.ts'
import { agentSeconds, type Counter, wrapOf } from './counter-growth.ts'
import type { Readings, Series } from './series.ts'

/** What was counted on a link in the times between its looks, one after the other. */
export type LinkRates = {
  /** Beginning and end of each time, by our clock in milliseconds since 1970. */
  from: Float64Array
  to: Float64Array
  /** By counter, per second of the agent's clock; NaN where it is not known. */
  rates: Record<string, Float64Array>
  /** Why nothing is known of that time; null where something is. */
  dropped: (DroppedInterval | null)[]
}

const clocks = ['sysUpTime', 'engineBoots', 'engineTime'] as const

/**
 * The names of all series that the rates of a link's counters are made of. `link`: `if.<name>` or `system`; counters as
 * the probes name them, without the width: `inOctets`, `ipv6.outPackets`, `inErrors`.
 */
export function linkSeries(link: string, counters: readonly string[]): string[] {
  const resets = resetsOf(link, counters)
  return [...clocks, `${link}.speedMbps`, ...resets, ...counters.flatMap((name) => namesOf(link, name))]
}

function resetsOf(link: string, counters: readonly string[]): string[] {
  const prefixes = counters.map((counter) => counter.slice(0, counter.lastIndexOf('.') + 1))
  return [...new Set(prefixes)].map((prefix) => `${link}.${prefix}discontinuity`)
}

/** A counter has one name where it is of 64 bits, another where it is of 32. */
function namesOf(link: string, counter: string): [wide: string, narrow: string] {
  return [`${link}.${counter}`, `${link}.${counter}32`]
}

/**
 * Counters to rates by the delta rules (domain rules 3.7). What spoils one counter drops that time for all, so that sums
 * of different ones are of the same time. Over more than `longestMs` nothing is an average of anything. `speedMbps`
 * serves where the agent does not tell the speed beside the counters.
 */
export function linkRates(
  readings: Readings,
  link: string,
  counters: readonly string[],
  { longestMs, speedMbps = null }: { longestMs: number; speedMbps?: number | null },
): LinkRates {
  const told = counters.map((counter) => namesOf(link, counter).map((name) => readings.get(name)))
  const moments = momentsOf([readings.get('sysUpTime'), ...told.flat()])
  const placed = (series: Series | undefined) => placesOf(series, moments)
  const clock = clocks.map((name) => placed(readings.get(name)))
  const resets = resetsOf(link, counters).map((name) => placed(readings.get(name)))
  const speed = placed(readings.get(`${link}.speedMbps`))
  const widths = told.map((both, index) =>
    both.map((series, narrow) => {
      return { ...placed(series), ...widthOf(counters[index] ?? '', narrow === 1) }
    }),
  )
  const count = Math.max(moments.length - 1, 0)
  const rates = counters.map(() => new Float64Array(count).fill(Number.NaN))
  const clocksAt = (index: number) => {
    const [sysUpTime = null, engineBoots = null, engineTime = null] = clock.map((one) => valueAt(one, index))
    return { sysUpTime, engineBoots, engineTime }
  }

  /** The rates of the time that ends with the look `now`, written to their places; or why they are not known. */
  function judge(now: number): DroppedInterval | null {
    const wallMs = (moments[now] ?? 0) - (moments[now - 1] ?? 0)
    if (wallMs > longestMs) return 'gap'
    const seconds = agentSeconds(clocksAt(now - 1), clocksAt(now), wallMs / 1000)
    if (typeof seconds !== 'number') return seconds
    for (const reset of resets) {
      const [was, is] = [valueAt(reset, now - 1), valueAt(reset, now)]
      if (was !== null && is !== null && was !== is) return 'discontinuity'
    }
    const known = valueAt(speed, now) ?? speedMbps
    const found: [place: number, rate: number][] = []
    for (const [place, both] of widths.entries()) {
      const one = both.find(({ places }) => places[now] !== -1)
      const before = both.find(({ places }) => places[now - 1] !== -1)
      if (one !== before) return 'discontinuity'
      if (one === undefined) continue
      const step = stepAt(one, now)
      const wrapped = wrapOf(step, { ...one, speedMbps: known }, seconds)
      if (typeof wrapped !== 'number') return wrapped
      found.push([place, (step + wrapped) / seconds])
    }
    for (const [place, rate] of found) (rates[place] as Float64Array)[now - 1] = rate
    return found.length === 0 ? 'not_told' : null
  }

  const dropped = Array.from({ length: count }, (_, index) => judge(index + 1))
  return {
    from: moments.slice(0, count),
    to: moments.slice(1),
    rates: Object.fromEntries(counters.map((counter, place) => [counter, rates[place] as Float64Array])),
    dropped,
  }
}

/** Errors and discards are counted in packets, and with 32 bits only. */
function widthOf(counter: string, narrow: boolean): Pick<Counter, 'bits' | 'of'> {
  const isOctets = counter.endsWith('Octets')
  return { bits: narrow || !/(Octets|Packets)$/.test(counter) ? 32 : 64, of: isOctets ? 'octets' : 'packets' }
}

/** All moments at which any of some series was read. */
function momentsOf(series: (Series | undefined)[]): Float64Array {
  const [first, ...others] = series.filter((one) => one !== undefined)
  if (first === undefined) return new Float64Array(0)
  const more = others.filter(({ at }) => !isSame(at, first.at))
  if (more.length === 0) return first.at
  return Float64Array.from(new Set([first, ...more].flatMap(({ at }) => [...at]))).sort()
}

function isSame(one: Float64Array, other: Float64Array): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index])
}

type Placed = { series: Series | undefined; places: Int32Array }

/** Which reading of a series belongs to each moment; -1 where none does. */
function placesOf(series: Series | undefined, moments: Float64Array): Placed {
  const places = new Int32Array(moments.length).fill(-1)
  let next = 0
  for (const [index, moment] of moments.entries()) if (series?.at[next] === moment) places[index] = next++
  return { series, places }
}

function valueAt({ series, places }: Placed, index: number): number | null {
  return series?.values[places[index] ?? -1] ?? null
}

function stepAt({ series, places }: Placed, now: number): number {
  const [was, is] = [places[now - 1] ?? -1, places[now] ?? -1]
  if (series?.exact) return Number((series.exact[is] ?? 0n) - (series.exact[was] ?? 0n))
  return (series?.values[is] ?? Number.NaN) - (series?.values[was] ?? Number.NaN)
}
