import type { Instant } from '../model.ts'
import type { Database } from './database.ts'

/** Why somebody does not want a found device in the inventory. */
export type Dismissal = { unit: string; key: string; reason: string; at: Instant; by: string }

export async function listDismissals(db: Database): Promise<Dismissal[]> {
  const rows = await db.selectFrom('dismissal').selectAll().execute()
  return rows.map(({ unit, key, reason, dismissed_at: at, dismissed_by: by }) => ({
    ...{ unit, key, reason, at, by },
  }))
}

/** Dismisses what was found, or gives it another reason. */
export async function dismiss(db: Database, { unit, key, reason, at, by }: Dismissal): Promise<void> {
  const said = { reason, dismissed_at: at, dismissed_by: by }
  await db
    .insertInto('dismissal')
    .values({ unit, key, ...said })
    .onConflict((conflict) => conflict.columns(['unit', 'key']).doUpdateSet(said))
    .execute()
}

/** Shows it again. */
export async function restore(db: Database, { unit, key }: Pick<Dismissal, 'unit' | 'key'>): Promise<void> {
  await db.deleteFrom('dismissal').where('unit', '=', unit).where('key', '=', key).execute()
}
