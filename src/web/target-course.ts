import type { Day } from '../model.ts'
import { type Blocker, blockersOf } from '../readiness/blockers.ts'
import { type Forecast, forecast, leastUnits, reachedBy, type SharePoint } from '../readiness/forecast.ts'
import type { UnitReadiness } from '../readiness/group.ts'
import type { Plan } from '../readiness/plan.ts'
import type { TargetProgress } from '../readiness/plan-progress.ts'
import { measureKey } from '../readiness/standing.ts'
import type { Database } from '../store/database.ts'
import { listMeasure, type MeasurePoint } from '../store/standings.ts'

/** How a target went day by day, how it will go on, and what is in the way. */
export type TargetCourse = {
  plan: Plan
  progress: TargetProgress
  line: MeasurePoint[]
  forecast: Forecast | null
  /** Why there is no forecast. */
  without: 'no_history' | 'too_short' | 'few_units' | null
  reached: ReturnType<typeof reachedBy> | null
  /** Days from the target's date to the day on which the forecast reaches it; null where it does not. */
  lateDays: number | null
  blockers: Blocker[]
}

/** Further back than this a line says nothing about how it goes on. */
const forecastDays = 730

export async function loadCourses(
  db: Database,
  plan: Plan,
  targets: TargetProgress[],
  members: UnitReadiness[],
  until: Day,
): Promise<TargetCourse[]> {
  const courses: TargetCourse[] = []
  for (const progress of targets) {
    const line = await listMeasure(db, measureKey(progress.target), { until })
    courses.push({
      plan,
      progress,
      line,
      ...aheadOf(progress, line),
      blockers: blockersOf(progress, members),
    })
  }
  return courses
}

/** A line changes once a day, and a page asks for the forecast of each target. */
const known = new Map<string, Forecast | null>()
const mostKnown = 100

function forecastOf(shares: SharePoint[], units: number): Forecast | null {
  const key = `${units} ${shares[0]?.day} ${shares.map(({ share }) => share).join(' ')}`
  const made = known.get(key) ?? forecast(shares, { units })
  if (known.size >= mostKnown) known.clear()
  known.set(key, made)
  return made
}

function aheadOf(
  { target, state, denominator }: TargetProgress,
  line: MeasurePoint[],
): Pick<TargetCourse, 'forecast' | 'without' | 'reached' | 'lateDays'> {
  const shares = line
    .filter(({ units }) => units > 0)
    .slice(-forecastDays)
    .map(({ day, done, units }) => ({ day, share: done / units }))
  const made = forecastOf(shares, denominator.value)
  if (made === null) {
    const without =
      shares.length === 0 ? 'no_history' : denominator.value < leastUnits ? 'few_units' : 'too_short'
    return { forecast: null, without, reached: null, lateDays: null }
  }
  const reached = state === 'met' ? null : reachedBy(made, target.share)
  const lateDays =
    reached?.middle == null
      ? null
      : Math.round((Date.parse(reached.middle) - Date.parse(target.date)) / 86_400_000)
  return { forecast: made, without: null, reached, lateDays }
}
