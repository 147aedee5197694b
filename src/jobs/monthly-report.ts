import { sha256 } from '../report/canonical.ts'
import { differencesOf } from '../report/differences.ts'
import { type MonthlyReport, monthlyTemplate, monthlyTemplates } from '../report/monthly-report.ts'
import {
  closedPeriodsSince,
  cutoffOf,
  defaultCutoffDay,
  isClosed,
  longerPeriods,
  monthsOf,
  type Period,
  periodOf,
} from '../report/period.ts'
import {
  findFirstSeenAt,
  findReport,
  freezeReport,
  listReports,
  type StoredReport,
} from '../store/reports.ts'
import { buildReport, type Cited, type ReportDeps, writeReport } from './build-report.ts'
import { keepLineDays } from './keep-line-days.ts'
import { keepWifiDays } from './keep-wifi-days.ts'

export type MadeReport = {
  /** A draft covers a period that is still open; it is marked as such in the report too, and not stored. */
  state: 'frozen' | 'draft'
  report: MonthlyReport
  /** The canonical JSON of the report, and the hash of its bytes. */
  body: string
  sha256: string
  /** 1, and one more for each correction; null for a draft. */
  version: number | null
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
  if (!isClosed(period, now)) return draft(deps, period)
  await keepAllDays(deps)
  for (const earlier of await missingAt(deps, period.from)) await freeze(deps, earlier)
  return freeze(deps, period)
}

/** Freezes every period that is over, was observed and has no report yet, oldest first. Returns the new ones. */
export async function freezeDue(deps: ReportDeps): Promise<{ period: string; sha256: string }[]> {
  const frozen: { period: string; sha256: string }[] = []
  const missing = await missingAt(deps, deps.now())
  if (missing.length > 0) await keepAllDays(deps)
  for (const period of missing) {
    const made = await freeze(deps, period)
    if (made.created) frozen.push({ period: period.name, sha256: made.sha256 })
  }
  return frozen
}

/**
 * Makes a frozen report anew from what is stored now, and freezes it as the next version when any of its tables differ;
 * both stay. The new one names the version it replaces, why, and every value that is different. Throws RangeError for a
 * period without a frozen report.
 */
export async function correctReport(deps: ReportDeps, name: string, reason: string): Promise<MadeReport> {
  const period = periodOf(name, deps)
  const stored = await findReport(deps.db, { period: name, template: monthlyTemplates })
  if (stored === undefined) throw new RangeError(`the period ${name} has no frozen report to correct`)
  const before: MonthlyReport = JSON.parse(stored.body)
  const built = await build(deps, period)
  const { differences, more } = differencesOf(before, built.report)
  if (differences.length === 0) return toMade(stored, false)
  const { version, sha256: replaced } = stored
  const report = { ...built.report, replaces: { version, sha256: replaced, reason, differences, more } }
  return store(deps, { report, unit: stored.unit }, version + 1)
}

async function draft(deps: ReportDeps, period: Period): Promise<MadeReport> {
  const [now, end] = [deps.now(), cutoffOf(period)]
  const cutoffAt = now < end ? now : end
  const parts = period.kind === 'month' ? undefined : await partsOf(deps, period, unsaved)
  const { report } = await buildReport(deps, period, { cutoffAt, parts })
  const body = await writeReport(report)
  return { state: 'draft', report, body, sha256: sha256(body), version: null, created: false }
}

/** A report that is frozen already, or as it would be now. */
async function unsaved(deps: ReportDeps, period: Period): Promise<MadeReport> {
  const stored = await findReport(deps.db, { period: period.name, template: monthlyTemplates })
  return stored ? toMade(stored, false) : draft(deps, period)
}

/**
 * The periods over at a moment, from the one of the first observation on, that have no report yet: each month, and after
 * it the longer periods that close with it.
 */
async function missingAt({ db, cutoffDay = defaultCutoffDay }: ReportDeps, at: string): Promise<Period[]> {
  const first = await findFirstSeenAt(db)
  if (first === undefined) return []
  const frozen = new Set((await listReports(db, { template: monthlyTemplates })).map(({ period }) => period))
  return closedPeriodsSince(first, at, { cutoffDay })
    .flatMap((month) => [month, ...longerPeriods(month, { cutoffDay })])
    .filter(({ name }) => !frozen.has(name))
}

/** Lines by the day wait until all looks of it are written; a period that is over waits for no more. */
async function keepAllDays(deps: ReportDeps): Promise<void> {
  while (await keepLineDays(deps, { lines: 10, settled: true }));
  while (await keepWifiDays(deps, { sites: 10, settled: true }));
}

async function freeze(deps: ReportDeps, period: Period): Promise<MadeReport> {
  const stored = await findReport(deps.db, { period: period.name, template: monthlyTemplates })
  return stored ? toMade(stored, false) : store(deps, await build(deps, period), 1)
}

async function build(deps: ReportDeps, period: Period) {
  const parts = period.kind === 'month' ? undefined : await partsOf(deps, period, freeze)
  return buildReport(deps, period, { cutoffAt: cutoffOf(period), parts })
}

/** The reports of the months of a longer period, as far as they have begun and anything was looked at. */
async function partsOf(
  deps: ReportDeps,
  period: Period,
  make: (deps: ReportDeps, month: Period) => Promise<MadeReport>,
): Promise<Cited[]> {
  const first = await findFirstSeenAt(deps.db)
  const parts: Cited[] = []
  for (const month of monthsOf(period, deps)) {
    if (first === undefined || month.to <= first || month.from > deps.now()) continue
    const { report, sha256: hash } = await make(deps, month)
    parts.push({ report, sha256: hash })
  }
  return parts
}

async function store(
  { db, now }: ReportDeps,
  { report, unit }: { report: MonthlyReport; unit: string },
  version: number,
): Promise<MadeReport> {
  const body = await writeReport(report)
  const frozen = await freezeReport(db, {
    period: report.period.name,
    template: monthlyTemplate,
    unit,
    version,
    frozenAt: now(),
    sha256: sha256(body),
    previousSha256: report.previous?.sha256 ?? null,
    body,
  })
  return toMade(frozen.report, frozen.created)
}

function toMade({ body, sha256: hash, version }: StoredReport, created: boolean): MadeReport {
  return { state: 'frozen', report: JSON.parse(body), body, sha256: hash, version, created }
}
