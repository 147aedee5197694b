import type { Instant, Look, Result } from '../model.ts'
import { pack } from './bytes.ts'
import { learn } from './capabilities.ts'
import type { Database } from './database.ts'
import { addSamples } from './samples.ts'

/** An interval is closed by a gap longer than this many periods of its check. */
const gapPeriods = 3
/** The schedule ticks once a second, so that at a high pace periods are no shorter than that. */
const shortestPeriodMs = 1000

/**
 * Writes looks in one transaction: a look that saw the same as the one before extends its interval, another opens a new
 * one with its evidence. A turn that is already written is left alone, since a queue may deliver twice. When this
 * returns, the looks survive the process.
 */
export async function recordLooks(db: Database, looks: Look[], { pace }: { pace: number }): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const fresh: Look[] = []
    for (const look of looks) {
      const into = await recordLook(trx, look, pace)
      if (into === undefined) continue
      fresh.push(look)
      if (look.agent) await learn(trx, look, look.agent, { ...into, pace })
    }
    await addSamples(trx, fresh)
  })
}

/** What is written this far ahead of a look was written by a clock that has been set back since. */
const clockErrorMs = 3_600_000

/** The host looked at and the interval that the look fell into; undefined when it was not new. */
async function recordLook(
  db: Database,
  look: Look,
  pace: number,
): Promise<{ host: string; firstDueAt: Instant } | undefined> {
  const check = await db
    .selectFrom('check')
    .select(['host', 'every_seconds', 'settings_since'])
    .where('id', '=', look.checkId)
    .executeTakeFirst()
  if (check === undefined) return undefined // deleted since it was queued
  const open = await db
    .selectFrom('observation')
    .selectAll()
    .where('check_id', '=', look.checkId)
    // what was written while the clock was ahead is left behind until its time comes
    .where('first_due_at', '<=', look.endedAt)
    .orderBy('first_due_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const clockWasAhead =
    open !== undefined && Date.parse(open.last_due_at) - Date.parse(look.endedAt) > clockErrorMs
  if (open && look.dueAt <= open.last_due_at && !clockWasAhead) return undefined
  const result = toColumns(look.result)
  const gapMs = Date.parse(look.endedAt) - Date.parse(open?.last_seen_at ?? look.endedAt)
  const periodMs = Math.max((check.every_seconds * 1000) / pace, shortestPeriodMs)
  const extends_ =
    open !== undefined &&
    !clockWasAhead &&
    (open.first_due_at >= check.settings_since || look.dueAt < check.settings_since) &&
    open.error === result.error &&
    open.facts === result.facts &&
    open.vantage === look.vantage &&
    open.probe_version === look.probeVersion &&
    gapMs <= gapPeriods * periodMs
  const firstDueAt = extends_ ? open.first_due_at : look.dueAt
  const evidence = pack(look.evidence)
  if (extends_) {
    await db
      .updateTable('observation')
      .set({ last_due_at: look.dueAt, last_seen_at: look.endedAt, times_seen: open.times_seen + 1 })
      .where('check_id', '=', look.checkId)
      .where('first_due_at', '=', firstDueAt)
      .execute()
  } else {
    await db
      .insertInto('observation')
      .values({
        check_id: look.checkId,
        first_due_at: look.dueAt,
        first_seen_at: look.endedAt,
        last_due_at: look.dueAt,
        last_seen_at: look.endedAt,
        times_seen: 1,
        vantage: look.vantage,
        probe_version: look.probeVersion,
        ...result,
      })
      .execute()
    await db
      .insertInto('evidence')
      .values({ check_id: look.checkId, first_due_at: look.dueAt, body: evidence })
      .execute()
  }
  const last = {
    due_at: look.dueAt,
    first_due_at: firstDueAt,
    started_at: look.startedAt,
    duration_ms: Math.round(look.durationMs),
    manual: look.manual ? 1 : 0,
    evidence,
  }
  await db
    .insertInto('last_look')
    .values({ check_id: look.checkId, ...last })
    .onConflict((conflict) => conflict.column('check_id').doUpdateSet(last))
    .execute()
  return { host: check.host, firstDueAt }
}

function toColumns(result: Result) {
  if (result.ok) return { error: null, message: null, facts: JSON.stringify(result.facts) }
  return { error: result.error, message: result.message, facts: null }
}
