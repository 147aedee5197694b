import { userInfo } from 'node:os'
import type { AuditEntry } from '../model/audit.ts'
import { appendAudit } from '../store/audit.ts'
import type { Database } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import type { Io } from './io.ts'

/** Writes at the command line, and into the log who was at it, in one transaction. */
export async function recorded(
  { now }: Pick<Io, 'now'>,
  db: Database,
  told: Pick<AuditEntry, 'action' | 'subject'> & { before?: unknown; after?: unknown },
  write: (trx: Database) => Promise<void>,
): Promise<void> {
  await inTransaction(db, async (trx) => {
    await write(trx)
    const who = `shell:${userInfo().username}`
    await appendAudit(trx, { before: null, after: null, ...told, at: now(), who, from: null, request: null })
  })
}
