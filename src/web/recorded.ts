import type { AuditEntry } from '../model/audit.ts'
import { takeKey } from '../store/answers.ts'
import { appendAudit } from '../store/audit.ts'
import type { Database } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import type { WebContext } from './web.ts'

/** Another request has written under the same key meanwhile, and this one has written nothing. */
export class KeyTaken extends Error {}

type Told = Pick<AuditEntry, 'action' | 'subject'> & { before?: unknown; after?: unknown; who?: string }

/**
 * Writes for the caller, and what `tell` is told goes into the log in the same transaction: both or neither. Nothing
 * else may be read or written meanwhile but through the database that is handed in, since SQLite has one writer.
 */
export async function recorded<Result>(
  c: WebContext,
  write: (db: Database, tell: (told: Told) => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const { deps, keyedWrite } = c.var
  const result = await inTransaction(deps.db, async (trx) => {
    if (keyedWrite !== undefined && !(await takeKey(trx, keyedWrite, deps.now()))) throw new KeyTaken()
    return write(trx, (told) => recordedIn(c, trx, told))
  })
  c.set('isKeyTaken', keyedWrite !== undefined)
  c.set('isRecorded', true)
  return result
}

/** Tells the log within a transaction that is under way. */
export async function recordedIn(
  c: WebContext,
  trx: Database,
  { who = c.var.session?.account ?? '', before = null, after = null, ...told }: Told,
): Promise<void> {
  const { deps, client, requestId } = c.var
  await appendAudit(trx, { ...told, at: deps.now(), who, from: client, request: requestId, before, after })
  c.set('isRecorded', true)
}

/** What was sent is there already: there is nothing to write, nor to tell. */
export function nothingWritten(c: WebContext): void {
  c.set('isRecorded', true)
}
