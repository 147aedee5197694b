import type { ProbeName } from '../../probes/index.ts'
import { calendarDayMs, dayAt, startOfDayAt } from '../days.ts'
import type { Breathe } from './breather.ts'
import type { Database } from './database.ts'
import { type SampleRow, samplesBack, seriesOfRows } from './sample-rows.ts'
import type { Schema } from './schema.ts'
import { mergeSeriesDays, type SeriesDay, saveSeriesDays } from './series-days.ts'
import { groupOf, makeGroups } from './series-groups.ts'

/** Looks that are held in memory at a time: of a week, each five minutes. Only the first fold of old looks takes more. */
const rowsAtOnce = 2_000

/** How far the looks of a check have been folded; undefined for never. */
type FoldState = Omit<Schema['sample_fold'], 'check_id'> | undefined

/**
 * Folds the looks of a check, of all days that are over at the beginning of `today`, into a row for each group of series and
 * day. Writes all or nothing, and again the same: what is folded already stays, and looks that came late join their day.
 * Where another process folds the same check at once, one of the two writes nothing.
 */
export async function foldCheck(
  db: Database,
  { checkId, today, rolled }: { checkId: string; today: number; rolled: boolean },
  breathe: Breathe,
): Promise<void> {
  const before = await findFoldState(db, checkId)
  const { folded_at = null, newest_at = null, day = 0 } = before ?? {}
  const end = startOfDayAt(today, calendarDayMs)
  const done = { folded_at, newest_at, day: today }
  let state = before
  // the way leads from the newest back; all of it counts as folded once its end is
  for await (const { rows, isLast } of samplesBack(db, checkId, {
    after: folded_at ?? '',
    atOnce: rowsAtOnce,
    breathe,
  })) {
    const over = rows.filter(({ at }) => at < end)
    if (done.newest_at === newest_at) done.newest_at = rows.at(-1)?.at ?? newest_at
    if (done.folded_at === folded_at) done.folded_at = over.at(-1)?.at ?? folded_at
    state = await writeFold(db, checkId, {
      state,
      next: isLast ? done : { folded_at, newest_at, day },
      rows: over,
      due: rolled ? daysToRollUp(over, before) : new Set(),
      breathe,
    })
    if (state === undefined) return // another process folds it
  }
}

/** Folds rows that the chain of their check does not lead to, because its clock was set back. */
export async function foldStrays(
  db: Database,
  { checkId, rows, rolled }: { checkId: string; rows: SampleRow[]; rolled: boolean },
  breathe: Breathe,
): Promise<void> {
  const state = await findFoldState(db, checkId)
  const { folded_at, newest_at, day } = state ?? { folded_at: null, newest_at: null, day: 0 }
  const days = rows.map(({ at }) => dayAt(at, calendarDayMs))
  const due = new Set(rolled ? days.flatMap((one) => [one - 1, one, one + 1]) : [])
  await writeFold(db, checkId, { state, next: { folded_at, newest_at, day }, rows, due, breathe })
}

/** Checks, in the order of their ids, of which something may have to be folded until the beginning of `today`. */
export async function listChecksToFold(
  db: Database,
  { today, after, limit }: { today: number; after: string; limit: number },
): Promise<{ id: string; probe: ProbeName }[]> {
  const checks = await db
    .selectFrom('check')
    .leftJoin('sample_fold', 'sample_fold.check_id', 'check.id')
    .select(['check.id', 'check.probe'])
    .where('check.id', '>', after)
    .where((eb) => eb.or([eb('sample_fold.day', 'is', null), eb('sample_fold.day', '<', today)]))
    .orderBy('check.id')
    .limit(limit)
    .execute()
  return checks.map(({ id, probe }) => ({ id, probe: probe as ProbeName }))
}

export async function findFoldState(db: Database, checkId: string): Promise<FoldState> {
  return db
    .selectFrom('sample_fold')
    .select(['edition', 'folded_at', 'newest_at', 'day'])
    .where('check_id', '=', checkId)
    .executeTakeFirst()
}

type Fold = {
  state: FoldState
  next: Omit<NonNullable<FoldState>, 'edition'>
  rows: SampleRow[]
  /** Days whose rollups it changes. */
  due: ReadonlySet<number>
  breathe: Breathe
}

/** Writes all or nothing; returns the new state, undefined where another process was quicker. */
async function writeFold(
  db: Database,
  checkId: string,
  { state, next, rows, due, breathe }: Fold,
): Promise<FoldState> {
  const days = await seriesDaysOf(db, checkId, rows, breathe)
  const merged = days.length > 0 ? await mergeSeriesDays(db, days, breathe) : []
  const edition = (state?.edition ?? 0) + 1
  return db.transaction().execute(async (trx) => {
    if (!(await takeFold(trx, checkId, state, { ...next, edition }))) return undefined
    await saveSeriesDays(trx, merged)
    for (const day of due)
      await trx
        .insertInto('rollup_due')
        .values({ check_id: checkId, day, edition })
        .onConflict((conflict) => conflict.columns(['check_id', 'day']).doUpdateSet({ edition }))
        .execute()
    return { ...next, edition }
  })
}

/** Whether the check was still as it was when its rows were read; then it is so no more. */
async function takeFold(
  db: Database,
  checkId: string,
  state: FoldState,
  next: NonNullable<FoldState>,
): Promise<boolean> {
  if (state === undefined) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('sample_fold')
      .values({ check_id: checkId, ...next })
      .onConflict((conflict) => conflict.column('check_id').doNothing())
      .executeTakeFirst()
    return numInsertedOrUpdatedRows === 1n
  }
  const { numUpdatedRows } = await db
    .updateTable('sample_fold')
    .set(next)
    .where('check_id', '=', checkId)
    .where('edition', '=', state.edition)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

async function seriesDaysOf(
  db: Database,
  checkId: string,
  rows: SampleRow[],
  breathe: Breathe,
): Promise<SeriesDay[]> {
  const byDay = new Map<number, SampleRow[]>()
  for (const row of rows) {
    const day = dayAt(row.at, calendarDayMs)
    const list = byDay.get(day)
    if (list === undefined) byDay.set(day, [row])
    else list.push(row)
  }
  const found: { day: number; group: string; series: SeriesDay['series'] }[] = []
  for (const [day, list] of byDay) {
    const groups = new Map<string, SeriesDay['series']>()
    for (const [entry, series] of await seriesOfRows(list, { wanted: () => true, breathe })) {
      const name = groupOf(entry.slice(2))
      const group = groups.get(name) ?? new Map()
      groups.set(name, group.set(entry, series))
    }
    for (const [group, series] of groups) found.push({ day, group, series })
  }
  const ids = await makeGroups(db, checkId, new Set(found.map(({ group }) => group)))
  return found.flatMap(({ day, group, series }) => {
    const id = ids.get(group)
    return id === undefined ? [] : [{ day, group: id, series }]
  })
}

/**
 * The days of the rows; and the one before where a time between two looks reaches from it into them, and was not known
 * when that was folded.
 */
function daysToRollUp(rows: SampleRow[], state: FoldState): Set<number> {
  const days = new Set(rows.map(({ at }) => dayAt(at, calendarDayMs)))
  const [first] = rows
  if (first !== undefined && state?.folded_at && state.newest_at === state.folded_at)
    days.add(dayAt(state.folded_at, calendarDayMs))
  return days
}
