import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

/** What a database holds, as far as a copy of it is held against it. */
export type BackupContent = {
  /** The newest step that brought its tables to their shape; empty for none. */
  migration: string
  /** Rows of each table. */
  rows: Record<string, number>
  /** The frozen reports, each `period unit template version sha256`. */
  reports: string[]
}

/** Tables of the migrator itself, and of what lies beside ours. */
const notOurs = /^(kysely_|sqlite_|pgboss)/

/**
 * Counts and reads what is there, as it is. Throws when the text of a frozen report or the bytes of an attached file do not
 * have their hash: a copy of that is no good.
 */
export async function contentOf(db: Database): Promise<BackupContent> {
  const tables = (await db.introspection.getTables())
    .filter(({ name, isView, schema }) => !isView && !notOurs.test(name) && (schema ?? 'public') === 'public')
    .map(({ name }) => name)
    .sort()
  if (!tables.includes('observation') || !tables.includes('unit'))
    throw new Error('it is no database of v6gov: it has no tables of units and observations')
  const rows: Record<string, number> = {}
  for (const table of tables) {
    const { count } = await db
      .selectFrom(table as keyof Schema)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    rows[table] = Number(count)
  }
  return { migration: await newestMigration(db), rows, reports: await hashReports(db, tables) }
}

/** The newest step, whoever made it; empty where there is none. */
async function newestMigration(db: Database): Promise<string> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name desc limit 1`
    .execute(db)
    .catch(() => ({ rows: [] }))
  return rows[0]?.name ?? ''
}

async function hashReports(db: Database, tables: string[]): Promise<string[]> {
  const keys = await db
    .selectFrom('report')
    .select(['period', 'unit', 'template', 'version', 'sha256'])
    .orderBy('period')
    .orderBy('unit')
    .orderBy('template')
    .orderBy('version')
    .execute()
  const reports: string[] = []
  for (const { period, unit, template, version, sha256 } of keys) {
    const { body } = await db
      .selectFrom('report')
      .select('body')
      .where('period', '=', period)
      .where('unit', '=', unit)
      .where('template', '=', template)
      .where('version', '=', version)
      .executeTakeFirstOrThrow()
    if (hashOf(body) !== sha256) throw new Error(`the frozen report of ${period} does not have its hash`)
    reports.push([period, unit, template, version, sha256].join(' '))
  }
  if (tables.includes('attachment')) await hashAttachments(db)
  return reports
}

async function hashAttachments(db: Database): Promise<void> {
  const keys = await db.selectFrom('attachment').select('sha256').execute()
  for (const { sha256 } of keys) {
    const { body } = await db
      .selectFrom('attachment')
      .select('body')
      .where('sha256', '=', sha256)
      .executeTakeFirstOrThrow()
    if (hashOf(body) !== sha256) throw new Error(`an attached file does not have its hash (${sha256})`)
  }
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** What is different, in words; undefined where nothing is. */
export function contentDifference(one: BackupContent, other: BackupContent): string | undefined {
  for (const table of new Set([...Object.keys(one.rows), ...Object.keys(other.rows)]))
    if (one.rows[table] !== other.rows[table])
      return `the table ${table} has ${other.rows[table] ?? 'no'} rows instead of ${one.rows[table] ?? 'none'}`
  if (one.reports.join('\n') !== other.reports.join('\n')) return 'the frozen reports are others'
  return one.migration === other.migration ? undefined : 'it has another version of the tables'
}
