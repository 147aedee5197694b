import { type MonthlyReport, monthlyTemplates } from '../report/monthly-report.ts'
import { parsePeriodName, periodOf } from '../report/period.ts'
import { findReport } from '../store/reports.ts'
import { draftOf } from './draft.ts'
import { refuse } from './refuse.ts'
import type { WebContext } from './web.ts'

/** A report as pages and files need it. `sha256` and `version` are null for a draft. */
export type ReportFound = {
  report: MonthlyReport
  body: string
  sha256: string | null
  version: number | null
}

/** A frozen report of a period, the newest version unless one is named, or the draft of a period that is open. */
export async function requireReport(c: WebContext, name: string, version?: number): Promise<ReportFound> {
  const { db, now, cutoffDay } = c.var.deps
  if (parsePeriodName(name) === undefined) refuse('notFound', [name])
  const stored = await findReport(db, { period: name, template: monthlyTemplates, version })
  if (stored !== undefined)
    return {
      report: JSON.parse(stored.body),
      body: stored.body,
      sha256: stored.sha256,
      version: stored.version,
    }
  const { from, to } = periodOf(name, { cutoffDay })
  if (version !== undefined || now() < from || now() >= to) refuse('notFound', [name])
  return { ...(await draftOf(c.var.deps, name)), sha256: null, version: null }
}
