import type { Clock, Day, Instant } from '../model.ts'
import { catalogueVersion } from '../readiness/catalogue.ts'
import { type EvaluateOptions, evaluate } from '../readiness/evaluate.ts'
import type { Plan } from '../readiness/plan.ts'
import { reachedBy } from '../readiness/plan-progress.ts'
import { groupStandings, measureKey, memberOf, type Standing, standingOf } from '../readiness/standing.ts'
import { dayAfter, dayOf, endOfDay } from '../report/period.ts'
import type { Database } from '../store/database.ts'
import { listUnits } from '../store/inventory.ts'
import { loadUnitStates } from '../store/observations.ts'
import { findFirstSeenAt } from '../store/reports.ts'
import {
  addMeasures,
  addStandings,
  closeStandingDay,
  findStandingSpan,
  listDaysWithout,
  listStandings,
  listStandingUnits,
} from '../store/standings.ts'

export type StandingDeps = {
  db: Database
  now: Clock
  optionsAt(asOf: Instant): Promise<EvaluateOptions>
  planAt(asOf: Instant): Promise<Plan>
}

/** Looks under way at midnight are written down by then. */
const settleMs = 10 * 60_000

/**
 * Keeps how every unit stood at the end of each day that is over, oldest first, and then what the plan's targets count
 * on those days. One small piece at a time: `units` units, or `days` days of a target. Returns whether it did
 * anything, so that the caller goes on for as long as it likes. Derived data: losing it costs only the work.
 */
export async function keepStandings(
  deps: StandingDeps,
  { units, days }: { units: number; days: number },
): Promise<boolean> {
  const day = await nextDay(deps)
  if (day !== undefined) {
    await keepDay(deps, day, units)
    return true
  }
  return keepMeasures(deps, days)
}

async function nextDay({ db, now }: StandingDeps): Promise<Day | undefined> {
  const span = await findStandingSpan(db)
  const firstSeenAt = span ? undefined : await findFirstSeenAt(db)
  const next = span ? dayAfter(span.last) : firstSeenAt && dayOf(firstSeenAt)
  const today = dayOf(new Date(Date.parse(now()) - settleMs).toISOString())
  return next !== undefined && next < today ? next : undefined
}

async function keepDay({ db, now, optionsAt }: StandingDeps, day: Day, most: number): Promise<void> {
  const asOf = endOfDay(day)
  const kept = await listStandingUnits(db, day)
  const missing = (await listUnits(db, { asOf })).filter(({ code }) => !kept.has(code))
  const options = await optionsAt(asOf)
  const catalogue = catalogueVersion
  const standings: Standing[] = []
  // one load of them all is quicker, and one load of each does not hold up the process
  const all = missing.length <= most && kept.size === 0 ? await loadUnitStates(db, asOf) : null
  for (const unit of missing.slice(0, most)) {
    const state = all
      ? all.find((one) => one.unit.code === unit.code)
      : (await loadUnitStates(db, asOf, { unit: unit.code }))[0]
    if (state !== undefined) standings.push(standingOf(unit, evaluate(state, asOf, options)))
    await new Promise((resolve) => setImmediate(resolve))
  }
  await addStandings(db, { day, catalogue, standings })
  if (missing.length > most) return
  const groups = groupStandings(await listStandings(db, day))
  await closeStandingDay(db, { day, catalogue, keptAt: now(), groups })
}

/** What targets count can change whenever somebody edits the plan, so it is made up for all days that lack it. */
async function keepMeasures({ db, now, planAt }: StandingDeps, most: number): Promise<boolean> {
  const { targets } = await planAt(now())
  const measures = [...new Map(targets.map((target) => [measureKey(target), target]))]
  for (const [measure] of measures) {
    const days = await listDaysWithout(db, measure, most)
    if (days.length === 0) continue
    for (const day of days) {
      const members = (await listStandings(db, day)).map(memberOf)
      await addMeasures(
        db,
        measures.map(([key, target]) => {
          const { done, unknown, denominator } = reachedBy(target, target.measure, members, day)
          return { measure: key, day, done: done.value, unknown: unknown.value, units: denominator.value }
        }),
      )
      await new Promise((resolve) => setImmediate(resolve))
    }
    return true
  }
  return false
}
