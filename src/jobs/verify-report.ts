import { createHash } from 'node:crypto'
import type { Instant } from '../model.ts'
import { catalogueVersion } from '../readiness/catalogue.ts'
import type { EvaluateOptions } from '../readiness/evaluate.ts'
import { canonical, sha256 } from '../report/canonical.ts'
import { reportFile, reportFormats, writerVersion } from '../report/files.ts'
import { type FirstDifference, firstDifference } from '../report/first-difference.ts'
import { type MonthlyReport, monthlyTemplate, monthlyTemplates } from '../report/monthly-report.ts'
import { defaultOffice } from '../report/office.ts'
import { cutoffOf, dayOf, type Period, periodOf } from '../report/period.ts'
import { breather } from '../store/breather.ts'
import { listReportFiles } from '../store/report-files.ts'
import { findReport, listReports, type StoredReport } from '../store/reports.ts'
import { buildReport, type Cited, type ReportDeps } from './build-report.ts'
import { type VerifiedEvidence, verifyEvidence } from './verify-evidence.ts'

export type Verified = {
  period: string
  version: number
  sha256: string
  /** Whether the stored text has the stored hash, and is the one canonical text of what it says. */
  hash: boolean
  /** Reports before it whose hashes link up to the first; the first that does not, in words, or null. */
  chain: { reports: number; broken: string | null }
  /** Whether it comes out the same from what is stored; null where this release cannot tell, with the reason. */
  rebuilt: boolean | null
  whyNot: string | null
  firstDifference: FirstDifference | null
  /** Files made of it that come out the same, and those that do not. */
  files: { same: number; other: string[] }
  /** null where the text is damaged, so that nobody knows what it cites. */
  evidence: VerifiedEvidence | null
}

/**
 * Checks a frozen report, the newest version unless one is named: its hash, the chain of hashes back to the first report,
 * and whether judging the stored evidence again by the options that it names gives the same text. Changes nothing. Throws
 * RangeError for a period without that report.
 */
export async function verifyReport(deps: ReportDeps, name: string, version?: number): Promise<Verified> {
  const { db } = deps
  const stored = await findReport(db, { period: name, template: monthlyTemplates, version })
  if (stored === undefined)
    throw new RangeError(
      `the period ${name} has no frozen report${version === undefined ? '' : ` of version ${version}`}`,
    )
  const text = readBody(stored)
  const about = { period: name, version: stored.version, sha256: stored.sha256 }
  const hash = sha256(stored.body) === stored.sha256 && text !== null && canonical(text) === stored.body
  const chain = await followChain(deps, stored)
  const nothing = { rebuilt: null, firstDifference: null }
  if (text === null || !hash)
    return {
      ...about,
      hash,
      chain,
      ...nothing,
      whyNot: 'the stored text is damaged',
      files: { same: 0, other: [] },
      evidence: null,
    }
  const whyNot = whyNotRebuilt(text)
  const files = await verifyFiles(deps, stored, text)
  const evidence = await verifyEvidence(db, stored.body, text.evidence)
  if (whyNot !== null) return { ...about, hash, chain, ...nothing, whyNot, files, evidence }
  const rebuilt = await rebuild(deps, text)
  if (typeof rebuilt === 'string')
    return { ...about, hash, chain, ...nothing, whyNot: rebuilt, files, evidence }
  const difference = firstDifference(text, rebuilt)
  return {
    ...about,
    hash,
    chain,
    rebuilt: difference === null,
    whyNot: null,
    firstDifference: difference,
    files,
    evidence,
  }
}

/** Whether anything was found wrong. */
export function isSound({ hash, chain, rebuilt, files, evidence }: Verified): boolean {
  const proved = evidence !== null && evidence.first.length === 0
  return hash && chain.broken === null && rebuilt !== false && files.other.length === 0 && proved
}

