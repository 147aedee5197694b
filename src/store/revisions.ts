import type { Database } from './database.ts'

/** The name under which it is noted that something changed by which all units are judged. */
export const everyUnit = ''

/**
 * Notes that what these units are judged by has changed. Called in the transaction that writes the change, last, and with
 * the units in one order, so that two processes never wait for each other.
 */
export async function revise(db: Database, units: Iterable<string>): Promise<void> {
  const rows = [...new Set(units)].sort().map((unit) => ({ unit, number: 1 }))
  if (rows.length === 0) return
  await db
    .insertInto('revision')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('unit').doUpdateSet((eb) => ({ number: eb('revision.number', '+', 1) })),
    )
    .execute()
}

/** What stays equal as long as nothing changes by which all units are judged. */
export async function readCommonRevision(db: Database): Promise<number> {
  const row = await db
    .selectFrom('revision')
    .select('number')
    .where('unit', '=', everyUnit)
    .executeTakeFirst()
  return row?.number ?? 0
}

/** Gives of each unit what stays equal as long as nothing that it is judged by changes. */
export async function readRevisions(db: Database): Promise<(unit: string) => string> {
  const rows = await db.selectFrom('revision').selectAll().execute()
  const numbers = new Map(rows.map(({ unit, number }) => [unit, number]))
  const ofAll = numbers.get(everyUnit) ?? 0
  return (unit) => `${ofAll}.${numbers.get(unit) ?? 0}`
}
