import type { ReportMail, ReportTold, Subscription } from '../model/notifications.ts'
import type { Instant } from '../model.ts'
import type { Database } from './database.ts'
import { messageId } from './outbox.ts'

/** Writes the one message that brings a version of a report to a subscription; false when it was written before. */
export async function writeReportMessage(
  db: Database,
  { id, channel }: Pick<Subscription, 'id' | 'channel'>,
  { period, version, sha256 }: ReportTold,
  { now, dueAt }: { now: Instant; dueAt: Instant },
): Promise<boolean> {
  const message = messageId(id, `report ${sha256}`)
  return await db.transaction().execute(async (trx) => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('message')
      .values({
        id: message,
        subscription: id,
        channel,
        kind: 'report',
        state: 'waiting',
        made_at: now,
        due_at: dueAt,
        attempts: 0,
        claimed_until: null,
        sent_at: null,
        error: null,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows !== 1n) return false
    await trx.insertInto('report_message').values({ message, report: sha256, period, version }).execute()
    return true
  })
}

/** What messages bring, by message; those that bring no report are left out. */
export async function listReportsTold(db: Database, messages: string[]): Promise<Map<string, ReportTold>> {
  if (messages.length === 0) return new Map()
  const rows = await db.selectFrom('report_message').selectAll().where('message', 'in', messages).execute()
  return new Map(
    rows.map(({ message, report: sha256, period, version }) => [message, { period, version, sha256 }]),
  )
}

/** How the messages about each version stand, by its hash. */
export async function listReportMail(db: Database): Promise<Map<string, ReportMail>> {
  const rows = await db
    .selectFrom('report_message')
    .innerJoin('message', 'message.id', 'report_message.message')
    .select((eb) => [
      'report_message.report',
      'message.state',
      eb.fn.countAll<number | string | bigint>().as('count'),
    ])
    .groupBy(['report_message.report', 'message.state'])
    .execute()
  const mail = new Map<string, ReportMail>()
  for (const { report, state, count } of rows)
    mail.set(report, { ...mail.get(report), [state]: Number(count) })
  return mail
}
