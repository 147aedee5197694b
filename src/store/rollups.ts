import type { ProbeName } from '../../probes/index.ts'
import { calendarDayMs, dayAt, periodMsOf, startOfDayAt } from '../days.ts'
import type { Instant } from '../model.ts'
import { type DayRollup, periodsBeyond, rollUpDay } from '../operations/roll-up-day.ts'
import { type Rollups, rollUpAgain } from '../operations/rollup.ts'
import { breather } from './breather.ts'
import type { Column } from './column-codec.ts'
import type { Database } from './database.ts'
import { readSeries } from './series.ts'
import { decodeTable, encodeTable } from './series-codec.ts'
import { daysInTurn } from './series-days.ts'
import { findGroups, groupOf, makeGroups } from './series-groups.ts'

/** Columns of each series in `hours`; `total` has the 95th percentile too. */
const hourColumns = 5
const totalColumns = 6

/** Makes the rollups of one day of one check that is due. Returns whether there was any. */
export async function rollUpDue(db: Database, { pace }: { pace: number }): Promise<boolean> {
  const due = await db
    .selectFrom('rollup_due')
    .innerJoin('check', 'check.id', 'rollup_due.check_id')
    .select(['check_id', 'day', 'edition', 'probe', 'every_seconds'])
    .orderBy('check_id')
    .orderBy('day')
    .limit(1)
    .executeTakeFirst()
  if (due === undefined) return false
  const { check_id: checkId, day, edition } = due
  const [from = 0, to = 0] = [day, day + 1].map((one) => Date.parse(startOfDayAt(one, calendarDayMs)))
  const periodMs = periodMsOf(due.every_seconds, pace)
  const beyondMs = periodsBeyond(due.probe as ProbeName) * periodMs
  const readings = await readSeries(db, {
    checkId,
    from: new Date(from - beyondMs).toISOString(),
    to: new Date(to + beyondMs).toISOString(),
  })
  const rolled = rollUpDay(readings, { probe: due.probe as ProbeName, from, to, periodMs })
  const rows = await rowsOf(db, checkId, day, rolled)
  await db.transaction().execute(async (trx) => {
    for (const row of rows)
      await trx
        .insertInto('rollup_day')
        .values(row)
        .onConflict((conflict) => conflict.columns(['day', 'series_group']).doUpdateSet(row))
        .execute()
    // it stays due where something was folded meanwhile
    await trx
      .deleteFrom('rollup_due')
      .where('check_id', '=', checkId)
      .where('day', '=', day)
      .where('edition', '=', edition)
      .execute()
  })
  return true
}

async function rowsOf(db: Database, checkId: string, day: number, rolled: Map<string, DayRollup>) {
  const byGroup = new Map<string, [string, DayRollup][]>()
  for (const [name, one] of rolled) {
    const list = byGroup.get(groupOf(name)) ?? []
    byGroup.set(groupOf(name), list)
    list.push([name, one])
  }
  const ids = await makeGroups(db, checkId, new Set(byGroup.keys()))
  return [...byGroup].map(([group, list]) => ({
    day,
    series_group: ids.get(group) ?? 0,
    hours: encode(list.map(([name, { hours }]) => [name, hours, []])),
    total: encode(
      list.map(([name, { hours, p95 }]) => {
        const [from = 0] = hours.at
        const day = rollUpAgain(hours, { from, to: from + calendarDayMs, stepMs: calendarDayMs })
        return [name, day, [Float64Array.of(p95 ?? Number.NaN)]]
      }),
    ),
  }))
}

function encode(list: [name: string, rollups: Rollups, more: Float64Array[]][]): Buffer {
  const columns = list.flatMap(([, { count, expected, sum, min, max }, more]): Column[] =>
    [count, expected, sum, min, max, ...more].map((values) => ({ values, exact: null })),
  )
  return encodeTable({
    at: list[0]?.[1].at ?? new Float64Array(0),
    names: list.map(([name]) => name),
    columns,
  })
}

/** The first moment of the oldest day of a check whose rollups have to be made still; undefined where all are. */
export async function findRollupDue(db: Database, checkId: string): Promise<Instant | undefined> {
  const due = await db
    .selectFrom('rollup_due')
    .select((eb) => eb.fn.min<number | null>('day').as('day'))
    .where('check_id', '=', checkId)
    .executeTakeFirst()
  return due?.day == null ? undefined : startOfDayAt(Number(due.day), calendarDayMs)
}

/** Rollups with the 95th percentile of each step, which only days have; NaN where nothing is known. */
export type StoredRollups = Rollups & { p95: Float64Array | null }

/**
 * What series of a check came to in each hour or day that began between `from` (included) and `to` (not), by name. Days
 * on which nothing was read are not there.
 */
export async function readRollups(
  db: Database,
  {
    checkId,
    series,
    from,
    to,
    step,
  }: { checkId: string; series: readonly string[]; from: Instant; to: Instant; step: 'hour' | 'day' },
): Promise<Map<string, StoredRollups>> {
  const breathe = breather()
  const [part, columns] =
    step === 'hour' ? (['hours', hourColumns] as const) : (['total', totalColumns] as const)
  const names = new Set(series)
  const groups = [...(await findGroups(db, checkId, new Set(series.map(groupOf)))).values()]
  const pieces = new Map<string, Float64Array[][]>()
  for (const days of daysInTurn(dayAt(from, calendarDayMs), dayAt(to, calendarDayMs))) {
    if (groups.length === 0) break
    const rows = await db
      .selectFrom('rollup_day')
      .select(['day', part])
      .where('day', 'in', days)
      .where('series_group', 'in', groups)
      .execute()
    for (const row of rows.sort((one, other) => one.day - other.day)) {
      await breathe()
      const { at, byName } = decodeTable(row[part] as Uint8Array, (name) => names.has(name), columns)
      for (const [name, found] of byName) {
        const list = pieces.get(name) ?? []
        pieces.set(name, list)
        list.push([at, ...found.map(({ values }) => values)])
      }
    }
  }
  return new Map([...pieces].map(([name, list]) => [name, joined(list, Date.parse(from), Date.parse(to))]))
}

/** `pieces`: moments first, of days that follow one another. */
function joined(pieces: Float64Array[][], from: number, to: number): StoredRollups {
  const column = (place: number) => {
    const all = new Float64Array(pieces.reduce((sum, piece) => sum + (piece[place]?.length ?? 0), 0))
    let next = 0
    for (const piece of pieces) {
      all.set(piece[place] ?? [], next)
      next += piece[place]?.length ?? 0
    }
    return all
  }
  const moments = column(0)
  const first = moments.findIndex((at) => at >= from)
  const past = moments.findIndex((at) => at >= to)
  const [begin, end] = [first === -1 ? moments.length : first, past === -1 ? moments.length : past]
  const within = (place: number) => column(place).subarray(begin, end)
  return {
    at: within(0),
    count: within(1),
    expected: within(2),
    sum: within(3),
    min: within(4),
    max: within(5),
    p95: pieces[0]?.[6] ? within(6) : null,
  }
}
