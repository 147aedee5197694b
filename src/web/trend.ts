import type { Day, Instant } from '../model.ts'
import { lastDayOver } from '../report/period.ts'
import type { Database } from '../store/database.ts'
import {
  findStandingSpan,
  listGroupTrend,
  listStandingRules,
  listUnitTrend,
  type TrendPoint,
} from '../store/standings.ts'

/** How a unit or group went, up to the day shown; without points where no day is kept yet. */
export type Trend = { points: TrendPoint[]; rules: { catalogue: string; from: Day }[] }

/** As many days as a small chart can tell apart, evenly spread, the first and the last among them. */
const daysShown = 60
const dayMs = 86_400_000

/** The trend of one unit, or of a group (src/readiness/standing.ts). */
export async function loadTrend(
  db: Database,
  of: { unit: string } | { group: string },
  asOf: Instant,
): Promise<Trend> {
  const until = lastDayOver(asOf)
  const span = await findStandingSpan(db, { until })
  if (span === undefined) return { points: [], rules: [] }
  const days = spread(span)
  const points =
    'unit' in of ? await listUnitTrend(db, of.unit, days) : await listGroupTrend(db, of.group, days)
  return { points, rules: await listStandingRules(db, { until }) }
}

function spread({ first, last }: { first: Day; last: Day }): Day[] {
  const start = Date.parse(first)
  const length = Math.round((Date.parse(last) - start) / dayMs)
  const count = Math.min(daysShown, length + 1)
  return Array.from({ length: count }, (_, index) => {
    const day = count === 1 ? 0 : Math.round((index * length) / (count - 1))
    return new Date(start + day * dayMs).toISOString().slice(0, 10)
  })
}
