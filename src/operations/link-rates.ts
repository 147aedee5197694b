import type { DroppedInterval } from '../model.ts'
import { type AgentClocks, agentSeconds, type Counter, wrapOf } from './counter-growth.ts'
import { createScratch } from './scratch.ts'
import { isSameMoments, type Readings, type Series } from './series.ts'

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

const secondsRoom = createScratch()
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
  const times: Times = {
    seconds: secondsRoom(count),
    speed: placed(readings.get(`${link}.speedMbps`), moments),
    speedMbps,
    dropped: new Array(count).fill(null),
  }
  dropByClocks(times, moments, { readings, longestMs })
  for (const name of resetsOf(link, counters)) dropByReset(times, placed(readings.get(name), moments))
  const rates = counters.map((counter, place) => {
    const known = new Float64Array(count).fill(Number.NaN)
    for (const [narrow, series] of (told[place] ?? []).entries())
      if (series) addRates(known, series, moments, { ...times, ...widthOf(counter, narrow === 1) })
    return known
  })
  for (let time = 0; time < count; time++) {
    if (times.dropped[time] !== null) for (const known of rates) known[time] = Number.NaN
    else if (!isTold(rates, time)) times.dropped[time] = 'not_told'
  }
  return {
    from: moments.subarray(0, count),
    to: moments.subarray(1),
    rates: Object.fromEntries(counters.map((counter, place) => [counter, rates[place] ?? none])),
    dropped: times.dropped,
  }
}

function isTold(rates: Float64Array[], time: number): boolean {
  for (const known of rates) if (!Number.isNaN(known[time])) return true
  return false
}

/** The times between looks, one after the other, with what is known of each by now. */
type Times = {
  /** By the agent's clock. */
  seconds: Float64Array
  /** By look. */
  speed: Float64Array | undefined
  /** Where the agent does not tell. */
  speedMbps: number | null
  dropped: LinkRates['dropped']
}

function dropByClocks(
  { seconds, dropped }: Times,
  moments: Float64Array,
  { readings, longestMs }: { readings: Readings; longestMs: number },
): void {
  const [sysUpTime, engineBoots, engineTime] = clocks.map((name) => placed(readings.get(name), moments))
  const clocksAt = (look: number): AgentClocks => ({
    sysUpTime: at(sysUpTime, look),
    engineBoots: at(engineBoots, look),
    engineTime: at(engineTime, look),
  })
  for (let time = 0; time < seconds.length; time++) {
    const wallMs = (moments[time + 1] ?? 0) - (moments[time] ?? 0)
    const passed =
      wallMs > longestMs ? 'gap' : agentSeconds(clocksAt(time), clocksAt(time + 1), wallMs / 1000)
    if (typeof passed === 'number') seconds[time] = passed
    else dropped[time] = passed
  }
}

function dropByReset({ dropped }: Times, resetAt: Float64Array | undefined): void {
  if (resetAt === undefined) return
  for (let time = 0; time < dropped.length; time++) {
    const was = resetAt[time] ?? Number.NaN
    const is = resetAt[time + 1] ?? Number.NaN
    if (was !== is && dropped[time] === null && !Number.isNaN(was) && !Number.isNaN(is))
      dropped[time] = 'discontinuity'
  }
}

/** What a series counted a second, to where nothing is known yet: of two widths of a counter the wider comes first. */
function addRates(
  rates: Float64Array,
  series: Series,
  moments: Float64Array,
  { seconds, speed, speedMbps, dropped, bits, of }: Times & Pick<Counter, 'bits' | 'of'>,
): void {
  const values = placed(series, moments) ?? none
  const { exact } = series
  let counter: Omit<Counter, 'value'> = { bits, of, speedMbps }
  let read = exact && !Number.isNaN(values[0]) ? 0 : -1
  for (let time = 0; time < rates.length; time++) {
    const was = values[time] ?? Number.NaN
    const is = values[time + 1] ?? Number.NaN
    if (!Number.isNaN(is)) read++
    if (dropped[time] !== null || !Number.isNaN(rates[time])) continue
    if (Number.isNaN(was) || Number.isNaN(is)) {
      if (Number.isNaN(was) !== Number.isNaN(is)) dropped[time] = 'discontinuity'
      continue
    }
    const step = exact ? Number((exact[read] ?? 0n) - (exact[read - 1] ?? 0n)) : is - was
    const passed = seconds[time] ?? Number.NaN
    const told = speed?.[time + 1] ?? Number.NaN
    const speedNow = Number.isNaN(told) ? speedMbps : told
    if (counter.speedMbps !== speedNow) counter = { bits, of, speedMbps: speedNow }
    const wrapped = wrapOf(step, counter, passed)
    if (typeof wrapped === 'number') rates[time] = (step + wrapped) / passed
    else dropped[time] = wrapped
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
  if (others.every(({ at }) => isSameMoments(at, first.at))) return first.at
  return Float64Array.from(new Set([first, ...others].flatMap(({ at }) => [...at]))).sort()
}

/** The values of a series at some moments, NaN where it was not read; undefined for no series. */
function placed(series: Series | undefined, moments: Float64Array): Float64Array | undefined {
  if (series === undefined || isSameMoments(series.at, moments)) return series?.values
  let next = 0
  return moments.map((moment) =>
    series.at[next] === moment ? (series.values[next++] ?? Number.NaN) : Number.NaN,
  )
}

function at(values: Float64Array | undefined, look: number): number {
  return values === undefined ? Number.NaN : (values[look] ?? Number.NaN)
}
