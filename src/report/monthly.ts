import type { UnitDocument } from '../model/documents.ts'
import type { Line } from '../model/inventory.ts'
import type { Day, Instant } from '../model.ts'
import { catalogueVersion, criteria } from '../readiness/catalogue.ts'
import type { EvaluateOptions } from '../readiness/evaluate.ts'
import type { Plan } from '../readiness/plan.ts'
import { inForce, reportAddresses, reportDocuments, reportExceptions } from './document-report.ts'
import { reportGroups } from './group-report.ts'
import { reportIndicators } from './indicators.ts'
import type { JudgedMonth } from './judge-period.ts'
import { monthReadiness, monthShare } from './month-rule.ts'
import {
  type HotspotReport,
  type IncidentReport,
  type LineReport,
  type MonthlyReport,
  monthlyTemplate,
  type ServiceReport,
  type UnitReport,
} from './monthly-report.ts'
import {
  type OperationsMonth,
  reportAntiMalware,
  reportOperations,
  reportProject,
} from './operations-report.ts'
import { cutoffOf, dayOf, daysOf, type Period } from './period.ts'
import { reportPlan } from './plan-report.ts'
import { reportServices } from './service-report.ts'
import { comparableCoverage, reportUnit, type UnitMonth } from './unit-report.ts'

export type MonthlyInput = {
  period: Period
  cutoffDay: number
  /** The moment as of which the units are judged; before the end of the period it makes a draft. */
  cutoffAt: Instant
  /** Every unit that exists on the day of the cut-off; order does not matter. */
  months: ReportedMonth[]
  /** How each day was judged, oldest first. */
  judging: { day: Day; options: EvaluateOptions }[]
  /** The newest report of the period before, and its hash. */
  previous: { report: MonthlyReport; sha256: string } | null
  plan: Plan | null
  /** All that was entered by the cut-off. */
  documents: UnitDocument[]
  lines: LineReport[]
  internetLines: Line[]
  incidents: IncidentReport[]
  hotspots: HotspotReport[]
  /** From where was looked in the period. */
  vantages: string[]
  /** Of a longer period: the reports of its months and their hashes, oldest first. */
  parts?: { report: MonthlyReport; sha256: string }[]
}

/** One unit of a report, with what the report says of it. */
export type ReportedMonth = UnitMonth & {
  report: UnitReport
  services: ServiceReport[]
  operations: OperationsMonth | null
}

/** A unit with its services, after the month rule, measured against the report of the period before. */
export function reportMonth(
  { services, operations, ...month }: JudgedMonth,
  previous: MonthlyInput['previous'],
): ReportedMonth {
  const readiness = monthReadiness(month.readiness, month.tally)
  const report = {
    ...reportUnit(month, readiness, previous?.report.units ?? null),
    ...(operations && { operations: reportOperations(operations.operations) }),
  }
  return { ...month, readiness, report, operations, services: reportServices(report, services, month.tally) }
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
  documents,
  lines,
  internetLines,
  incidents,
  hotspots,
  vantages,
  parts,
}: MonthlyInput): MonthlyReport {
  const before = previous?.report ?? null
  const reported = months.toSorted((left, right) => (left.unit.code < right.unit.code ? -1 : 1))
  const units = reported.map(({ report }) => report)
  const services = reported.flatMap((one) => one.services)
  const holding = inForce(documents, cutoffAt)
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
    lines,
    incidents,
    addresses: reportAddresses(units, internetLines, holding),
    hotspots,
    antimalware: reported.flatMap(({ operations }) =>
      operations ? reportAntiMalware(operations.operations) : [],
    ),
    projects: reported.flatMap(({ operations }) =>
      (operations?.projects ?? []).map((project) => reportProject(project, dayOf(cutoffAt))),
    ),
    exceptions: reportExceptions(holding),
    documents: reportDocuments(documents, period, cutoffAt),
    vantages: vantages.toSorted(),
    ...(parts && {
      months: parts.map(({ report, sha256 }) => ({ period: report.period.name, sha256 })),
    }),
    ...reportPlan(plan, reported, cutoffAt, { documents, holding }),
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
