import type { ProbeName } from '../../probes/index.ts'
import type { Kept } from '../operations/fold-day.ts'
import { criteria } from './catalogue.ts'

/** What the questions over many days want of each probe's looks, all of them together. */
export const kept: Partial<Record<ProbeName, Kept>> = wants()

function wants() {
  const all: Partial<Record<ProbeName, Kept>> = {}
  for (const { probe, over } of criteria.flatMap(({ questions }) => questions)) {
    if (over === undefined) continue
    const { days, series, growth, sets } = all[probe] ?? { days: 0, series: [], growth: false, sets: false }
    all[probe] = {
      days: Math.max(days, over.days),
      series: [...new Set([...series, ...(over.series ?? [])])],
      growth: growth || over.growth === true,
      sets: sets || over.sets === true,
    }
  }
  return all
}
