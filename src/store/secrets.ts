import type { KeyRing, Sealed } from '../auth/key-ring.ts'
import { seal, unseal } from '../auth/key-ring.ts'
import type { Instant } from '../model.ts'
import type { Database } from './database.ts'

export type StoredSecret = Sealed & { name: string; enteredAt: Instant; enteredBy: string }

/** Sets a secret, in place of the one of this name. */
export async function setSecret(
  db: Database,
  keys: KeyRing,
  { name, text, at, by }: { name: string; text: string; at: Instant; by: string },
): Promise<void> {
  const { keyId, body } = seal(keys, name, text)
  const values = { key_id: keyId, body, entered_at: at, entered_by: by }
  await db
    .insertInto('secret')
    .values({ name, ...values })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .execute()
}

/** Whether there was one of this name. */
export async function removeSecret(db: Database, name: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('secret').where('name', '=', name).executeTakeFirstOrThrow()
  return numDeletedRows === 1n
}

/** All of them, where the key is lost. */
export async function removeSecrets(db: Database): Promise<void> {
  await db.deleteFrom('secret').execute()
}

/** All of them as they are stored, by name; there are as many as credentials and channels. */
export async function listSecrets(db: Database): Promise<StoredSecret[]> {
  const rows = await db.selectFrom('secret').selectAll().orderBy('name').execute()
  return rows.map((row) => ({
    name: row.name,
    keyId: row.key_id,
    body: row.body,
    enteredAt: row.entered_at,
    enteredBy: row.entered_by,
  }))
}

/**
 * Encrypts all with the current key; those that have it already stay. Gives the names of those that were encrypted anew.
 * Throws, and changes nothing, when one cannot be decrypted.
 */
export async function rotateSecrets(db: Database, keys: KeyRing): Promise<string[]> {
  const old = (await listSecrets(db)).filter(({ keyId }) => keyId !== keys.current)
  for (const one of old) {
    const { keyId, body } = seal(keys, one.name, unseal(keys, one.name, one))
    await db.updateTable('secret').set({ key_id: keyId, body }).where('name', '=', one.name).execute()
  }
  return old.map(({ name }) => name)
}
