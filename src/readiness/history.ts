import { proberSelfTest } from '../../probes/prober-self-test.ts'
import type { CheckState, Instant, Observation } from '../model.ts'
import type { UnknownReason } from './criterion.ts'
import { isOurOwn, reasonOf } from './reasons.ts'

/** An interval as it stood at the moment judged: what was seen later is cut off. */
export type Interval = {
  observation: Observation
  /** Milliseconds since 1970. */
  firstMs: number
  lastMs: number
  /** Looks in [firstMs, lastMs]; at least 1. */
  looks: number
}

/** A time in which we ourselves could not look, and what proves it. */
type Blindness = { reason: UnknownReason; observation: Observation; sinceMs: number }

export type History = {
  /** Oldest first, without what was seen while we were blind. */
  intervals: Interval[]
  /** The last time that we were blind; null for never. */
  blindness: Blindness | null
  /** Whether we were still blind at the moment judged, so that nothing newer could be known. */
  blindNow: boolean
}

/** [fromMs, untilMs): our own IPv6 was gone; untilMs is infinite while it has not come back. */
export type Outage = { fromMs: number; untilMs: number; observation: Observation }

/**
 * What counts of a check's intervals at `asOf`. What was seen while the self-test of its vantage said that we have no
 * IPv6 is void, whichever way the probe went: a prober without IPv6 shows no pass at all, and a short loss of our own
 * uplink changes nothing. Neither counts what was seen before the check asked what it asks now: another host's answer
 * proves nothing of this one. Results that say of themselves that we could not look are void in the same way.
 */
export function historyOf(
  { check, observations }: CheckState,
  prober: CheckState | undefined,
  { asOf, pace }: { asOf: Instant; pace: number },
): History {
  const periodMs = (check.everySeconds * 1000) / pace
  const outages = prober === undefined ? [] : outagesOf(prober, asOf)
  const { since } = check
  const own = observations.filter(
    ({ firstDueAt }) => since === undefined || asOf < since || firstDueAt >= since,
  )
  const seen = intervalsAt(own, asOf, periodMs)
  const intervals: Interval[] = []
  let blindness: Blindness | null = null
  for (const interval of seen) {
    const { result } = interval.observation
    if (!result.ok && isOurOwn(result.error)) {
      const { observation, firstMs } = interval
      blindness = { reason: reasonOf(result.error), observation, sinceMs: firstMs }
      continue
    }
    const left = withoutOutages(interval, outages, periodMs)
    if (left) intervals.push(left)
  }
  const newest = seen.at(-1)
  let blindNow = blindness !== null && blindness.observation === newest?.observation
  const outage = outages.at(-1)
  if (outage) {
    const goesOn = outage.untilMs === Number.POSITIVE_INFINITY
    if (goesOn || blindness === null)
      blindness = { reason: 'prober_no_ipv6', observation: outage.observation, sinceMs: outage.fromMs }
    blindNow ||= goesOn
  }
  return { intervals, blindness, blindNow }
}

function intervalsAt(observations: Observation[], asOf: Instant, periodMs: number): Interval[] {
  const asOfMs = Date.parse(asOf)
  return observations
    .map((observation) => ({
      observation,
      firstMs: Date.parse(observation.firstSeenAt),
      lastMs: Date.parse(observation.lastSeenAt),
      looks: observation.timesSeen,
    }))
    .filter(({ firstMs }) => firstMs <= asOfMs)
    .sort((left, right) => left.firstMs - right.firstMs)
    .map((interval) => cut(interval, interval.firstMs, asOfMs, periodMs))
}

/** The part of an interval within [fromMs, untilMs]; its looks are then an estimate from the period. */
function cut(interval: Interval, fromMs: number, untilMs: number, periodMs: number): Interval {
  if (interval.firstMs >= fromMs && interval.lastMs <= untilMs) return interval
  const firstMs = Math.max(interval.firstMs, fromMs)
  const lastMs = Math.min(interval.lastMs, untilMs)
  const looks = Math.min(interval.looks, Math.floor((lastMs - firstMs) / periodMs) + 1)
  return { ...interval, firstMs, lastMs, looks: Math.max(1, looks) }
}

/** What is left of an interval, null for nothing. One that goes on from before an outage until after it stays whole. */
function withoutOutages(interval: Interval, outages: Outage[], periodMs: number): Interval | null {
  let left = interval
  for (const { fromMs, untilMs } of outages) {
    const opensWithin = left.firstMs >= fromMs && left.firstMs < untilMs
    const endsWithin = left.lastMs >= fromMs && left.lastMs < untilMs
    if (opensWithin && endsWithin) return null
    if (opensWithin) left = cut(left, untilMs, left.lastMs, periodMs)
    else if (endsWithin) left = cut(left, left.firstMs, fromMs, periodMs)
  }
  return left
}

/** The prober's losses of IPv6, oldest first. A self-test that failed to run says nothing. */
export function outagesOf({ observations }: CheckState, asOf: Instant): Outage[] {
  const asOfMs = Date.parse(asOf)
  const outages: Outage[] = []
  const tests = observations
    .map((observation) => ({ observation, fromMs: Date.parse(observation.firstSeenAt) }))
    .filter(({ fromMs }) => fromMs <= asOfMs)
    .sort((left, right) => left.fromMs - right.fromMs)
  for (const { observation, fromMs } of tests) {
    const works = hadIpv6(observation)
    if (works === null) continue
    const current = outages.at(-1)
    const inOutage = current?.untilMs === Number.POSITIVE_INFINITY
    if (works) {
      if (current && inOutage) current.untilMs = fromMs
    } else if (current && inOutage) current.observation = observation
    else outages.push({ fromMs, untilMs: Number.POSITIVE_INFINITY, observation })
  }
  return outages
}

/** By self-test, since each is asked for every check of its vantage; null where it failed to run. */
const told = new WeakMap<Observation, boolean | null>()

function hadIpv6(test: Observation): boolean | null {
  const known = told.get(test)
  if (known !== undefined) return known
  const facts = test.result.ok ? proberSelfTest.facts.safeParse(test.result.facts) : null
  const works = facts?.success ? facts.data.ipv6.working : null
  told.set(test, works)
  return works
}
