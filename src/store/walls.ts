import { hashToken } from '../auth/token.ts'
import type { Instant } from '../model.ts'
import type { Database } from './database.ts'

/** A screen of the operations room. `id` is the hash of its token, which only its link holds. */
export type Wall = { id: string; name: string; createdAt: Instant; createdBy: string }

export async function addWall(
  db: Database,
  { token, name, at, by }: { token: string; name: string; at: Instant; by: string },
): Promise<void> {
  await db
    .insertInto('wall')
    .values({ token_hash: hashToken(token), name, created_at: at, created_by: by })
    .execute()
}

export async function findWall(db: Database, token: string): Promise<Wall | undefined> {
  const row = await db
    .selectFrom('wall')
    .selectAll()
    .where('token_hash', '=', hashToken(token))
    .executeTakeFirst()
  return row && toWall(row)
}

export async function listWalls(db: Database): Promise<Wall[]> {
  const rows = await db.selectFrom('wall').selectAll().orderBy('created_at').execute()
  return rows.map(toWall)
}

/** Its link opens nothing any more. */
export async function removeWall(db: Database, id: string): Promise<void> {
  await db.deleteFrom('wall').where('token_hash', '=', id).execute()
}

function toWall(row: { token_hash: string; name: string; created_at: string; created_by: string }): Wall {
  return { id: row.token_hash, name: row.name, createdAt: row.created_at, createdBy: row.created_by }
}
