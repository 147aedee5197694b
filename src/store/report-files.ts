import type { Instant } from '../model.ts'
import type { Database } from './database.ts'

/** A file as it was made of the report with this hash and an edition of what the office entered, by a writer. */
export type ReportFile = {
  report: string
  /** The unit whose own report it is; empty for the province's. */
  unit: string
  office: number
  format: string
  writer: string
  sha256: string
  size: number
  madeAt: Instant
}

/** Notes a file that was made; what was noted first stays. */
export async function noteReportFile(db: Database, { madeAt, ...file }: ReportFile): Promise<void> {
  await db
    .insertInto('report_file')
    .values({ ...file, made_at: madeAt })
    .onConflict((conflict) => conflict.columns(['report', 'unit', 'office', 'format', 'writer']).doNothing())
    .execute()
}

/** Files of one version of a report, by what they were made with. */
export async function listReportFiles(db: Database, report: string): Promise<ReportFile[]> {
  const rows = await db
    .selectFrom('report_file')
    .selectAll()
    .where('report', '=', report)
    .orderBy('unit')
    .orderBy('office')
    .orderBy('format')
    .orderBy('writer')
    .execute()
  return rows.map(({ made_at: madeAt, ...row }) => ({ ...row, madeAt }))
}
