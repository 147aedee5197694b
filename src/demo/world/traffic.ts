import { type Spells, spellsBetween } from './spells.ts'
import { type PacedSpan, scheduleAt } from './timeline.ts'

const hour = 3_600_000
const day = 24 * hour
const week = 7 * day

/** The waves of a flow around its mean: the working day, the working week, and a faster one of its own. */
type Wave = { share: number; periodMs: number; peakMs: number }

/** Traffic over one interface in one direction. `meanMbps` is the mean over a week; `key` sets its own rhythm. */
export type Flow = { meanMbps: number; phase: number; outages: Spells | undefined }

/** Octets carried between two moments of the clock: busy by day (Asia/Ho_Chi_Minh), nothing while the line is cut. */
export function octetsBetween(
  seed: number,
  spans: PacedSpan[],
  flow: Flow,
  fromMs: number,
  toMs: number,
): bigint {
  const waves = wavesOf(flow.phase)
  let meanMs = 0
  for (const span of spans) {
    const from = Math.max(span.from, fromMs)
    const to = Math.min(span.to, toMs)
    if (from >= to) continue
    const start = scheduleAt([span], from)
    const end = scheduleAt([span], to)
    let carried = area(waves, start, end)
    for (const cut of flow.outages ? spellsBetween(seed, flow.outages, start, end) : []) {
      carried -= area(waves, cut.from, cut.to)
    }
    meanMs += carried / span.pace
  }
  return BigInt(Math.floor((meanMs / 1000) * flow.meanMbps * 125_000))
}

function wavesOf(phase: number): Wave[] {
  return [
    { share: 0.6, periodMs: day, peakMs: 6 * hour }, // 13:00 in Hải Dương is 06:00 UTC
    { share: 0.12, periodMs: week, peakMs: 6 * day }, // 1970 began on a Thursday: Wednesday
    { share: 0.2, periodMs: (40 + 30 * phase) * 60_000, peakMs: phase * hour },
  ]
}

/** The integral of 1 + Σ share · cos(…) between two moments of schedule time; its mean is 1 and it never falls. */
function area(waves: Wave[], from: number, to: number): number {
  let sum = to - from
  for (const { share, periodMs, peakMs } of waves) {
    const turn = (2 * Math.PI) / periodMs
    sum += (share / turn) * (Math.sin(turn * (to - peakMs)) - Math.sin(turn * (from - peakMs)))
  }
  return sum
}
