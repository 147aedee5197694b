import type { ProbeName } from '../../probes/index.ts'
import { periodMsOf } from '../days.ts'
import type { Look, Result } from '../model.ts'
import { breather } from './breather.ts'
import { deflate } from './bytes.ts'
import { learn } from './capabilities.ts'
import type { Database } from './database.ts'
import { addToDays, type KeptOf, type RecordedLook } from './days.ts'
import { hashEvidence } from './evidence.ts'
import { everyUnit, revise } from './revisions.ts'
import { addSamples, type Before } from './samples.ts'

/** An interval is closed by a gap longer than this many periods of its check. */
const gapPeriods = 3

/**
 * Writes looks in one transaction: a look that saw the same as the one before extends its interval, another opens a new
 * one with its evidence. A turn that is already written is left alone, since a queue may deliver twice. When this
 * returns, the looks survive the process. What `kept` names is added to their days.
 */
export async function recordLooks(
  db: Database,
  looks: Look[],
  { pace, kept = {} }: { pace: number; kept?: KeptOf },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const fresh: (RecordedLook & Before)[] = []
    const breathe = breather()
    const revised = new Set<string>()
    for (const look of looks) {
      await breathe()
      const recorded = await recordLook(trx, look, pace)
      if (recorded === undefined) continue
      fresh.push(recorded)
      // a self-test that goes on as it was changes no verdict
      if (recorded.unit !== null || recorded.firstDueAt === look.dueAt)
        revised.add(recorded.unit ?? everyUnit)
      if (look.agent) await learn(trx, look, look.agent, { ...recorded, pace })
    }
    await addSamples(trx, fresh, breathe)
    await addToDays(trx, fresh, { pace, kept, breathe })
    await revise(trx, revised)
  })
}

/** What is written this far ahead of a look was written by a clock that has been set back since. */
const clockErrorMs = 3_600_000

/** The look with what it belongs to; undefined when it was not new. */
async function recordLook(
  db: Database,
  look: Look,
  pace: number,
): Promise<(RecordedLook & Before & { unit: string | null; host: string }) | undefined> {
  const check = await db
    .selectFrom('check')
    .leftJoin('last_look', 'last_look.check_id', 'check.id')
    .select(['unit', 'host', 'probe', 'every_seconds', 'settings_since', 'sampled_at'])
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
  const periodMs = periodMsOf(check.every_seconds, pace)
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
  // what a new interval begins with is kept with it; else only until the next look
  const text = JSON.stringify(look.evidence)
  const evidence = deflate(text, { briefly: extends_ })
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
      .values({
        check_id: look.checkId,
        first_due_at: look.dueAt,
        body: evidence,
        sha256: hashEvidence(text),
      })
      .execute()
  }
  const last = {
    due_at: look.dueAt,
    first_due_at: firstDueAt,
    started_at: look.startedAt,
    duration_ms: Math.round(look.durationMs),
    manual: look.manual ? 1 : 0,
    evidence,
    ...(look.samples.length > 0 && { sampled_at: look.endedAt }),
  }
  await db
    .insertInto('last_look')
    .values({ check_id: look.checkId, ...last })
    .onConflict((conflict) => conflict.column('check_id').doUpdateSet(last))
    .execute()
  const { unit, host, probe, every_seconds: everySeconds, sampled_at: sampledAt } = check
  return { look, unit, host, probe: probe as ProbeName, everySeconds, firstDueAt, sampledAt }
}

function toColumns(result: Result) {
  if (result.ok) return { error: null, message: null, facts: JSON.stringify(result.facts) }
  return { error: result.error, message: result.message, facts: null }
}
