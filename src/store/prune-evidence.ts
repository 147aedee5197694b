import { sql } from 'kysely'
import type { Instant } from '../model.ts'
import type { Breathe } from './breather.ts'
import type { Database } from './database.ts'
import { citationsIn } from './evidence.ts'

/** Rows that one statement writes or removes. */
const rowsAtOnce = 200
const checksAtOnce = 20

/** Reads one frozen report that has not been read yet and keeps what it cites. Returns whether there was one. */
export async function readCitations(db: Database, breathe: Breathe): Promise<boolean> {
  const report = await db
    .selectFrom('report')
    .select(['sha256', 'body'])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('report_read').select('sha256').whereRef('report_read.sha256', '=', 'report.sha256'),
        ),
      ),
    )
    .limit(1)
    .executeTakeFirst()
  if (report === undefined) return false
  let rows: { check_id: string; first_due_at: string }[] = []
  const write = async () => {
    if (rows.length === 0) return
    await db
      .insertInto('report_evidence')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    rows = []
    await breathe()
  }
  for (const { checkId, firstDueAt } of citationsIn(report.body)) {
    rows.push({ check_id: checkId, first_due_at: firstDueAt })
    if (rows.length >= rowsAtOnce) await write()
  }
  await write()
  // last, so that who was cut off reads it again
  await db
    .insertInto('report_read')
    .values({ sha256: report.sha256 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return true
}

/**
 * Removes exchanges of some checks behind `after` that prove only what was last seen before `before` and what no frozen report
 * cites. What was seen stays. Returns the check to go on behind, undefined when all have been looked at, and how many went.
 */
export async function pruneEvidence(
  db: Database,
  { after, before }: { after: string; before: Instant },
): Promise<{ next: string | undefined; removed: number }> {
  const checks = await db
    .selectFrom('check')
    .select('id')
    .where('id', '>', after)
    .orderBy('id')
    .limit(sql.lit(checksAtOnce))
    .execute()
  let removed = 0
  for (const { id } of checks)
    for (;;) {
      const old = await db
        .selectFrom('evidence')
        .innerJoin('observation', (join) =>
          join
            .onRef('observation.check_id', '=', 'evidence.check_id')
            .onRef('observation.first_due_at', '=', 'evidence.first_due_at'),
        )
        .select('evidence.first_due_at')
        .where('evidence.check_id', '=', id)
        .where('evidence.first_due_at', '<', before)
        .where('observation.last_seen_at', '<', before)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('report_evidence')
                .select('report_evidence.check_id')
                .whereRef('report_evidence.check_id', '=', 'evidence.check_id')
                .whereRef('report_evidence.first_due_at', '=', 'evidence.first_due_at'),
            ),
          ),
        )
        .limit(sql.lit(rowsAtOnce))
        .execute()
      if (old.length === 0) break
      const keys = old.map(({ first_due_at }) => first_due_at)
      await db.deleteFrom('evidence').where('check_id', '=', id).where('first_due_at', 'in', keys).execute()
      removed += keys.length
    }
  return { next: checks.at(-1)?.id, removed }
}
