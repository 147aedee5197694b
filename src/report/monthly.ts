import type { UnitDocument } from '../model/documents.ts'
import type { Service } from '../model/inventory.ts'
import type { Day, Instant } from '../model.ts'
import { catalogueVersion, criteria } from '../readiness/catalogue.ts'
import type { EvaluateOptions } from '../readiness/evaluate.ts'
import type { Plan } from '../readiness/plan.ts'
import { reportGroups } from './group-report.ts'
import { reportIndicators } from './indicators.ts'
import { monthReadiness, monthShare } from './month-rule.ts'
import { type MonthlyReport, monthlyTemplate } from './monthly-report.ts'
import { cutoffOf, daysOf, type Period } from './period.ts'
import { reportPlan } from './plan-report.ts'
import { reportServices } from './service-report.ts'
import { comparableCoverage, reportUnit, type UnitMonth } from './unit-report.ts'

export type MonthlyInput = {
  period: Period
  cutoffDay: number
  /** The moment as of which the units are judged; before the end of the period it makes a draft. */
  cutoffAt: Instant
  /** Every unit that exists on the day of the cut-off, with its services; order does not matter. */
  months: (UnitMonth & { services: Service[] })[]
  /** How each day was judged, oldest first. */
  judging: { day: Day; options: EvaluateOptions }[]
  /** The newest report of the period before, and its hash. */
  previous: { report: MonthlyReport; sha256: string } | null
  plan: Plan | null
  /** What is stated about tasks of the plan that no criterion proves. */
  taskDocuments: UnitDocument[]
}

/** The province's monthly report. Pure: the same input gives the same report, in whatever order units come. */
export function buildMonthly({
  period,
  cutoffDay,
  cutoffAt,
  months,
  judging,
  previous,
  plan,
  taskDocuments,
}: MonthlyInput): MonthlyReport {
  const before = previous?.report ?? null
  const sorted = months.toSorted((left, right) => (left.unit.code < right.unit.code ? -1 : 1))
  const reported = sorted.map((month) => {
    const readiness = monthReadiness(month.readiness, month.tally)
    return { ...month, readiness, report: reportUnit(month, readiness, before?.units ?? null) }
  })
  const units = reported.map(({ report }) => report)
  const services = reported.flatMap(({ report, services, tally }) => reportServices(report, services, tally))
  return {
    template: monthlyTemplate,
    state: cutoffAt < cutoffOf(period) ? 'draft' : 'final',
    period: {
      name: period.name,
      from: period.from,
      to: period.to,
      cutoffDay,
      days: daysOf(period).length,
    },
    cutoffAt,
    previous: previous && {
      period: previous.report.period.name,
      sha256: previous.sha256,
      catalogue: previous.report.catalogue.version,
    },
    catalogue: {
      version: catalogueVersion,
      criteria: criteria.map(({ id, name, layer, weight, ttlHours, phase, level }) => ({
        id,
        name,
        layer,
        weight,
        ttlHours,
        phase,
        level,
      })),
    },
    judging: changesOnly(judging),
    rules: { monthShare: monthShare.numerator / monthShare.denominator, comparableCoverage },
    units,
    groups: reportGroups(units, before?.units ?? null),
    indicators: reportIndicators(units, services, before?.indicators ?? null),
    services,
    ...reportPlan(plan, reported, cutoffAt, taskDocuments),
  }
}

/** One entry for each run of days that were judged alike. */
function changesOnly(judging: MonthlyInput['judging']): MonthlyReport['judging'] {
  return judging
    .filter(
      ({ options }, i) => i === 0 || JSON.stringify(options) !== JSON.stringify(judging[i - 1]?.options),
    )
    .map(({ day, options }) => ({ from: day, ...options }))
}
