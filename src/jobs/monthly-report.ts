import type { Clock, Instant } from '../model.ts'
import type { EvaluateOptions } from '../readiness/evaluate.ts'
import type { Plan } from '../readiness/plan.ts'
import { canonicalPieces, sha256 } from '../report/canonical.ts'
import { judgePeriod } from '../report/judge-period.ts'
import { reportLines } from '../report/line-report.ts'
import { buildMonthly, type ReportedMonth, reportMonth } from '../report/monthly.ts'
import {
  type LineReport,
  type MonthlyReport,
  monthlyTemplate,
  monthlyTemplates,
} from '../report/monthly-report.ts'
import {
  closedPeriodsSince,
  cutoffOf,
  defaultCutoffDay,
  isClosed,
  type Period,
  periodOf,
  previousPeriod,
} from '../report/period.ts'
import { breather } from '../store/breather.ts'
import type { Database } from '../store/database.ts'
import { listDocuments } from '../store/documents.ts'
import { listAssets, listUnits } from '../store/inventory.ts'
import { loadLineFigures } from '../store/line-figures.ts'
import { loadUnitStates } from '../store/observations.ts'
import {
  findFirstSeenAt,
  findReport,
  freezeReport,
  listReports,
  type StoredReport,
} from '../store/reports.ts'
import { keepLineDays } from './keep-line-days.ts'

export type ReportDeps = {
  db: Database
  now: Clock
  optionsAt(asOf: Instant): Promise<EvaluateOptions>
  cutoffDay?: number
  /** The plan of a moment, whose targets and tasks the report follows; without it those tables are empty. */
  planAt?(asOf: Instant): Promise<Plan>
}

export type MadeReport = {
  /** A draft covers a period that is still open; it is marked as such in the report too, and not stored. */
  state: 'frozen' | 'draft'
  report: MonthlyReport
  /** The canonical JSON of the report, and the hash of its bytes. */
  body: string
  sha256: string
  /** Whether it was frozen just now; a report frozen before comes back as it is. */
  created: boolean
}

/**
 * The report of a period: frozen when it is over, else a draft as of now. Earlier periods that were observed and have
 * no report yet are frozen first, so that the chain of hashes has no hole whichever period is asked for.
 * Throws RangeError for a name that is no period, and for a period that has not begun.
 */
export async function makeReport(deps: ReportDeps, name: string): Promise<MadeReport> {
  const { db, cutoffDay = defaultCutoffDay } = deps
  const period = periodOf(name, { cutoffDay })
  const stored = await findReport(db, { period: name, template: monthlyTemplates })
  if (stored) return toMade(stored, false)
  const now = deps.now()
  if (now < period.from)
    throw new RangeError(`the reporting period ${name} has not begun: it begins at ${period.from}`)
  if (!isClosed(period, now)) {
    const { report } = await build(deps, period, now)
    const body = await write(report)
    return { state: 'draft', report, body, sha256: sha256(body), created: false }
  }
  await keepAllLineDays(deps)
  for (const earlier of await missingAt(deps, period.from)) await freeze(deps, earlier)
  return freeze(deps, period)
}

/** Freezes every period that is over, was observed and has no report yet, oldest first. Returns the new ones. */
export async function freezeDue(
  deps: ReportDeps,
  { firstPeriod }: { firstPeriod?: string } = {},
): Promise<{ period: string; sha256: string }[]> {
  const frozen: { period: string; sha256: string }[] = []
  const missing = await missingAt(deps, deps.now())
  if (missing.length > 0) await keepAllLineDays(deps)
  for (const period of missing) {
    if (firstPeriod !== undefined && period.name < firstPeriod) continue
    const made = await freeze(deps, period)
    if (made.created) frozen.push({ period: period.name, sha256: made.sha256 })
  }
  return frozen
}

/** The periods over at a moment, from the one of the first observation on, that have no report yet. */
async function missingAt({ db, cutoffDay = defaultCutoffDay }: ReportDeps, at: Instant): Promise<Period[]> {
  const first = await findFirstSeenAt(db)
  if (first === undefined) return []
  const frozen = new Set((await listReports(db, { template: monthlyTemplates })).map(({ period }) => period))
  return closedPeriodsSince(first, at, { cutoffDay }).filter(({ name }) => !frozen.has(name))
}

/** Lines by the day wait until all looks of it are written; a period that is over waits for no more. */
async function keepAllLineDays(deps: ReportDeps): Promise<void> {
  while (await keepLineDays(deps, { lines: 10, settled: true }));
}

async function freeze(deps: ReportDeps, period: Period): Promise<MadeReport> {
  const key = { period: period.name, template: monthlyTemplates }
  const stored = await findReport(deps.db, key)
  if (stored) return toMade(stored, false)
  const { report, unit } = await build(deps, period, cutoffOf(period))
  const body = await write(report)
  const frozen = await freezeReport(deps.db, {
    period: period.name,
    template: monthlyTemplate,
    unit,
    frozenAt: deps.now(),
    sha256: sha256(body),
    previousSha256: report.previous?.sha256 ?? null,
    body,
  })
  return toMade(frozen.report, frozen.created)
}

/** The report as of a moment, and the code of the unit it is kept under: the province's platform. */
async function build(
  { db, optionsAt, cutoffDay = defaultCutoffDay, planAt }: ReportDeps,
  period: Period,
  cutoffAt: Instant,
): Promise<{ report: MonthlyReport; unit: string }> {
  const before = await findReport(db, {
    period: previousPeriod(period, { cutoffDay }).name,
    template: monthlyTemplates,
  })
  const { months, judging } = await judgePeriod(
    {
      unitsAt: (asOf) => listUnits(db, { asOf }),
      stateOf: async (unit, asOf, since) => (await loadUnitStates(db, asOf, { unit, since }))[0],
      optionsAt,
    },
    period,
    cutoffAt,
  )
  const previous = before === undefined ? null : { report: JSON.parse(before.body), sha256: before.sha256 }
  const breathe = breather()
  const reported: ReportedMonth[] = []
  for (const month of months) {
    reported.push(reportMonth(month, previous))
    await breathe()
  }
  const report = buildMonthly({
    period,
    cutoffDay,
    cutoffAt,
    months: reported,
    judging,
    previous,
    plan: (await planAt?.(cutoffAt)) ?? null,
    taskDocuments: await listDocuments(db, { asOf: cutoffAt, kind: 'task' }),
    lines: await linesOf(db, period, cutoffAt),
  })
  return { report, unit: report.units.find(({ kind }) => kind === 'platform')?.code ?? '' }
}

/** The leased lines that there are at the cut-off, with their figures over the period. */
async function linesOf(db: Database, period: Period, cutoffAt: Instant): Promise<LineReport[]> {
  const lines = await listAssets(db, { kind: 'line', asOf: cutoffAt })
  return reportLines(lines, await loadLineFigures(db, { asOf: cutoffAt, period, lines }))
}

/** The canonical text, a piece at a time: megabytes of it would hold everybody up. */
async function write(report: MonthlyReport): Promise<string> {
  const breathe = breather()
  let body = ''
  for (const piece of canonicalPieces(report)) {
    body += piece
    await breathe()
  }
  return body
}

function toMade({ body, sha256: hash }: StoredReport, created: boolean): MadeReport {
  return { state: 'frozen', report: JSON.parse(body), body, sha256: hash, created }
}
