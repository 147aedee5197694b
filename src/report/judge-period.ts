import type { Service, Unit } from '../model/inventory.ts'
import type { Day, Instant, UnitState } from '../model.ts'
import type { Readiness } from '../readiness/assessment.ts'
import { type EvaluateOptions, evaluate, verdictsAt } from '../readiness/evaluate.ts'
import type { Readings } from '../readiness/judge-asset.ts'
import { evaluateOperations, type OperationsState } from '../readiness/operations/evaluate.ts'
import { type DayTally, tallyDays } from './month-rule.ts'
import type { OperationsMonth } from './operations-report.ts'
import { daysOf, endOfDay, type Period } from './period.ts'
import type { UnitMonth } from './unit-report.ts'

export type PeriodSources = {
  /** Units that exist at a moment, as they are then. */
  unitsAt(asOf: Instant): Promise<Unit[]>
  /** All that can be known of a unit as of a moment, with every interval that reaches into the time since `since`. */
  stateOf(unit: string, asOf: Instant, since: Instant): Promise<UnitState | undefined>
  optionsAt(asOf: Instant): Promise<EvaluateOptions>
  /** What else index O of a unit rests on at the cut-off. */
  operationsOf?(unit: Unit): OperationsState
  /** Of a longer period: what its days were, from the reports of its months; each is judged at the cut-off alone. */
  tallyOf?(unit: Unit): DayTally
}

/** A unit of the period with its services and its operations at the cut-off. */
export type JudgedMonth = UnitMonth & { services: Service[]; operations: OperationsMonth | null }

/** Evidence and confirmation reach back at most this far before the first day. */
const lookBackMs = 8 * 86_400_000

/**
 * Judges every unit that exists on the day of the cut-off at the end of each day of the period, and at the cut-off
 * itself. One unit and one day at a time, with a pause after each, so that a long report does not hold up the process.
 */
export async function judgePeriod(
  sources: PeriodSources,
  period: Period,
  cutoffAt: Instant,
): Promise<{
  months: JudgedMonth[]
  judging: { day: Day; options: EvaluateOptions }[]
}> {
  const judging = await Promise.all(
    daysOf(period, cutoffAt).map(async (day) => {
      const end = endOfDay(day)
      const asOf = end < cutoffAt ? end : cutoffAt
      return { day, asOf, options: await sources.optionsAt(asOf) }
    }),
  )
  const since = new Date(Date.parse(period.from) - lookBackMs).toISOString()
  const months: JudgedMonth[] = []
  for (const unit of await sources.unitsAt(cutoffAt)) {
    const state = await sources.stateOf(unit.code, cutoffAt, since)
    if (state === undefined) continue // deleted since it was listed
    await pause()
    const lived = judging.filter(({ day }) => unit.validFrom === null || day >= unit.validFrom)
    const days = sources.tallyOf ? lived.slice(-1) : lived
    const last = days.at(-1)
    if (last === undefined) continue
    const read: Readings = new Map()
    const readings: { day: Day; readiness: Pick<Readiness, 'verdicts'> }[] = []
    for (const verdicts of verdictsAt(state, days.slice(0, -1), read)) {
      readings.push({ day: days[readings.length]?.day ?? last.day, readiness: { verdicts } })
      await pause()
    }
    const readiness = evaluate(state, last.asOf, last.options, read)
    await pause()
    readings.push({ day: last.day, readiness })
    const services = state.assets.filter((asset): asset is Service => asset.kind === 'service')
    const own = sources.operationsOf?.(unit)
    const operations = own
      ? { operations: evaluateOperations(state, own, last.asOf, last.options), projects: own.projects }
      : null
    const tally = sources.tallyOf?.(unit) ?? tallyDays(readings)
    months.push({ unit, readiness, tally, services, operations })
  }
  return { months, judging: judging.map(({ day, options }) => ({ day, options })) }
}

/** Lets others in; a database in this process answers without doing so. */
function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
