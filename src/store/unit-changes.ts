import type { Selectable } from 'kysely'
import type { UnitChange, UnitChangeKind, UnitChangeRecord } from '../model/inventory.ts'
import type { Instant } from '../model.ts'
import { dayOf } from '../report/period.ts'
import { batches } from './batches.ts'
import type { Database } from './database.ts'
import { groupBy } from './group-by.ts'
import type { Schema } from './schema.ts'

type LinkRow = Selectable<Schema['unit_change_unit']>

/** Adds or replaces changes by their codes. */
export async function saveUnitChanges(db: Database, changes: UnitChange[]): Promise<void> {
  for (const some of batches(changes)) {
    await db
      .insertInto('unit_change')
      .values(some.map(toRow))
      .onConflict((conflict) =>
        conflict.column('code').doUpdateSet(({ ref }) => ({
          day: ref('excluded.day'),
          kind: ref('excluded.kind'),
          name_before: ref('excluded.name_before'),
          name: ref('excluded.name'),
          document_no: ref('excluded.document_no'),
          document_date: ref('excluded.document_date'),
          note: ref('excluded.note'),
        })),
      )
      .execute()
    const codes = some.map(({ code }) => code)
    await db.deleteFrom('unit_change_unit').where('change', 'in', codes).execute()
    for (const links of batches(some.flatMap(linksOf)))
      await db.insertInto('unit_change_unit').values(links).execute()
  }
}

/** Changes in force by day and code, of one unit or all; with `asOf` those that hold by then. */
export async function listUnitChanges(
  db: Database,
  { unit, asOf }: { unit?: string; asOf?: Instant | undefined } = {},
): Promise<UnitChange[]> {
  const records = await readRecords(db, { unit, asOf, withdrawn: false })
  return records.map(({ withdrawn: _, ...change }) => change)
}

/** Every change that was ever entered, by day and code, the withdrawn too; of one code or all. */
export async function listUnitChangeRecords(
  db: Database,
  { code }: { code?: string } = {},
): Promise<UnitChangeRecord[]> {
  return readRecords(db, { code, withdrawn: true })
}

/** Notes that a change was entered by mistake. False when somebody withdrew it before. */
export async function markWithdrawn(
  db: Database,
  code: string,
  { at, by, why }: { at: Instant; by: string; why: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('unit_change')
    .set({ withdrawn_at: at, withdrawn_by: by, withdrawn_why: why })
    .where('code', '=', code)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

async function readRecords(
  db: Database,
  {
    unit,
    code,
    asOf,
    withdrawn,
  }: { unit?: string | undefined; code?: string | undefined; asOf?: Instant | undefined; withdrawn: boolean },
): Promise<UnitChangeRecord[]> {
  const rows = await db
    .selectFrom('unit_change')
    .selectAll()
    .$if(!withdrawn, (query) => query.where('withdrawn_at', 'is', null))
    .$if(code !== undefined, (query) => query.where('code', '=', code as string))
    .$if(asOf !== undefined, (query) => query.where('day', '<=', dayOf(asOf as Instant)))
    .$if(unit !== undefined, (query) =>
      query.where('code', 'in', (eb) =>
        eb
          .selectFrom('unit_change_unit')
          .select('change')
          .where('unit', '=', unit as string),
      ),
    )
    .orderBy('day')
    .orderBy('code')
    .execute()
  if (rows.length === 0) return []
  const links = groupBy(
    await db
      .selectFrom('unit_change_unit')
      .selectAll()
      .where(
        'change',
        'in',
        rows.map(({ code }) => code),
      )
      .orderBy('place')
      .execute(),
    ({ change }) => change,
  )
  return rows.map((row) => toRecord(row, links.get(row.code) ?? []))
}

function linksOf({ code, from, to }: UnitChange): LinkRow[] {
  const side = (units: string[], name: 'from' | 'to') =>
    units.map((unit, place) => ({ unit, change: code, side: name, place }))
  return [...side(from, 'from'), ...side(to, 'to')]
}

type Withdrawn = 'withdrawn_at' | 'withdrawn_by' | 'withdrawn_why'

function toRow(change: UnitChange): Omit<Selectable<Schema['unit_change']>, Withdrawn> {
  return {
    code: change.code,
    day: change.day,
    kind: change.kind,
    name_before: change.nameBefore,
    name: change.name,
    document_no: change.documentNo,
    document_date: change.documentDate,
    note: change.note,
  }
}

function toRecord(row: Selectable<Schema['unit_change']>, links: LinkRow[]): UnitChangeRecord {
  const side = (name: 'from' | 'to') => links.filter((one) => one.side === name).map(({ unit }) => unit)
  return {
    code: row.code,
    day: row.day,
    kind: row.kind as UnitChangeKind,
    from: side('from'),
    to: side('to'),
    nameBefore: row.name_before,
    name: row.name,
    documentNo: row.document_no,
    documentDate: row.document_date,
    note: row.note,
    withdrawn:
      row.withdrawn_at === null
        ? null
        : { at: row.withdrawn_at, by: row.withdrawn_by ?? '', why: row.withdrawn_why ?? '' },
  }
}
