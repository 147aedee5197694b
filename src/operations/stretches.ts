import type { Stretch } from './minutes.ts'

/** What of a time lies outside of others. */
export function outsideOf(time: Stretch, others: Stretch[]): Stretch[] {
  return others.reduce<Stretch[]>(
    (left, { fromMs, toMs }) =>
      left.flatMap((one) =>
        [
          { fromMs: one.fromMs, toMs: Math.min(one.toMs, fromMs) },
          { fromMs: Math.max(one.fromMs, toMs), toMs: one.toMs },
        ].filter((piece) => piece.fromMs < piece.toMs),
      ),
    [time],
  )
}

/** How long times are together, in milliseconds; what several of them share counts once. */
export function lengthMs(times: Stretch[]): number {
  let sum = 0
  let endMs = Number.NEGATIVE_INFINITY
  for (const { fromMs, toMs } of times.toSorted((one, other) => one.fromMs - other.fromMs)) {
    sum += Math.max(0, toMs - Math.max(fromMs, endMs))
    endMs = Math.max(endMs, toMs)
  }
  return sum
}
