import type { Instant } from '../../model.ts'

/**
 * How the province's plan and the demo's pace run along the product's clock. From `from` on, one second of the
 * clock is `pace` seconds of schedule (a line that is cut for an hour of schedule is cut for a minute at pace 60),
 * and the plan's progress moves evenly from `done` to the next stretch's `done` (0 begun, 1 finished).
 */
type Stretch = { from: Instant; done: number; pace: number }
/** At least one stretch, in order of time. The first holds before its beginning too, the last for ever. */
export type Timeline = readonly Stretch[]

/** The province's plan at its own pace, 2021 to 2023. */
export const planTimeline: Timeline = [
  { from: '2021-06-01T00:00:00.000Z', done: 0, pace: 1 },
  { from: '2023-12-31T00:00:00.000Z', done: 1, pace: 1 },
]

const minutes = 60_000

/**
 * The timeline of `npm run demo`: the steepest part of the plan falls into the first hours of watching. With
 * `historyFrom` the time before is lived at pace 1 and brings the plan to where the watching starts.
 */
export function demoTimeline(options: { historyFrom?: Instant; liveFrom: Instant; pace: number }): Timeline {
  const { historyFrom, liveFrom, pace } = options
  const after = (ms: number): Instant => new Date(Date.parse(liveFrom) + ms).toISOString()
  return [
    ...(historyFrom === undefined ? [] : [{ from: historyFrom, done: 0.15, pace: 1 }]),
    { from: liveFrom, done: 0.5, pace },
    { from: after(40 * minutes), done: 0.7, pace },
    { from: after(240 * minutes), done: 1, pace },
  ]
}

/** The plan's progress (0 to 1) at a moment in milliseconds since 1970. */
export function doneAt(timeline: Timeline, at: number): number {
  const next = timeline.findIndex(({ from }) => Date.parse(from) > at)
  if (next === 0) return timeline[0]?.done ?? 0
  const from = timeline.at(next === -1 ? -1 : next - 1)
  const to = next === -1 ? undefined : timeline[next]
  if (from === undefined || to === undefined) return from?.done ?? 0
  const start = Date.parse(from.from)
  return from.done + ((to.done - from.done) * (at - start)) / (Date.parse(to.from) - start)
}

/** The first moment (milliseconds since 1970) at which the plan has come so far; Infinity when it never does. */
export function clockWhenDone(timeline: Timeline, done: number): number {
  const next = timeline.findIndex((stretch) => stretch.done >= done)
  const to = timeline[next]
  const from = timeline[next - 1]
  if (to === undefined) return Infinity
  if (from === undefined) return -Infinity
  const [start, end] = [Date.parse(from.from), Date.parse(to.from)]
  return start + ((end - start) * (done - from.done)) / (to.done - from.done)
}

/** A part of the clock's time in which the pace is one and the same; all in milliseconds. */
export type PacedSpan = { from: number; to: number; scheduleFrom: number; pace: number }

/** The whole of time cut where the pace changes; schedule time equals clock time at the first stretch's beginning. */
export function pacedSpans(timeline: Timeline): PacedSpan[] {
  const spans: PacedSpan[] = []
  for (const { from, pace } of timeline) {
    const start = Date.parse(from)
    const last = spans.at(-1)
    if (last === undefined) {
      // Long before: 100 years of the first pace.
      const lead = 100 * 365 * 86_400_000
      spans.push({ from: start - lead, to: Infinity, scheduleFrom: start - lead * pace, pace })
    } else if (last.pace !== pace) {
      last.to = start
      spans.push({ from: start, to: Infinity, scheduleFrom: scheduleIn(last, start), pace })
    }
  }
  return spans
}

/** Schedule time at a moment of the clock, both in milliseconds. */
export function scheduleAt(spans: PacedSpan[], at: number): number {
  return scheduleIn(
    spanHolding(spans, (span) => at < span.to),
    at,
  )
}

/** The moment of the clock at which it is this schedule time: the inverse of `scheduleAt`. */
export function clockAt(spans: PacedSpan[], schedule: number): number {
  const span = spanHolding(spans, (each) => schedule < scheduleIn(each, each.to))
  return span.from + (schedule - span.scheduleFrom) / span.pace
}

function scheduleIn(span: PacedSpan, at: number): number {
  return span.scheduleFrom + (at - span.from) * span.pace
}

function spanHolding(spans: PacedSpan[], holds: (span: PacedSpan) => boolean): PacedSpan {
  const span = spans.find(holds) ?? spans.at(-1)
  if (span === undefined) throw new Error('a timeline has at least one stretch')
  return span
}
