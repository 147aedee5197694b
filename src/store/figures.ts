import { createHash } from 'node:crypto'
import type { FigureKind, Figures, Handed } from '../model/figures.ts'
import type { Day, Instant } from '../model.ts'
import type { Database } from './database.ts'
import { inTransaction } from './in-transaction.ts'
import { everyUnit, revise } from './revisions.ts'

/** A row to be written. */
type NewRow = { kind: FigureKind; key: string; subject: string; day: Day | null; row: Figures[FigureKind] }

/** An import as it is kept: who, when, how many rows it changed, and its files by their hashes. */
export type FigureImportRecord = {
  id: string
  importedAt: Instant
  importedBy: string
  rows: number
  files: { name: string; sha256: string; bytes: number }[]
}

const dayMs = 86_400_000
/** Hosts that one statement names. */
const mostHosts = 500
/** Rows of one statement, of seven values each. */
const batch = 1000

/** Writes an import with its files in one transaction. Older versions of its rows stay, for the days before it. */
export async function addFigures(
  db: Database,
  rows: NewRow[],
  {
    id,
    at,
    by,
    files,
  }: { id: string; at: Instant; by: string; files: { name: string; bytes: Uint8Array }[] },
): Promise<void> {
  const kept = files.map(({ name, bytes }) => ({
    name,
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }))
  await inTransaction(db, async (transaction) => {
    for (const { sha256, bytes } of kept)
      await transaction
        .insertInto('attachment')
        .values({ sha256, size: bytes.length, body: bytes })
        .onConflict((conflict) => conflict.column('sha256').doNothing())
        .execute()
    await transaction
      .insertInto('figure_import')
      .values({
        id,
        imported_at: at,
        imported_by: by,
        rows: rows.length,
        files: JSON.stringify(kept.map(({ name, sha256, bytes }) => ({ name, sha256, bytes: bytes.length }))),
      })
      .execute()
    for (let from = 0; from < rows.length; from += batch)
      await transaction
        .insertInto('figure')
        .values(
          rows.slice(from, from + batch).map(({ kind, key, subject, day, row }) => ({
            kind,
            key,
            imported_at: at,
            subject,
            day,
            import_id: id,
            body: JSON.stringify(row),
          })),
        )
        .execute()
    await revise(transaction, [everyUnit])
  })
}

export type FiguresWanted = {
  /** Only what had been handed in by this moment. */
  asOf?: Instant | undefined
  /** Only days from this one on. */
  from?: Day | undefined
  /** Units, hosts or projects that the rows are of; all when left out. */
  subjects?: string[] | undefined
}

/** Rows of one kind, by key and then by moment; of each key every version. `newestAt` picks those that count. */
export async function loadFigures<K extends FigureKind>(
  db: Database,
  kind: K,
  { asOf, from, subjects }: FiguresWanted = {},
): Promise<Handed<Figures[K]>[]> {
  if (subjects?.length === 0) return []
  const rows = await db
    .selectFrom('figure')
    .select(['key', 'imported_at', 'import_id', 'body'])
    .where('kind', '=', kind)
    .$if(asOf !== undefined, (query) => query.where('imported_at', '<=', asOf as string))
    .$if(from !== undefined, (query) => query.where('day', '>=', from as string))
    .$if(subjects !== undefined, (query) => query.where('subject', 'in', subjects ?? []))
    .orderBy('key')
    .orderBy('imported_at')
    .execute()
  return rows.map((row) => toHanded<K>(row))
}

/** Counted requests of hosts for verdicts between `since` and `asOf`, which each rest on a month of days. */
export function loadWebCounts(
  db: Database,
  { asOf, since, hosts }: { asOf: Instant; since: Instant | undefined; hosts: string[] },
): Promise<Handed<Figures['web_counts']>[]> {
  const from = new Date(Date.parse(since ?? asOf) - 32 * dayMs).toISOString().slice(0, 10)
  // one host by index; of many, all rows of the days
  const subjects = hosts.length <= mostHosts ? hosts : undefined
  return loadFigures(db, 'web_counts', { asOf, from, subjects })
}

/** The rows of one kind that count, by key, newest version of each: a page of them, and how many there are. */
export async function listFigures<K extends FigureKind>(
  db: Database,
  kind: K,
  { subject, offset, limit }: { subject?: string | undefined; offset: number; limit: number },
): Promise<{ items: Handed<Figures[K]>[]; total: number }> {
  const counting = db
    .selectFrom('figure')
    .where('kind', '=', kind)
    .$if(subject !== undefined, (query) => query.where('subject', '=', subject as string))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('figure as later')
            .select('later.key')
            .whereRef('later.kind', '=', 'figure.kind')
            .whereRef('later.key', '=', 'figure.key')
            .whereRef('later.imported_at', '>', 'figure.imported_at'),
        ),
      ),
    )
  const rows = await counting
    .select(['key', 'imported_at', 'import_id', 'body'])
    .orderBy('day', 'desc')
    .orderBy('key')
    .offset(offset)
    .limit(limit)
    .execute()
  const { total } = await counting.select((eb) => eb.fn.countAll().as('total')).executeTakeFirstOrThrow()
  return { items: rows.map((row) => toHanded<K>(row)), total: Number(total) }
}

/** The newest version of every row, by `kind key`, for an import to compare with. */
export async function knownFigures(db: Database): Promise<Map<string, Figures[FigureKind]>> {
  const rows = await db.selectFrom('figure').select(['kind', 'key', 'body']).orderBy('imported_at').execute()
  return new Map(rows.map(({ kind, key, body }) => [`${kind} ${key}`, JSON.parse(body)]))
}

/** Imports, newest first. */
export async function listFigureImports(
  db: Database,
  { limit }: { limit: number },
): Promise<FigureImportRecord[]> {
  const rows = await db
    .selectFrom('figure_import')
    .selectAll()
    .orderBy('imported_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toImport)
}

export async function findFigureImport(db: Database, id: string): Promise<FigureImportRecord | undefined> {
  const row = await db.selectFrom('figure_import').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toImport(row)
}

/** The rows that an import brought. */
export async function rowsOfImport(
  db: Database,
  id: string,
): Promise<{ kind: FigureKind; key: string; row: Figures[FigureKind] }[]> {
  const rows = await db
    .selectFrom('figure')
    .select(['kind', 'key', 'body'])
    .where('import_id', '=', id)
    .orderBy('kind')
    .orderBy('key')
    .execute()
  return rows.map(({ kind, key, body }) => ({ kind: kind as FigureKind, key, row: JSON.parse(body) }))
}

/** A stored row as it was handed in. */
export function toHanded<K extends FigureKind>(row: {
  key: string
  imported_at: string
  import_id: string
  body: string
}): Handed<Figures[K]> {
  const { key, imported_at: importedAt, import_id: importId, body } = row
  return { ...(JSON.parse(body) as Figures[K]), key, importId, importedAt }
}

function toImport(row: {
  id: string
  imported_at: string
  imported_by: string
  rows: number
  files: string
}): FigureImportRecord {
  return {
    id: row.id,
    importedAt: row.imported_at,
    importedBy: row.imported_by,
    rows: row.rows,
    files: JSON.parse(row.files),
  }
}
