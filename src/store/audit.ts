import { createHash } from 'node:crypto'
import type { AuditAction, AuditEntry, AuditRow } from '../model/audit.ts'
import type { Instant } from '../model.ts'
import type { Database } from './database.ts'
import { inTransaction } from './in-transaction.ts'
import type { Schema } from './schema.ts'

const head = 'audit'
const verifiedAtOnce = 500

/** Where the chain ends: noted elsewhere, it shows later that nothing was cut off or made anew. */
export type AuditHead = { seq: number; hash: string }

/**
 * Adds an entry at the end of the chain, within the transaction of the write that it tells of. Whoever adds at the same
 * time waits for the end of that transaction, so that numbers have no gaps.
 */
export async function appendAudit(db: Database, entry: AuditEntry): Promise<AuditHead> {
  return inTransaction(db, async (trx) => {
    const before = await trx
      .updateTable('audit_head')
      .set((eb) => ({ seq: eb('seq', '+', 1) }))
      .where('name', '=', head)
      .returning(['seq', 'hash'])
      .executeTakeFirstOrThrow()
    const { at, who, action, subject, ...rest } = entry
    const row = { seq: before.seq, at, who, action, subject, body: JSON.stringify(rest) }
    const hash = hashOf(row, before.hash)
    await trx
      .insertInto('audit')
      .values({ ...row, hash })
      .execute()
    await trx.updateTable('audit_head').set({ hash }).where('name', '=', head).execute()
    return { seq: row.seq, hash }
  })
}

/** SHA-256 over a JSON list, so that no text can run into the next; `before` is the hash of the entry before. */
function hashOf({ seq, at, who, action, subject, body }: Omit<Schema['audit'], 'hash'>, before: string) {
  return createHash('sha256')
    .update(JSON.stringify([seq, at, who, action, subject, body, before]))
    .digest('hex')
}

export type AuditFilter = {
  who?: string | undefined
  /** Actions that begin so: `account.` for all that is done to accounts. */
  action?: string | undefined
  subject?: string | undefined
  from?: Instant | undefined
  to?: Instant | undefined
}

/** One page of the log, newest first, and how many entries there are in all. */
export async function listAudit(
  db: Database,
  { offset, limit, ...filter }: AuditFilter & { offset: number; limit: number },
): Promise<{ items: AuditRow[]; total: number }> {
  const rows = await matching(db, filter)
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('seq', 'desc')
    .offset(offset)
    .limit(limit)
    .execute()
  const { total } = await matching(db, filter)
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { items: rows.map(toRow), total }
}

function matching(db: Database, { who, action, subject, from, to }: AuditFilter) {
  return db
    .selectFrom('audit')
    .$if(who !== undefined, (query) => query.where('who', '=', who as string))
    .$if(action !== undefined, (query) =>
      query.where('action', '>=', action as string).where('action', '<', `${action}~`),
    )
    .$if(subject !== undefined, (query) => query.where('subject', '=', subject as string))
    .$if(from !== undefined, (query) => query.where('at', '>=', from as Instant))
    .$if(to !== undefined, (query) => query.where('at', '<', to as Instant))
}

function toRow({ seq, at, who, action, subject, body, hash }: Schema['audit']): AuditRow {
  const rest = JSON.parse(body) as Pick<AuditEntry, 'from' | 'request' | 'before' | 'after'>
  return { seq, at, who, action: action as AuditAction, subject, ...rest, hash }
}

export type AuditFault = { seq: number; what: 'missing' | 'changed' | 'cut_off' | 'extra' | 'other_head' }

/**
 * Reads the whole chain in pieces and names the first entry that is not as it was written. `known` is an end that was
 * noted before: an entry of that number must still have that hash.
 */
export async function verifyAudit(
  db: Database,
  { known }: { known?: AuditHead | undefined } = {},
): Promise<{ head: AuditHead; fault: AuditFault | null }> {
  const last = await db
    .selectFrom('audit_head')
    .select(['seq', 'hash'])
    .where('name', '=', head)
    .executeTakeFirst()
  if (last === undefined) return { head: { seq: 0, hash: '' }, fault: { seq: 1, what: 'cut_off' } }
  let at: AuditHead = { seq: 0, hash: '' }
  const bad = (seq: number, what: AuditFault['what']) => ({ head: at, fault: { seq, what } })
  for (;;) {
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', at.seq)
      .where('seq', '<=', last.seq) // what is written meanwhile is left for next time
      .orderBy('seq')
      .limit(verifiedAtOnce)
      .execute()
    for (const row of rows) {
      if (row.seq !== at.seq + 1) return bad(at.seq + 1, 'missing')
      if (hashOf(row, at.hash) !== row.hash) return bad(row.seq, 'changed')
      if (known?.seq === row.seq && known.hash !== row.hash) return bad(row.seq, 'other_head')
      at = { seq: row.seq, hash: row.hash }
    }
    if (rows.length < verifiedAtOnce) break
  }
  const lastRow = await db
    .selectFrom('audit')
    .select('seq')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const now = await db.selectFrom('audit_head').select('seq').where('name', '=', head).executeTakeFirst()
  if (at.seq < last.seq || (known !== undefined && at.seq < known.seq)) return bad(at.seq + 1, 'cut_off')
  if (at.hash !== last.hash) return bad(at.seq, 'changed')
  if (lastRow !== undefined && lastRow.seq > (now?.seq ?? 0)) return bad(lastRow.seq, 'extra')
  return { head: at, fault: null }
}
