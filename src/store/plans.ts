import type { Selectable } from 'kysely'
import type { Instant } from '../model.ts'
import type { Plan } from '../readiness/plan.ts'
import { canonical } from '../report/canonical.ts'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

/** A version of the plan; 0 is the one that ships, which nobody entered. */
export type StoredPlan = {
  version: number
  plan: Plan
  enteredAt: Instant | null
  enteredBy: string | null
}

/** Enters the next version of the plan. False when that version is there already: somebody else has been faster. */
export async function addPlan(
  db: Database,
  { version, plan, enteredAt, enteredBy }: { [Key in keyof StoredPlan]: NonNullable<StoredPlan[Key]> },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('plan')
    .values({ version, entered_at: enteredAt, entered_by: enteredBy, body: canonical(plan) })
    .onConflict((conflict) => conflict.column('version').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** The newest version entered by a moment; undefined before the first. */
export async function findPlanAt(db: Database, asOf: Instant): Promise<StoredPlan | undefined> {
  const row = await db
    .selectFrom('plan')
    .selectAll()
    .where('entered_at', '<=', asOf)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toPlan(row)
}

export async function findPlan(db: Database, version: number): Promise<StoredPlan | undefined> {
  const row = await db.selectFrom('plan').selectAll().where('version', '=', version).executeTakeFirst()
  return row && toPlan(row)
}

/** Who entered which version when, newest first. */
export async function listPlanVersions(
  db: Database,
): Promise<{ version: number; enteredAt: Instant; enteredBy: string }[]> {
  const rows = await db
    .selectFrom('plan')
    .select(['version', 'entered_at', 'entered_by'])
    .orderBy('version', 'desc')
    .execute()
  return rows.map((row) => ({ version: row.version, enteredAt: row.entered_at, enteredBy: row.entered_by }))
}

function toPlan(row: Selectable<Schema['plan']>): StoredPlan {
  return {
    version: row.version,
    plan: JSON.parse(row.body),
    enteredAt: row.entered_at,
    enteredBy: row.entered_by,
  }
}
