import { type Case, type CaseResult, pairedRatio } from './rounds.ts'

/** What must hold; NaN when what it compares with is missing here. */
export type Goal = { name: string; atMost: number; figure(results: CaseResult[]): number }

/** Cases that run in turn; the first is ours. */
export type Suite = { title: string; unit: string; cases: Case[]; goals: Goal[] }

/** The ratio of two cases by name. */
export function ratioGoal(ours: string, other: string, atMost: number): Goal {
  return {
    name: `${ours} / ${other}`,
    atMost,
    figure(results) {
      const [one, two] = [ours, other].map((name) => results.find((result) => result.name === name))
      return one && two ? pairedRatio(one, two) : Number.NaN
    },
  }
}

/** A number that a case counted besides its CPU time, in the last round. */
export function countGoal(name: string, of: string, key: string, atMost: number): Goal {
  return {
    name,
    atMost,
    figure: (results) => results.find((result) => result.name === of)?.each.at(-1)?.more?.[key] ?? Number.NaN,
  }
}
