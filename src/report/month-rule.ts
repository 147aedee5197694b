import type { Day } from '../model.ts'
import type { CriterionVerdict, Readiness } from '../readiness/assessment.ts'
import { score } from '../readiness/score.ts'

/** Share of the days of a period on which a criterion must have passed to count as passed (domain rules 2.2). */
export const monthShare = { numerator: 4, denominator: 5 }

/** Criteria that a published web service must pass on one and the same day to have a good day. */
const serviceCriteria = ['WEB-01', 'WEB-02', 'WEB-03']

/** What the days of a period add up to for one unit. */
export type DayTally = {
  days: number
  /** null when there was no day. */
  firstDay: Day | null
  /** By criterion: days on which it was `pass`. */
  passed: ReadonlyMap<string, number>
  /** By criterion that is `unknown` on the last day: the first day of that run. */
  unknownSince: ReadonlyMap<string, Day>
  /** By code of a service: days on which it passed all of `serviceCriteria`. */
  servicePassed: ReadonlyMap<string, number>
}

/** Adds up the readiness of one unit at the end of each day, oldest first. */
export function tallyDays(
  readings: Iterable<{ day: Day; readiness: Pick<Readiness, 'verdicts'> }>,
): DayTally {
  const passed = new Map<string, number>()
  const unknownSince = new Map<string, Day>()
  const servicePassed = new Map<string, number>()
  let days = 0
  let firstDay: Day | null = null
  for (const { day, readiness } of readings) {
    days += 1
    firstDay ??= day
    for (const { id, verdict } of readiness.verdicts) {
      if (verdict === 'pass') increment(passed, id)
      if (verdict !== 'unknown') unknownSince.delete(id)
      else if (!unknownSince.has(id)) unknownSince.set(id, day)
    }
    for (const code of servicesThatPass(readiness.verdicts)) increment(servicePassed, code)
  }
  return { days, firstDay, passed, unknownSince, servicePassed }
}

/** Services whose every criterion of `serviceCriteria` says `pass`. */
function servicesThatPass(verdicts: CriterionVerdict[]): string[] {
  const passes = new Map<string, number>()
  for (const { id, assets } of verdicts)
    if (serviceCriteria.includes(id))
      for (const { asset, verdict } of assets)
        if (asset.kind === 'service' && verdict === 'pass') increment(passes, asset.code)
  return [...passes].filter(([, count]) => count === serviceCriteria.length).map(([code]) => code)
}

/**
 * The verdict for the month: `pass` stays only with a pass on at least 80 % of the days; a pass at the cut-off on
 * fewer days is `partial`, and the sentence says so.
 */
export function monthVerdict<V extends CriterionVerdict>(verdict: V, tally: DayTally): V {
  const passed = tally.passed.get(verdict.id) ?? 0
  const { numerator, denominator } = monthShare
  if (verdict.verdict !== 'pass' || passed * denominator >= tally.days * numerator) return verdict
  const least = `${(100 * numerator) / denominator}%`
  return {
    ...verdict,
    verdict: 'partial',
    because: {
      vi: `Đạt tại thời điểm chốt số liệu nhưng chỉ đạt ${passed}/${tally.days} ngày trong kỳ (cần ít nhất ${least} số ngày)`,
      en: `Passes at the cut-off but passed on only ${passed} of the ${tally.days} days of the period (at least ${least} of the days are needed)`,
    },
  }
}

/** The readiness for the month: its verdicts after the month rule, and the figures that follow from them. */
export function monthReadiness(readiness: Readiness, tally: DayTally): Readiness {
  const verdicts = readiness.verdicts.map((verdict) => monthVerdict(verdict, tally))
  return { ...readiness, verdicts, ...score(verdicts) }
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
