import type { Clock, Instant } from '../model.ts'
import type { EvaluateOptions } from '../readiness/evaluate.ts'
import type { Plan } from '../readiness/plan.ts'
import { canonicalPieces } from '../report/canonical.ts'
import { citationsOf } from '../report/citations.ts'
import { reportIncidents } from '../report/incident-report.ts'
import { judgePeriod } from '../report/judge-period.ts'
import { reportLines } from '../report/line-report.ts'
import { buildMonthly, type ReportedMonth, reportMonth } from '../report/monthly.ts'
import type { HotspotReport, IncidentReport } from '../report/monthly-report.ts'
import { type LineReport, type MonthlyReport, monthlyTemplates } from '../report/monthly-report.ts'
import { tallyMonths } from '../report/months-tally.ts'
import { defaultCutoffDay, type Period, previousPeriod } from '../report/period.ts'
import { reportHotspots } from '../report/wifi-report.ts'
import { breather } from '../store/breather.ts'
import type { Database } from '../store/database.ts'
import { listDocuments } from '../store/documents.ts'
import { type EvidenceKey, listEvidenceHashes } from '../store/evidence.ts'
import { groupBy } from '../store/group-by.ts'
import { listEventsOfAll } from '../store/incident-events.ts'
import { listIncidentsDuring } from '../store/incidents.ts'
import { listAssets, listUnits } from '../store/inventory.ts'
import { loadLineFigures } from '../store/line-figures.ts'
import { loadUnitStates } from '../store/observations.ts'
import { loadOperations } from '../store/operations.ts'
import { findReport } from '../store/reports.ts'
import { listVantagesIn } from '../store/vantages.ts'
import { loadWifiFigures } from '../store/wifi-figures.ts'

export type ReportDeps = {
  db: Database
  now: Clock
  optionsAt(asOf: Instant): Promise<EvaluateOptions>
  cutoffDay?: number
  /** The plan of a moment, whose targets and tasks the report follows; without it those tables are empty. */
  planAt?(asOf: Instant): Promise<Plan>
}

/** A report that another one rests on, with the hash by which it names it. */
export type Cited = { report: MonthlyReport; sha256: string }

/** Lines whose days are read together: a year of one takes 70 ms of computing. */
const linesAtOnce = 2

/**
 * The report as of a moment, and the code of the unit it is kept under: the province's platform. `parts` are the months of
 * a longer period; `previous` is what it is compared with, unless given the newest report of the period before.
 */
export async function buildReport(
  deps: ReportDeps,
  period: Period,
  { cutoffAt, parts, previous }: { cutoffAt: Instant; parts?: Cited[] | undefined; previous?: Cited | null },
): Promise<{ report: MonthlyReport; unit: string }> {
  const { db, optionsAt, cutoffDay = defaultCutoffDay, planAt } = deps
  const before = previous === undefined ? await reportBefore(deps, period) : previous
  const { pace } = await optionsAt(cutoffAt)
  const operationsOf = await loadOperations(db, cutoffAt, { pace, cutoffDay })
  const months = parts?.map(({ report }) => report)
  const { months: judged, judging } = await judgePeriod(
    {
      unitsAt: (asOf) => listUnits(db, { asOf }),
      stateOf: async (unit, asOf, since) => (await loadUnitStates(db, asOf, { unit, since }))[0],
      optionsAt,
      operationsOf,
      ...(months && { tallyOf: (unit) => tallyMonths(unit, months, period, cutoffAt) }),
    },
    period,
    cutoffAt,
  )
  const breathe = breather()
  const reported: ReportedMonth[] = []
  for (const month of judged) {
    reported.push(reportMonth(month, before))
    await breathe()
  }
  const lines = await listAssets(db, { kind: 'line', asOf: cutoffAt })
  const report = buildMonthly({
    period,
    cutoffDay,
    cutoffAt,
    months: reported,
    judging,
    previous: before,
    plan: (await planAt?.(cutoffAt)) ?? null,
    documents: await listDocuments(db, { asOf: cutoffAt }),
    lines: await figuresOf(db, period, cutoffAt),
    internetLines: lines,
    incidents: await incidentsOf(db, period, cutoffAt),
    hotspots: await hotspotsOf(db, period, cutoffAt),
    vantages: await listVantagesIn(db, { from: period.from, until: cutoffAt }),
    ...(parts && { parts }),
  })
  if (report.state === 'final') report.evidence = await hashesOf(db, report)
  return { report, unit: report.units.find(({ kind }) => kind === 'platform')?.code ?? '' }
}

async function reportBefore(
  { db, cutoffDay = defaultCutoffDay }: ReportDeps,
  period: Period,
): Promise<Cited | null> {
  const { name } = previousPeriod(period, { cutoffDay })
  const stored = await findReport(db, { period: name, template: monthlyTemplates })
  return stored ? { report: JSON.parse(stored.body), sha256: stored.sha256 } : null
}

/** The leased lines that there are at the cut-off, with their figures over the period. */
async function figuresOf(db: Database, period: Period, cutoffAt: Instant): Promise<LineReport[]> {
  const lines = await listAssets(db, { kind: 'line', asOf: cutoffAt })
  if (period.kind === 'month')
    return reportLines(lines, await loadLineFigures(db, { asOf: cutoffAt, period, lines }))
  const figures: Awaited<ReturnType<typeof loadLineFigures>> = new Map()
  const breathe = breather()
  for (let at = 0; at < lines.length; at += linesAtOnce) {
    await breathe()
    const some = lines.slice(at, at + linesAtOnce)
    for (const [code, one] of await loadLineFigures(db, { asOf: cutoffAt, period, lines: some }))
      figures.set(code, one)
  }
  return reportLines(lines, figures)
}

async function incidentsOf(db: Database, { from }: Period, cutoffAt: Instant): Promise<IncidentReport[]> {
  const incidents = await listIncidentsDuring(db, { from, until: cutoffAt })
  const events = groupBy(
    await listEventsOfAll(
      db,
      incidents.map(({ id }) => id),
    ),
    ({ incident }) => incident,
  )
  return reportIncidents(incidents, (id) => events.get(id) ?? [], { from, cutoffAt })
}

async function hashesOf(db: Database, report: MonthlyReport): ReturnType<typeof listEvidenceHashes> {
  const breathe = breather()
  const cited = new Map<string, EvidenceKey>()
  for (const one of citationsOf(report)) {
    cited.set(`${one.firstDueAt} ${one.checkId}`, one)
    await breathe()
  }
  return listEvidenceHashes(db, [...cited.values()], breathe)
}

/** The canonical text, a piece at a time: megabytes of it would hold everybody up. */
export async function writeReport(report: MonthlyReport): Promise<string> {
  const breathe = breather()
  let body = ''
  for (const piece of canonicalPieces(report)) {
    body += piece
    await breathe()
  }
  return body
}

/** The public Wi-Fi sites that there are at the cut-off, with their figures over the period. */
async function hotspotsOf(
  db: Database,
  period: Pick<Period, 'from' | 'to'>,
  cutoffAt: Instant,
): Promise<HotspotReport[]> {
  const sites = await listAssets(db, { kind: 'hotspot', asOf: cutoffAt })
  return reportHotspots(sites, await loadWifiFigures(db, { asOf: cutoffAt, period, sites }))
}
