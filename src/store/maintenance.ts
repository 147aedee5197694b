import type { Selectable } from 'kysely'
import type { Line } from '../model/inventory.ts'
import type {
  Maintenance,
  MaintenanceMode,
  MaintenanceScope,
  MaintenanceTarget,
} from '../model/maintenance.ts'
import type { Instant } from '../model.ts'
import { excludedIn, type MaintenanceWindow, scopesOf, spanOf } from '../operations/maintenance.ts'
import { readRule, writeRule } from '../operations/repetition.ts'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

export type NewMaintenance = Omit<
  Maintenance,
  'askAt' | 'approvedAt' | 'approvedBy' | 'closedAt' | 'closedBy'
>

export async function addMaintenance(db: Database, maintenance: NewMaintenance): Promise<void> {
  const { from, over } = spanOf(maintenance)
  const announcedEnd = spanOf({ ...maintenance, openEnd: false }).over
  await db
    .insertInto('maintenance')
    .values({
      id: maintenance.id,
      scope: maintenance.scope,
      scope_key: maintenance.key,
      mode: maintenance.mode,
      what: maintenance.what,
      zone: maintenance.zone,
      start_local: maintenance.start,
      end_local: maintenance.end,
      rule: writeRule(maintenance.repetition),
      open_end: Number(maintenance.openEnd),
      ask_at: maintenance.openEnd ? announcedEnd : null,
      from_at: from,
      over_at: over,
      entered_at: maintenance.enteredAt,
      entered_by: maintenance.enteredBy,
      approved_at: null,
      approved_by: null,
      closed_at: null,
      closed_by: null,
    })
    .execute()
}

type By = { at: Instant; by: string }

/** False when that was done already, or it is closed. An approval counts for what begins after it. */
export async function approveMaintenance(db: Database, id: string, { at, by }: By): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('maintenance')
    .set({ approved_at: at, approved_by: by })
    .where('id', '=', id)
    .where('approved_at', 'is', null)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0
}

/**
 * Nothing of it applies from that moment on; what it was until then stays, so that days that are reckoned need not be
 * again. False when it is closed or over.
 */
export async function closeMaintenance(db: Database, id: string, { at, by }: By): Promise<boolean> {
  const found = await findMaintenance(db, id)
  if (found === undefined) return false
  // the calendar goes on telling when it was to be
  const firstEnd = spanOf({ ...found, repetition: null, openEnd: false }).over ?? at
  const { numUpdatedRows } = await db
    .updateTable('maintenance')
    .set({ closed_at: at, closed_by: by, over_at: firstEnd > at ? firstEnd : at })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .where((eb) => eb.or([eb('over_at', 'is', null), eb('over_at', '>', at)]))
    .executeTakeFirst()
  return numUpdatedRows > 0
}

/** Work with an open end goes on: ask again then. What may be left out of an availability does not grow by it. */
export async function prolongMaintenance(db: Database, id: string, askAt: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('maintenance')
    .set({ ask_at: askAt })
    .where('id', '=', id)
    .where('ask_at', '<', askAt)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0
}

export async function findMaintenance(db: Database, id: string): Promise<Maintenance | undefined> {
  const row = await db.selectFrom('maintenance').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toMaintenance(row)
}

/** Whatever could apply in a time, without looking at its rule; those that begin first, first. */
export async function listMaintenanceIn(
  db: Database,
  { from, to }: { from: Instant; to: Instant },
  about?: MaintenanceTarget,
): Promise<Maintenance[]> {
  const rows = await db
    .selectFrom('maintenance')
    .selectAll()
    .where('from_at', '<', to)
    .where((eb) => eb.or([eb('over_at', 'is', null), eb('over_at', '>', from)]))
    .$if(about !== undefined, (query) =>
      query.where((eb) =>
        eb.or(
          scopesOf(about ?? {}).map(([scope, key]) =>
            eb.and([eb('scope', '=', scope), eb('scope_key', '=', key)]),
          ),
        ),
      ),
    )
    .orderBy('from_at')
    .orderBy('id')
    .execute()
  return rows.map(toMaintenance)
}

/** Work with an open end that somebody is asked about at a moment, longest waiting first. */
export async function listForgotten(db: Database, at: Instant): Promise<Maintenance[]> {
  const rows = await db
    .selectFrom('maintenance')
    .selectAll()
    .where('over_at', 'is', null)
    .where('ask_at', '<=', at)
    .orderBy('ask_at')
    .execute()
  return rows.map(toMaintenance)
}

/** The times of a line that its availability may leave out, with their approvals, as far as they touch a time. */
export async function listMaintenance(
  db: Database,
  line: Pick<Line, 'code' | 'unit' | 'provider'>,
  from: Instant,
  to: Instant,
): Promise<MaintenanceWindow[]> {
  return listExcluded(db, { line: line.code, unit: line.unit, provider: line.provider }, from, to)
}

/** The same of whatever may be under maintenance. */
export async function listExcluded(
  db: Database,
  about: MaintenanceTarget,
  from: Instant,
  to: Instant,
): Promise<MaintenanceWindow[]> {
  const all = await listMaintenanceIn(db, { from, to }, about)
  const time = { fromMs: Date.parse(from), toMs: Date.parse(to) }
  return all.flatMap((one) => excludedIn(one, time))
}

function toMaintenance(row: Selectable<Schema['maintenance']>): Maintenance {
  return {
    id: row.id,
    scope: row.scope as MaintenanceScope,
    key: row.scope_key,
    mode: row.mode as MaintenanceMode,
    what: row.what,
    zone: row.zone,
    start: row.start_local,
    end: row.end_local,
    repetition: readRule(row.rule),
    openEnd: row.open_end === 1,
    askAt: row.ask_at,
    enteredAt: row.entered_at,
    enteredBy: row.entered_by,
    approvedAt: row.approved_at,
    approvedBy: row.approved_by,
    closedAt: row.closed_at,
    closedBy: row.closed_by,
  }
}
