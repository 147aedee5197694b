import { isSameMoments, joinSeries, type Series } from '../operations/series.ts'
import type { Breathe } from './breather.ts'
import type { Database } from './database.ts'
import {
  createGrowingSeries,
  decodeSeries,
  encodeSeries,
  type GrowingSeries,
  grownMoments,
  grownSeries,
  growSeries,
} from './series-codec.ts'

/** Days that one statement brings. */
const daysAtOnce = 31
/** Rows that one statement writes. */
const rowsAtOnce = 20

/** Pieces of series, each by the name that layouts give it, in the order of days. */
export type Pieces = Map<string, [Series, ...Series[]]>

export function addPieces(pieces: Pieces, series: Iterable<[string, Series]>): void {
  for (const [entry, one] of series) {
    const list = pieces.get(entry)
    if (list === undefined) pieces.set(entry, [one])
    else list.push(one)
  }
}

/** The days from `first` to `last`, as many at a time as one statement brings. */
export function* daysInTurn(first: number, last: number): Generator<number[]> {
  for (let from = first; from <= last; from += daysAtOnce)
    yield Array.from({ length: Math.min(daysAtOnce, last + 1 - from) }, (_, index) => from + index)
}

/** What was folded of some groups on the days from `first` to `last`, as far as it is `wanted`. */
export async function listSeriesDays(
  db: Database,
  { groups, first, last }: { groups: readonly number[]; first: number; last: number },
  { wanted, breathe }: { wanted(entry: string): boolean; breathe: Breathe },
): Promise<Pieces> {
  const growing = new Map<number, GrowingSeries>()
  for (const days of daysInTurn(first, last)) {
    if (groups.length === 0) break
    const rows = await db
      .selectFrom('series_day')
      .select(['day', 'series_group', 'body'])
      .where('day', 'in', days) // not between: each is found by the key
      .where('series_group', 'in', groups)
      .execute()
    for (const { series_group, body } of rows.sort((one, other) => one.day - other.day)) {
      await breathe()
      const series = growing.get(series_group) ?? createGrowingSeries({ days: days.length })
      growing.set(series_group, series)
      growSeries(series, body, wanted)
    }
  }
  const pieces: Pieces = new Map()
  let shared: Float64Array | undefined
  for (const group of growing.values()) {
    // looks bring their groups together: as one list, whoever compares their moments sees at once that they are the same
    const own = grownMoments(group)
    if (shared === undefined || !isSameMoments(shared, own)) shared = own
    addPieces(pieces, grownSeries(group, shared))
  }
  return pieces
}

/** One day of one group of series. */
export type SeriesDay = { day: number; group: number; series: Map<string, Series> }

type Row = { day: number; series_group: number; body: Uint8Array }

/** The rows of days, with what was folded of them before. */
export async function mergeSeriesDays(
  db: Database,
  days: readonly SeriesDay[],
  breathe: Breathe,
): Promise<Row[]> {
  const keyOf = (day: number, group: number) => `${day} ${group}`
  const before = await db
    .selectFrom('series_day')
    .selectAll()
    .where('day', 'in', [...new Set(days.map(({ day }) => day))])
    .where('series_group', 'in', [...new Set(days.map(({ group }) => group))])
    .execute()
  const folded = new Map(before.map((row) => [keyOf(row.day, row.series_group), row.body]))
  const rows: Row[] = []
  for (const { day, group, series } of days) {
    await breathe()
    const old = folded.get(keyOf(day, group))
    rows.push({ day, series_group: group, body: encodeSeries(old ? mergeSeries(old, series) : series) })
  }
  return rows
}

function mergeSeries(old: Uint8Array, series: Map<string, Series>): Map<string, Series> {
  const pieces: Pieces = new Map()
  addPieces(
    pieces,
    decodeSeries(old, () => true),
  )
  addPieces(pieces, series)
  return new Map([...pieces].map(([entry, list]) => [entry, joinSeries(list)]))
}

export async function saveSeriesDays(db: Database, rows: readonly Row[]): Promise<void> {
  for (let first = 0; first < rows.length; first += rowsAtOnce)
    await db
      .insertInto('series_day')
      .values(rows.slice(first, first + rowsAtOnce))
      .onConflict((conflict) =>
        conflict.columns(['day', 'series_group']).doUpdateSet((eb) => ({ body: eb.ref('excluded.body') })),
      )
      .execute()
}
