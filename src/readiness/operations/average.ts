import type { Verdict } from '../criterion.ts'
import type { Operations } from './evaluate.ts'

/** Index O of many units: the mean of those of which some criterion applies, coverage by weight, and all verdicts counted. */
export type AverageOperations = Pick<Operations, 'score' | 'scoreMax' | 'coverage' | 'counts'> & {
  units: number
}

export function averageOperations(all: Operations[]): AverageOperations {
  const scored = all.filter(({ score }) => score !== null)
  const mean = (of: (one: Operations) => number | null) =>
    scored.length === 0 ? null : scored.reduce((sum, one) => sum + (of(one) ?? 0), 0) / scored.length
  const weight = (of: 'all' | 'known') => all.reduce((sum, one) => sum + one.weight[of], 0)
  const counts: Record<Verdict, number> = { pass: 0, partial: 0, fail: 0, unknown: 0, na: 0 }
  for (const one of all) for (const { verdict } of one.verdicts) counts[verdict] += 1
  return {
    score: mean(({ score }) => score),
    scoreMax: mean(({ scoreMax }) => scoreMax),
    coverage: weight('all') === 0 ? null : weight('known') / weight('all'),
    counts,
    units: scored.length,
  }
}
