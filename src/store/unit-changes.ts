import type { Selectable } from 'kysely'
import type { UnitChange, UnitChangeKind } from '../model/inventory.ts'
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

/** Changes by day and code, of one unit or all; with `asOf` those that hold by then. */
export async function listUnitChanges(
  db: Database,
  { unit, asOf }: { unit?: string; asOf?: Instant | undefined } = {},
): Promise<UnitChange[]> {
  const rows = await db
    .selectFrom('unit_change')
    .selectAll()
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
  return rows.map((row) => toUnitChange(row, links.get(row.code) ?? []))
}

function linksOf({ code, from, to }: UnitChange): LinkRow[] {
  const side = (units: string[], name: 'from' | 'to') =>
    units.map((unit, place) => ({ unit, change: code, side: name, place }))
  return [...side(from, 'from'), ...side(to, 'to')]
}

function toRow(change: UnitChange): Selectable<Schema['unit_change']> {
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

function toUnitChange(row: Selectable<Schema['unit_change']>, links: LinkRow[]): UnitChange {
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
  }
}