function readBody({ body }: StoredReport): MonthlyReport | null {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

function whyNotRebuilt({ template, catalogue }: MonthlyReport): string | null {
  if (template !== monthlyTemplate)
    return `it is of the template ${template}; this release makes ${monthlyTemplate}`
  if (catalogue.version !== catalogueVersion)
    return `it was judged by the catalogue ${catalogue.version}; this release has ${catalogueVersion}`
  return null
}

/** Judges again with the options of each day, the months and the report before that the frozen text names. */
async function rebuild(deps: ReportDeps, frozen: MonthlyReport): Promise<MonthlyReport | string> {
  const { previous, months, period, replaces } = frozen
  const before = previous && (await findCited(deps, previous.period, previous.sha256))
  if (typeof before === 'string') return before
  const parts: Cited[] = []
  for (const { period: name, sha256: hash } of months ?? []) {
    const part = await findCited(deps, name, hash)
    if (typeof part === 'string') return part
    parts.push(part)
  }
  const whole: Period = periodOf(period.name, { cutoffDay: period.cutoffDay })
  const { report } = await buildReport(
    { ...deps, cutoffDay: period.cutoffDay, optionsAt: async (asOf) => optionsOn(frozen, asOf) },
    whole,
    { cutoffAt: cutoffOf(whole), previous: before, ...(months && { parts }) },
  )
  return replaces ? { ...report, replaces } : report
}

function optionsOn({ judging }: MonthlyReport, asOf: Instant): EvaluateOptions {
  const run = judging.findLast(({ from }) => from <= dayOf(asOf)) ?? judging[0]
  if (run === undefined) throw new Error('the report does not say how it was judged')
  const { from: _, ...options } = run
  return options
}

/** The version of a period's report that has this hash, or why it cannot be had. */
async function findCited({ db }: ReportDeps, period: string, hash: string): Promise<Cited | string> {
  const one = (await listReports(db, { template: monthlyTemplates })).find(
    (report) => report.period === period && report.sha256 === hash,
  )
  const stored = one && (await findReport(db, { period, template: monthlyTemplates, version: one.version }))
  if (stored === undefined) return `the report of ${period} that it names is not stored`
  const report = sha256(stored.body) === hash ? readBody(stored) : null
  return report === null
    ? `the text of ${period} does not have the hash stored with it`
    : { report, sha256: hash }
}

/** Goes back from report to report and hashes each again: one that was changed breaks every later link. */
async function followChain(deps: ReportDeps, last: StoredReport): Promise<Verified['chain']> {
  const { db } = deps
  const all = await listReports(db, { template: monthlyTemplates })
  let reports = 0
  let current: StoredReport = last
  for (;;) {
    const text = readBody(current)
    const link = text?.previous?.sha256 ?? null
    if (text === null || sha256(current.body) !== current.sha256)
      return { reports, broken: `the text of ${current.period} does not have the hash stored with it` }
    if (link !== current.previousSha256)
      return {
        reports,
        broken: `${current.period} names ${link ?? 'none'}, and ${current.previousSha256 ?? 'none'} is stored with it`,
      }
    for (const { period, sha256: hash } of text.months ?? []) {
      const part = await findCited(deps, period, hash)
      if (typeof part === 'string') return { reports, broken: part }
    }
    if (link === null) return { reports, broken: null }
    const before = all.find(({ period, sha256: hash }) => period === text.previous?.period && hash === link)
    const stored =
      before &&
      (await findReport(db, { period: before.period, template: monthlyTemplates, version: before.version }))
    if (stored === undefined)
      return {
        reports,
        broken: `${current.period} names a report of ${text.previous?.period} that is not stored`,
      }
    current = stored
    reports += 1
  }
}

/** Makes those files again in which nothing stands that the office entered. */
async function verifyFiles(
  deps: ReportDeps,
  { body, sha256: hash }: StoredReport,
  report: MonthlyReport,
): Promise<Verified['files']> {
  const files: Verified['files'] = { same: 0, other: [] }
  const noted = (await listReportFiles(deps.db, hash)).filter(
    ({ writer, unit }) => writer === writerVersion && unit === '',
  )
  for (const format of reportFormats) {
    // what the office entered stands in papers alone, and another edition of it makes another paper
    const own = noted.filter(
      (file) => file.format === format && (format === 'xlsx' || format === 'csv' || format === 'json'),
    )
    if (own.length === 0) continue
    const bytes = await reportFile({ report, body, sha256: hash, office: defaultOffice }, format, breather())
    const made = createHash('sha256').update(bytes).digest('hex')
    for (const file of own)
      if (file.sha256 === made) files.same += 1
      else files.other.push(`${format} of ${file.madeAt}`)
  }
  return files
}
