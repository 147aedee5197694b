import type { Selectable } from 'kysely'
import type { Instant } from '../model.ts'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

/** A frozen report. `body` is its canonical JSON, of whose UTF-8 bytes `sha256` is the hash. */
export type StoredReport = {
  /** "2022-01". */
  period: string
  unit: string
  template: string
  /** 1, and one more for each report that replaces it. */
  version: number
  frozenAt: Instant
  sha256: string
  /** Hash of the report of the period before, which the body states too: the chain. */
  previousSha256: string | null
  body: string
}

/**
 * Freezes a version of a report, the first unless another is named. When it exists already, or another process has been
 * faster, that one stays as it is and comes back instead: `created` says which.
 */
export async function freezeReport(
  db: Database,
  { version, ...report }: Omit<StoredReport, 'version'> & { version?: number },
): Promise<{ report: StoredReport; created: boolean }> {
  const { period, unit, template } = report
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('report')
    .values({
      period,
      unit,
      template,
      version: version ?? 1,
      frozen_at: report.frozenAt,
      sha256: report.sha256,
      previous_sha256: report.previousSha256,
      body: report.body,
    })
    .onConflict((conflict) => conflict.columns(['period', 'unit', 'template', 'version']).doNothing())
    .executeTakeFirstOrThrow()
  const stored = await findReport(db, { period, unit, template, version })
  if (stored === undefined) throw new Error(`report ${period} of ${unit} is gone although it was just frozen`)
  return { report: stored, created: numInsertedOrUpdatedRows === 1n }
}

/** A version of a report, the newest unless one is named, under any of the templates given; without `unit`, of whichever unit. */
export async function findReport(
  db: Database,
  {
    period,
    template,
    unit,
    version,
  }: { period: string; template: string | readonly string[]; unit?: string; version?: number | undefined },
): Promise<StoredReport | undefined> {
  const row = await db
    .selectFrom('report')
    .selectAll()
    .where('period', '=', period)
    .where('template', 'in', [template].flat())
    .$if(unit !== undefined, (query) => query.where('unit', '=', unit as string))
    .$if(version !== undefined, (query) => query.where('version', '=', version as number))
    .orderBy('version', 'desc')
    .orderBy('template', 'desc')
    .orderBy('unit')
    .limit(1)
    .executeTakeFirst()
  return row && { ...toHeader(row), body: row.body }
}

/** The newest version of a period's report under any of the templates given, without reading it; undefined for none. */
export async function findReportVersion(
  db: Database,
  period: string,
  templates: readonly string[],
): Promise<number | undefined> {
  const row = await db
    .selectFrom('report')
    .select('version')
    .where('period', '=', period)
    .where('template', 'in', [...templates])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.version
}

/** The report that was frozen last. */
export async function findNewestReport(
  db: Database,
): Promise<{ period: string; frozenAt: Instant } | undefined> {
  const row = await db
    .selectFrom('report')
    .select(['period', 'frozen_at'])
    .orderBy('frozen_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { period: row.period, frozenAt: row.frozen_at }
}

/** Every version of every report without its body, newest period first. */
export async function listReports(
  db: Database,
  { template, unit }: { template?: string | readonly string[]; unit?: string } = {},
): Promise<Omit<StoredReport, 'body'>[]> {
  const rows = await db
    .selectFrom('report')
    .select(['period', 'unit', 'template', 'version', 'frozen_at', 'sha256', 'previous_sha256'])
    .$if(template !== undefined, (query) => query.where('template', 'in', [template as string].flat()))
    .$if(unit !== undefined, (query) => query.where('unit', '=', unit as string))
    .orderBy('period', 'desc')
    .orderBy('unit')
    .orderBy('version', 'desc')
    .orderBy('template')
    .execute()
  return rows.map(toHeader)
}

/** The newest version of every period's report, newest period first. */
export async function listNewestReports(
  db: Database,
  template: readonly string[],
): Promise<Omit<StoredReport, 'body'>[]> {
  const newest = new Map<string, Omit<StoredReport, 'body'>>()
  for (const report of await listReports(db, { template }))
    if (report.version > (newest.get(report.period)?.version ?? 0)) newest.set(report.period, report)
  return [...newest.values()]
}

/** When the first look at any unit was taken; undefined before there is one. Reports are due from then on. */
export async function findFirstSeenAt(db: Database): Promise<Instant | undefined> {
  const { first } = await db
    .selectFrom('observation')
    .innerJoin('check', 'check.id', 'observation.check_id')
    .select((eb) => eb.fn.min<string | null>('observation.first_seen_at').as('first'))
    .where('check.unit', 'is not', null)
    .executeTakeFirstOrThrow()
  return first ?? undefined
}

function toHeader(row: Omit<Selectable<Schema['report']>, 'body'>): Omit<StoredReport, 'body'> {
  return {
    period: row.period,
    unit: row.unit,
    template: row.template,
    version: row.version,
    frozenAt: row.frozen_at,
    sha256: row.sha256,
    previousSha256: row.previous_sha256,
  }
}
