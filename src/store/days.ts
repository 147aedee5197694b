import type { ProbeName } from '../../probes/index.ts'
import { dayAt, dayMsOf, startOfDayAt, windowDays } from '../days.ts'
import type { CheckDay, Instant, Look } from '../model.ts'
import { foldDay, type Kept, type Reading, readingOf } from '../operations/fold-day.ts'
import type { Breathe } from './breather.ts'
import { ofUnit, retiredAfter } from './checks.ts'
import type { Database } from './database.ts'
import { decodeDay, encodeDay } from './day-codec.ts'
import { groupBy } from './group-by.ts'
import { addMembers, decodeMembers } from './members.ts'

/** What to keep of each probe's looks for questions over many days; nothing where it is left out. */
export type KeptOf = Partial<Record<ProbeName, Kept>>

/** A look that is new, with the interval that it fell into. */
export type RecordedLook = { look: Look; probe: ProbeName; everySeconds: number; firstDueAt: Instant }

/** How long days outlast their use: a month is judged day by day, in a report that may be made late. */
const reportMs = 62 * 86_400_000

/** Adds looks to their days, one after the other. Called once for each look, in the transaction that writes it. */
export async function addToDays(
  db: Database,
  recorded: RecordedLook[],
  { pace, kept, breathe }: { pace: number; kept: KeptOf; breathe: Breathe },
): Promise<void> {
  for (const one of recorded) {
    await breathe()
    const wanted = kept[one.probe]
    if (wanted === undefined || !one.look.result.ok) continue
    if (wanted.sets && one.look.sets === undefined) continue // it saw only part of them
    await addToDay(db, one, wanted, pace)
  }
}

async function addToDay(
  db: Database,
  { look, everySeconds, firstDueAt }: RecordedLook,
  kept: Kept,
  pace: number,
): Promise<void> {
  const { checkId, endedAt, probeVersion } = look
  const dayMs = dayMsOf(pace)
  const number = dayAt(endedAt, dayMs)
  const days = windowDays({ days: kept.days, everySeconds, pace })
  const [from, to, afterUse] = [number, number + 1, number + days + 1].map((day) => startOfDayAt(day, dayMs))
  if (from === undefined || to === undefined || afterUse === undefined) return
  const [newest] = await db
    .selectFrom('check_day')
    .selectAll()
    .where('check_id', '=', checkId)
    .where('from_at', '<=', from)
    .orderBy('from_at', 'desc')
    .orderBy('to_at', 'desc')
    .limit(1)
    .execute()
  const open =
    newest?.from_at === from && newest.to_at === to && newest.probe_version === probeVersion
      ? newest
      : undefined
  const reading = readingOf(endedAt, look.samples)
  const before = newest?.reading ? decodeReading(newest.reading) : undefined
  const numbers = open ? decodeDay(open.body) : { values: {}, growth: {} }
  const row = {
    use_until: new Date(Date.parse(afterUse) - 1).toISOString(),
    probe_version: probeVersion,
    looks: (open?.looks ?? 0) + 1,
    first_at: open?.first_at ?? endedAt,
    first_due_at: open?.first_due_at ?? firstDueAt,
    last_at: endedAt,
    last_due_at: firstDueAt,
    body: encodeDay(foldDay(numbers, before, reading, kept)),
    reading: kept.growth ? encodeReading(reading) : null,
  }
  await db
    .insertInto('check_day')
    .values({ check_id: checkId, from_at: from, to_at: to, ...row })
    .onConflict((conflict) => conflict.columns(['check_id', 'from_at', 'to_at']).doUpdateSet(row))
    .execute()
  if (kept.sets && look.sets)
    await addMembers(db, { checkId, number, days, dayMs, from, to }, look.sets, endedAt)
}

function encodeReading({ at, values }: Reading): Buffer {
  return Buffer.from(JSON.stringify([at, ...[...values].map(([series, value]) => [series, String(value)])]))
}

function decodeReading(bytes: Uint8Array): Reading {
  const [at, ...values]: [string, ...[string, string][]] = JSON.parse(Buffer.from(bytes).toString())
  return {
    at,
    values: new Map(
      values.map(([series, text]) => [series, /^\d+$/.test(text) ? BigInt(text) : Number(text)]),
    ),
  }
}

/**
 * The days of checks that windows judged between `since` and `asOf` are made of, by check, oldest first. A day that was
 * not over at `asOf` is in none.
 */
export async function loadDays(
  db: Database,
  {
    asOf,
    since,
    of,
    probe,
  }: {
    asOf: Instant
    since: Instant | undefined
    of: 'units' | (string & {})
    /** Only checks by this probe. */
    probe?: ProbeName
  },
): Promise<Map<string, CheckDay[]>> {
  const wantedAt = since ?? asOf
  const lastMoment = new Date(Date.parse(asOf) + 1).toISOString() // a day is over at its last millisecond
  const checks = db
    .selectFrom('check')
    .where(retiredAfter(wantedAt))
    .where((eb) => (of === 'units' ? eb('check.unit', 'is not', null) : ofUnit(of)))
    .$if(probe !== undefined, (query) => query.where('probe', '=', probe as string))
  const rows = await checks
    .crossJoin('check_day') // SQLite keeps the order of a cross join: first the check, then its days by index
    .select([
      'check_day.check_id',
      'check_day.from_at',
      'check_day.to_at',
      'check_day.probe_version',
      'check_day.looks',
      'check_day.first_at',
      'check_day.first_due_at',
      'check_day.last_at',
      'check_day.last_due_at',
      'check_day.body',
    ])
    .whereRef('check_day.check_id', '=', 'check.id')
    .where('check_day.use_until', '>', wantedAt)
    .where('check_day.to_at', '<=', lastMoment)
    .execute()
  const members = await checks
    .crossJoin('member_day')
    .select(['member_day.check_id', 'member_day.from_at', 'member_day.to_at', 'member_day.salt'])
    .select('member_day.body')
    .whereRef('member_day.check_id', '=', 'check.id')
    .where('member_day.use_until', '>', wantedAt)
    .where('member_day.use_from', '<=', asOf)
    .execute()
  const keyOf = (row: { check_id: string; from_at: string; to_at: string }) =>
    `${row.check_id} ${row.from_at} ${row.to_at}`
  const membersOf = groupBy(members, keyOf)
  // sorted here, where that moves no bodies
  rows.sort((one, other) => (one.from_at < other.from_at ? -1 : one.from_at > other.from_at ? 1 : 0))
  const days = groupBy(rows, ({ check_id }) => check_id)
  return new Map(
    [...days].map(([checkId, list]) => [
      checkId,
      list.map((row) => ({
        from: row.from_at,
        to: row.to_at,
        probeVersion: row.probe_version,
        looks: row.looks,
        first: { at: row.first_at, firstDueAt: row.first_due_at },
        last: { at: row.last_at, firstDueAt: row.last_due_at },
        ...decodeDay(row.body),
        sets: (membersOf.get(keyOf(row)) ?? []).map(({ salt, body }) => ({
          salt,
          members: decodeMembers(body),
        })),
      })),
    ]),
  )
}

/** Removes days that no page or report may want any more, and the salts that nothing is written with. */
export async function pruneDays(db: Database, now: Instant): Promise<void> {
  const before = new Date(Date.parse(now) - reportMs).toISOString()
  await db.deleteFrom('check_day').where('use_until', '<', before).execute()
  await db.deleteFrom('member_day').where('use_until', '<', before).execute()
  await db.deleteFrom('salt').where('expires_at', '<', now).execute()
}
