import type { DroppedInterval } from '../model.ts'
import { type AgentClocks, agentSeconds, type Counter, wrapOf } from './counter-growth.ts'
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
  const count = Math.max(moments.length - 1, 0)
  const [sysUpTime, engineBoots, engineTime] = clocks.map((name) => placed(readings.get(name), moments))
  const resets = resetsOf(link, counters).map((name) => placed(readings.get(name), moments))
  const speed = placed(readings.get(`${link}.speedMbps`), moments)
  const counted = counters.map((counter, place) => ({
    rates: new Float64Array(count).fill(Number.NaN),
    widths: (told[place] ?? []).flatMap((series, narrow) =>
      series ? [{ ...widthOf(counter, narrow === 1), ...stepsOf(series, moments) }] : [],
    ),
  }))
  const clocksAt = (look: number): AgentClocks => ({
    sysUpTime: at(sysUpTime, look),
    engineBoots: at(engineBoots, look),
    engineTime: at(engineTime, look),
  })

  /** Writes the rates of the time that ends with a look to their places; or tells why they are not known. */
  function judge(now: number, before: AgentClocks, after: AgentClocks): DroppedInterval | null {
    const wallMs = (moments[now] ?? 0) - (moments[now - 1] ?? 0)
    if (wallMs > longestMs) return 'gap'
    const seconds = agentSeconds(before, after, wallMs / 1000)
    if (typeof seconds !== 'number') return seconds
    for (const reset of resets) {
      const [was, is] = [at(reset, now - 1), at(reset, now)]
      if (was !== null && is !== null && was !== is) return 'discontinuity'
    }
    const speedNow = at(speed, now) ?? speedMbps
    let isTold = false
    for (const { widths, rates } of counted)
      for (const { bits, of, steps, isThere } of widths) {
        if (isThere[now] !== isThere[now - 1]) return clear(now, 'discontinuity')
        if (isThere[now] === 0) continue
        const step = steps[now - 1] ?? Number.NaN
        const wrapped = wrapOf(step, { bits, of, speedMbps: speedNow }, seconds)
        if (typeof wrapped !== 'number') return clear(now, wrapped)
        rates[now - 1] = (step + wrapped) / seconds
        isTold = true
        break // the wider one is enough
      }
    return isTold ? null : 'not_told'
  }

  function clear(now: number, reason: DroppedInterval): DroppedInterval {
    for (const { rates } of counted) rates[now - 1] = Number.NaN
    return reason
  }

  const dropped: LinkRates['dropped'] = []
  let before = clocksAt(0)
  for (let now = 1; now <= count; now++) {
    const after = clocksAt(now)
    dropped.push(judge(now, before, after))
    before = after
  }
  return {
    from: moments.subarray(0, count),
    to: moments.subarray(1),
    rates: Object.fromEntries(counters.map((counter, place) => [counter, counted[place]?.rates ?? none])),
    dropped,
  }
}

const none = new Float64Array(0)

/** Errors and discards are counted in packets, and with 32 bits only. */
function widthOf(counter: string, narrow: boolean): Pick<Counter, 'bits' | 'of'> {
  const isOctets = counter.endsWith('Octets')
  return { bits: narrow || !/(Octets|Packets)$/.test(counter) ? 32 : 64, of: isOctets ? 'octets' : 'packets' }
}

/** All moments at which any of some series was read. */
function momentsOf(series: (Series | undefined)[]): Float64Array {
  const [first, ...others] = series.filter((one) => one !== undefined)
  if (first === undefined) return none
  if (others.every(({ at }) => isSame(at, first.at))) return first.at
  return Float64Array.from(new Set([first, ...others].flatMap(({ at }) => [...at]))).sort()
}

function isSame(one: Float64Array, other: Float64Array): boolean {
  if (one === other) return true
  if (one.length !== other.length) return false
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false
  return true
}

/** The values of a series at some moments, NaN where it was not read; undefined for no series. */
function placed(series: Series | undefined, moments: Float64Array): Float64Array | undefined {
  if (series === undefined || isSame(series.at, moments)) return series?.values
  let next = 0
  return moments.map((moment) =>
    series.at[next] === moment ? (series.values[next++] ?? Number.NaN) : Number.NaN,
  )
}

function at(values: Float64Array | undefined, look: number): number | null {
  const value = values?.[look]
  return value === undefined || Number.isNaN(value) ? null : value
}

/** By how much a counter moved between two looks, exactly; and by look whether (1) it was read. */
function stepsOf(series: Series, moments: Float64Array): { steps: Float64Array; isThere: Uint8Array } {
  const { exact } = series
  const values = placed(series, moments) ?? none
  const isThere = new Uint8Array(values.length)
  const steps = new Float64Array(Math.max(values.length - 1, 0))
  let read = -1
  for (let look = 0; look < values.length; look++) {
    const value = values[look] ?? Number.NaN
    if (Number.isNaN(value)) continue
    isThere[look] = 1
    read++
    if (look > 0)
      steps[look - 1] = exact
        ? Number((exact[read] ?? 0n) - (exact[read - 1] ?? 0n))
        : value - (values[look - 1] ?? Number.NaN)
  }
  return { steps, isThere }
}
