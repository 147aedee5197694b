import { differenceBetween, type Moment, type UnitDifference } from '../readiness/changes.ts'
import { judgeUnit } from './province.ts'
import { readMoment } from './query.ts'
import { refuse } from './refuse.ts'
import type { WebContext } from './web.ts'

/** What changed is told since about a month ago, unless somebody asks for another moment. */
const usuallyMs = 30 * 86_400_000

/** What is different about a unit since `?since=`, at the cost of judging it once more. */
export async function differenceOf(c: WebContext, code: string, now: Moment): Promise<UnitDifference> {
  const { asOf } = now.readiness
  const since = readMoment(c, 'since') ?? new Date(Date.parse(asOf) - usuallyMs).toISOString()
  if (since >= asOf) refuse('badRequest', ['since: a moment before the one that is shown'])
  const before = await judgeUnit(c.var.deps, code, since)
  return differenceBetween(before ?? refuse('notFound', [code]), now)
}
