import type { Database } from './database.ts'

/** Does all of it or nothing: within the transaction that is under way, else in one of its own. */
export async function inTransaction<Result>(
  db: Database,
  write: (trx: Database) => Promise<Result>,
): Promise<Result> {
  return db.isTransaction ? write(db) : db.transaction().execute(write)
}
