import type { Readiness } from './assessment.ts'
import { criterionOf } from './catalogue.ts'
import type { Verdict } from './criterion.ts'

export type Score = Pick<
  Readiness,
  'score' | 'scoreMax' | 'coverage' | 'level' | 'levelReachable' | 'enoughData' | 'weight' | 'counts'
>

const levels = [1, 2, 3, 4, 5] as const

/** With less coverage than this share the level shown is at most 1. */
const coverageNeeded = { numerator: 4, denominator: 5 }

/**
 * R, its upper bound, the coverage and the level that verdicts add up to (domain rules 2.2). Unknown stays in the
 * denominator with nothing earned; `na` leaves it. Throws for an id that the catalogue does not have.
 */
export function score(verdicts: { id: string; verdict: Verdict }[]): Score {
  const weighed = weigh(verdicts, (id) => criterionOf(id).weight)
  const { reached, reachable } = climb(verdicts)
  return {
    ...weighed,
    level: weighed.enoughData ? reached : Math.min(reached, 1),
    levelReachable: reachable,
  }
}

export type Weighed = Omit<Score, 'level' | 'levelReachable'>

/** What verdicts add up to under any weights. Unknown earns nothing and stays in the denominator; `na` leaves it. */
export function weigh(
  verdicts: { id: string; verdict: Verdict }[],
  weightOf: (id: string) => number,
): Weighed {
  const counts: Record<Verdict, number> = { pass: 0, partial: 0, fail: 0, unknown: 0, na: 0 }
  const weight = { all: 0, known: 0, earned: 0 }
  for (const { id, verdict } of verdicts) {
    counts[verdict] += 1
    if (verdict === 'na') continue
    const own = weightOf(id)
    weight.all += own
    if (verdict !== 'unknown') weight.known += own
    if (verdict === 'pass') weight.earned += own
    if (verdict === 'partial') weight.earned += own / 2
  }
  const { numerator, denominator } = coverageNeeded
  const share = (part: number) => (weight.all === 0 ? null : part / weight.all)
  const percent = (part: number) => (weight.all === 0 ? null : (100 * part) / weight.all)
  return {
    score: percent(weight.earned),
    scoreMax: percent(weight.earned + weight.all - weight.known),
    coverage: share(weight.known),
    enoughData: weight.all > 0 && weight.known * denominator >= weight.all * numerator,
    weight,
    counts,
  }
}

/**
 * The highest gate passed with all gates below it. A gate of which nothing applies is no obstacle and no merit: a
 * commune without public services goes from level 1 to level 4.
 */
function climb(verdicts: { id: string; verdict: Verdict }[]): { reached: number; reachable: number } {
  const applying = verdicts.filter(({ verdict }) => verdict !== 'na')
  let reached = 0
  let reachable = 0
  let open = true
  for (const level of levels) {
    const gate = applying.filter(({ id }) => criterionOf(id).level === level)
    if (gate.length === 0) continue
    reachable = level
    open &&= gate.every(({ verdict }) => verdict === 'pass')
    if (open) reached = level
  }
  return { reached, reachable }
}
