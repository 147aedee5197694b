import type { LineDelay, LineRun } from './line-figures.ts'
import { minuteMs } from './minutes.ts'
import type { Readings } from './series.ts'
import { addCounts, countValue, meanOfCounts, percentileOfCounts, type ValueCounts } from './value-counts.ts'

/** Round trips of a time over one family. Of two times together it is the sum of both. */
export type DelaySum = {
  /** How often each round-trip time was met, in milliseconds. */
  rtt: [ms: number, count: number][]
  /** The steps from one round trip to the next, added up, and how many there were. */
  jitterMs: number
  steps: number
  sent: number
  lost: number
  looks: number
  /** Looks that there would be had none been missed. */
  expected: number
}

type Looks = {
  readings: Readings
  /** Packets of one look. */
  packets: number
  expected: number
  /** What the line was: packets lost while it was down, or in maintenance, are an outage's and not loss. */
  runs: LineRun[]
}

/** The round trips that looks by reach-ping tell of; null where no look asked over that family. */
export function sumDelay(family: 'v4' | 'v6', { readings, packets, expected, runs }: Looks): DelaySum | null {
  const loss = readings.get(`${family}.loss`)
  if (loss === undefined) return null
  const rtt: ValueCounts = new Map()
  const sum = { jitterMs: 0, steps: 0, sent: 0, lost: 0, looks: 0, expected }
  const [min, mean, max, jitter] = ['rttMinMs', 'rttAvgMs', 'rttMaxMs', 'jitterMs'].map((name) =>
    reader(readings, `${family}.${name}`),
  )
  const isOut = outReader(runs)
  for (const [index, at] of loss.at.entries()) {
    const times = [min?.(at), mean?.(at), max?.(at)] as const
    const step = jitter?.(at)
    if (isOut(at)) continue
    const answered = Math.round((1 - (loss.values[index] ?? 1)) * packets)
    sum.looks++
    sum.sent += packets
    sum.lost += packets - answered
    for (const time of roundTrips(answered, times)) countValue(rtt, time)
    if (step !== undefined && answered > 1) {
      sum.jitterMs += step * (answered - 1)
      sum.steps += answered - 1
    }
  }
  return { rtt: [...rtt], ...sum }
}

/** The round trips of one look from the least, the mean and the greatest: exactly of up to three packets. */
function roundTrips(
  count: number,
  [min, mean, max]: readonly [number | undefined, number | undefined, number | undefined],
): number[] {
  if (count === 0 || min === undefined || mean === undefined || max === undefined) return []
  if (count === 1) return [mean]
  const between = (mean * count - min - max) / (count - 2)
  return [min, ...Array.from({ length: count - 2 }, () => Math.min(Math.max(between, min), max)), max]
}

/** Values of a series by moments that rise. */
function reader(readings: Readings, name: string): (at: number) => number | undefined {
  const series = readings.get(name)
  let next = 0
  return (at) => {
    while (series && (series.at[next] ?? Number.POSITIVE_INFINITY) < at) next++
    return series?.at[next] === at ? series.values[next] : undefined
  }
}

/** Whether a line was down, or in maintenance, at moments that rise. */
function outReader(runs: LineRun[]): (at: number) => boolean {
  const ends = runs.map(({ from, minutes }) => Date.parse(from) + minutes * minuteMs)
  let index = 0
  return (at) => {
    while ((ends[index] ?? Number.POSITIVE_INFINITY) <= at) index++
    const state = runs[index]?.state
    return state === 'down' || state === 'maintenance'
  }
}

/** The figures of several times together; null where none asked over the family. */
export function delayOf(sums: (DelaySum | null)[]): LineDelay | null {
  const all = sums.filter((one) => one !== null)
  if (all.length === 0) return null
  const rtt: ValueCounts = new Map()
  for (const one of all) addCounts(rtt, new Map(one.rtt))
  const total = (of: Exclude<keyof DelaySum, 'rtt'>) => all.reduce((sum, one) => sum + one[of], 0)
  const [sent, lost, steps] = [total('sent'), total('lost'), total('steps')]
  return {
    rttP95Ms: percentileOfCounts(rtt, 0.95),
    rttMeanMs: meanOfCounts(rtt),
    jitterMs: steps === 0 ? null : total('jitterMs') / steps,
    loss: sent === 0 ? null : lost / sent,
    sent,
    lost,
    coverage: Math.min(1, total('looks') / total('expected')),
  }
}
