import type { Instant } from '../model.ts'

export const minuteMs = 60_000

/** From (included) to (not), in milliseconds. */
export type Stretch = { fromMs: number; toMs: number }

export type Span<State> = Stretch & { state: State }

/** Minutes in a row in one state, from a full minute on. */
export type Run<State> = { state: State; from: Instant; minutes: number }

/** Looks at most so many periods apart are one after the other, as in observations. */
const gapPeriods = 3

type Looked = { fromMs: number; lastMs: number }

export function follows(one: Looked, next: Looked, periodMs: number): boolean {
  return next.fromMs - one.lastMs <= gapPeriods * periodMs
}

/**
 * The whole of a time cut where the state changes. What looks saw holds until the next look; for one period where that is
 * missing, and what lies between is `nobody`.
 */
export function heldSpans<State>(
  runs: (Looked & { state: State })[],
  { fromMs, toMs, periodMs, nobody }: Stretch & { periodMs: number; nobody: State },
): Span<State>[] {
  const spans: Span<State>[] = []
  const add = (state: State, from: number, to: number) => {
    const span = { state, fromMs: Math.max(from, fromMs), toMs: Math.min(to, toMs) }
    if (span.fromMs < span.toMs) spans.push(span)
  }
  let at = fromMs
  runs.forEach((run, index) => {
    const next = runs[index + 1]
    const until = next && follows(run, next, periodMs) ? next.fromMs : run.lastMs + periodMs
    add(nobody, at, run.fromMs)
    add(run.state, Math.max(at, run.fromMs), until)
    at = Math.max(at, until)
  })
  add(nobody, at, toMs)
  return spans
}

/** The spans with another laid over those that it may cover. */
export function laid<State>(
  spans: Span<State>[],
  over: Span<State>,
  covers: (span: Span<State>) => boolean = () => true,
): Span<State>[] {
  return spans.flatMap((span) => {
    const fromMs = Math.max(span.fromMs, over.fromMs)
    const toMs = Math.min(span.toMs, over.toMs)
    if (fromMs >= toMs || !covers(span)) return [span]
    return [
      { ...span, toMs: fromMs },
      { fromMs, toMs, state: over.state },
      { ...span, fromMs: toMs },
    ].filter((one) => one.fromMs < one.toMs)
  })
}

/** Only whole minutes are maintenance. */
export function wholeMinutes({ fromMs, toMs }: Stretch): Stretch {
  return {
    fromMs: Math.ceil(fromMs / minuteMs) * minuteMs,
    toMs: Math.floor(toMs / minuteMs) * minuteMs,
  }
}

/**
 * Every minute that begins in a time, in runs, of spans that cover it. `mixed` says what a minute is in which the state
 * changes, by how long each was of it.
 */
export function runsOf<State>(
  spans: Span<State>[],
  { fromMs, toMs }: Stretch,
  mixed: (lengths: ReadonlyMap<State, number>) => State,
): Run<State>[] {
  const runs: Run<State>[] = []
  const add = (state: State, atMs: number, minutes: number) => {
    const last = runs.at(-1)
    if (last?.state === state) last.minutes += minutes
    else runs.push({ state, from: new Date(atMs).toISOString(), minutes })
  }
  let index = 0
  let at = fromMs
  while (at < toMs) {
    while ((spans[index]?.toMs ?? Number.POSITIVE_INFINITY) <= at) index++
    const span = spans[index]
    if (span === undefined) break
    const whole = Math.floor((span.toMs - at) / minuteMs)
    if (whole > 0) add(span.state, at, whole)
    else add(mixed(lengthsIn(spans, index, at)), at, 1)
    at += Math.max(whole, 1) * minuteMs
  }
  return runs
}

function lengthsIn<State>(spans: Span<State>[], first: number, atMs: number): Map<State, number> {
  const lengths = new Map<State, number>()
  for (let index = first; index < spans.length; index++) {
    const span = spans[index]
    if (span === undefined || span.fromMs >= atMs + minuteMs) break
    const length = Math.min(span.toMs, atMs + minuteMs) - Math.max(span.fromMs, atMs)
    lengths.set(span.state, (lengths.get(span.state) ?? 0) + length)
  }
  return lengths
}

/** The state that a minute was in for longest; of several the first of `gravest`. */
export function longestOf<State>(
  lengths: ReadonlyMap<State, number>,
  gravest: readonly State[],
): State | undefined {
  const longest = Math.max(...lengths.values())
  return gravest.find((state) => lengths.get(state) === longest)
}
