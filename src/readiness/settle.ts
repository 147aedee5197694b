import type { FailureClass } from '../../probes/lib/failure-class.ts'
import type { Instant, Observation, Text } from '../model.ts'
import type { AssetVerdict } from './assessment.ts'
import type { Finding, UnknownReason } from './criterion.ts'
import type { History, Interval } from './history.ts'
import { reasonTexts } from './reasons.ts'
import { counted, decimal, joined, moment } from './wording.ts'

type Outcome = Finding['verdict']

/** An interval with what its facts say about one question. */
export type Reading = { interval: Interval; finding: Finding }

/** When a verdict may change and how long evidence holds; all in milliseconds, already scaled by the pace. */
export type Terms = { asOf: Instant; ttlMs: number; confirmMs: number }

/** The standing verdict on one asset for one question. */
export type Settled = Pick<
  AssetVerdict,
  'verdict' | 'reason' | 'because' | 'failure' | 'evidence' | 'pending' | 'share'
> & {
  broken: boolean
}

/** Consecutive looks that agree. */
type Run = { verdict: Outcome; looks: number; firstMs: number; newest: Reading }

/** Two looks make a pass; everything else, partial and unknown included, needs three (domain rules 2.2). */
const looksNeeded = (verdict: Outcome) => (verdict === 'pass' ? 2 : 3)

/**
 * Which verdict stands after these looks, oldest first. A change must be confirmed by consecutive looks; until then
 * the last confirmed verdict stands, and nothing stands longer than its evidence is fresh.
 */
export function settle(readings: Reading[], history: Omit<History, 'intervals'>, terms: Terms): Settled {
  const { confirmed, current } = confirm(readings, terms.confirmMs)
  const pending =
    current && current.verdict !== confirmed?.verdict
      ? { verdict: current.verdict, looks: current.looks, needed: looksNeeded(current.verdict) }
      : null
  if (current === null) return unseen(history)
  if (confirmed === null) return unconfirmed(readings, current, pending, history, terms)
  if (isStale(confirmed.newest, terms)) return { ...stale(confirmed.newest, history), pending }
  return { ...standing(confirmed, history), pending }
}

function confirm(readings: Reading[], confirmMs: number): { confirmed: Run | null; current: Run | null } {
  let confirmed = null as Run | null
  let current = null as Run | null
  for (const newest of readings) {
    const { interval, finding } = newest
    current =
      current?.verdict === finding.verdict
        ? { ...current, looks: current.looks + interval.looks, newest }
        : { verdict: finding.verdict, looks: interval.looks, firstMs: interval.firstMs, newest }
    const longEnough = finding.verdict === 'pass' || interval.lastMs - current.firstMs >= confirmMs
    const isConfirmed = current.looks >= looksNeeded(finding.verdict) && longEnough
    if (isConfirmed || current.verdict === confirmed?.verdict) confirmed = current
  }
  return { confirmed, current }
}

function isStale({ interval }: Reading, { asOf, ttlMs }: Terms): boolean {
  return Date.parse(asOf) - interval.lastMs > ttlMs
}

/** Nothing that counts was ever seen. */
function unseen({ blindness }: Omit<History, 'intervals'>): Settled {
  return blindness ? blind(blindness) : unknown('no_evidence', reasonTexts.no_evidence, [])
}

/** We could not look, and since when. */
export function blind({ reason, observation, sinceMs }: NonNullable<History['blindness']>): Settled {
  const since = moment(new Date(sinceMs).toISOString())
  return unknown(
    reason,
    joined(reasonTexts[reason], { vi: ` (từ ${since.vi})`, en: ` (since ${since.en})` }),
    [evidenceOf(observation)],
  )
}

function unconfirmed(
  readings: Reading[],
  { newest }: Run,
  pending: Settled['pending'],
  { blindness, blindNow }: Omit<History, 'intervals'>,
  terms: Terms,
): Settled {
  const { finding, interval } = newest
  if (isStale(newest, terms)) return { ...stale(newest, { blindness, blindNow }), pending }
  // nothing but failures to look: there is no verdict to protect from a hasty change
  if (readings.every((one) => one.finding.verdict === 'unknown') && finding.verdict === 'unknown')
    return unknown(finding.reason, sentence(newest), [evidenceOf(interval.observation, interval.lastMs)])
  if (blindness && blindNow) return { ...blind(blindness), pending }
  const because = joined(reasonTexts.awaiting_confirmation, ': ', sentence(newest))
  return {
    ...unknown('awaiting_confirmation', because, [evidenceOf(interval.observation, interval.lastMs)]),
    pending,
  }
}

/** Too old to count; while we are blind that is why it could not be renewed. */
function stale(newest: Reading, { blindness, blindNow }: Omit<History, 'intervals'>): Settled {
  if (blindness && blindNow) return blind(blindness)
  const { interval } = newest
  return unknown('stale', joined(reasonTexts.stale, ': ', sentence(newest)), [
    evidenceOf(interval.observation, interval.lastMs),
  ])
}

function standing({ newest, looks }: Run, { blindness, blindNow }: Omit<History, 'intervals'>): Settled {
  const { finding, interval } = newest
  const evidence = [evidenceOf(interval.observation, interval.lastMs)]
  const because = sentence(newest, looks)
  if (finding.verdict === 'unknown') return unknown(finding.reason, because, evidence)
  const held = blindness && blindNow && moment(new Date(blindness.sinceMs).toISOString())
  return {
    verdict: finding.verdict,
    reason: null,
    because: held
      ? joined(because, {
          vi: `; điểm đo không có IPv6 từ ${held.vi} nên giữ kết quả này`,
          en: `; kept, since the prober has had no IPv6 from ${held.en}`,
        })
      : because,
    failure: finding.failure ?? null,
    broken: finding.severity === 'critical',
    evidence,
    pending: null,
  }
}

function unknown(reason: UnknownReason, because: Text, evidence: Settled['evidence']): Settled {
  return {
    verdict: 'unknown',
    reason,
    because,
    failure: null as FailureClass | null,
    broken: false,
    evidence,
    pending: null,
  }
}

function evidenceOf({ checkId, firstDueAt, lastSeenAt }: Observation, lastMs = Date.parse(lastSeenAt)) {
  return { checkId, firstDueAt, lastSeenAt: new Date(lastMs).toISOString() }
}

/** "… (3 lần đo liên tiếp, lần cuối 14/01/2022 09:40)". */
function sentence({ finding, interval }: Reading, looks = interval.looks): Text {
  const last = moment(new Date(interval.lastMs).toISOString())
  return joined(finding.because, {
    vi: ` (${decimal(looks).vi} lần đo liên tiếp, lần cuối ${last.vi})`,
    en: ` (${counted(looks, 'look', 'looks in a row')}, last ${last.en})`,
  })
}
