import { calendarDayMs, dayAt } from '../days.ts'
import type { Instant } from '../model.ts'
import { joinSeries, type Readings, type Series, sliceSeries } from '../operations/series.ts'
import { breather } from './breather.ts'
import type { Database } from './database.ts'
import { findFoldState } from './fold-samples.ts'
import { listSampleRows, seriesOfRows } from './sample-rows.ts'
import { addPieces, listSeriesDays, type Pieces } from './series-days.ts'
import { findGroups, groupOf } from './series-groups.ts'

const firstPieceMs = 3 * 3_600_000

/** Numbers of one look, by series: those of counters as bigint, which grow; those of gauges as they are. */
export type SampledLook = { at: Instant; values: Record<string, number | bigint> }

/** The numbers of a check's looks from `from` (included) to `to` (not), newest first, at most `limit` looks. */
export async function listSamples(
  db: Database,
  checkId: string,
  { from, to, limit }: { from: Instant; to: Instant; limit: number },
): Promise<SampledLook[]> {
  const found: SampledLook[] = []
  let until = to
  // in pieces, so that little more is read than is asked for
  for (let ms = firstPieceMs; until > from && found.length < limit; ms *= 2) {
    const start = new Date(Date.parse(until) - ms).toISOString()
    const since = start > from ? start : from
    found.push(...looksOf(await readSeries(db, { checkId, from: since, to: until })))
    until = since
  }
  return found.slice(0, limit)
}

function looksOf(readings: Readings): SampledLook[] {
  const looks = new Map<number, SampledLook>()
  for (const [name, { kind, at, values, exact }] of readings)
    for (const [index, moment] of at.entries()) {
      const look = looks.get(moment) ?? { at: new Date(moment).toISOString(), values: {} }
      const value = exact?.[index] ?? values[index] ?? 0
      look.values[name] =
        kind === 'counter' && Number.isInteger(Number(value)) ? BigInt(value) : Number(value)
      looks.set(moment, look)
    }
  return [...looks].sort(([one], [other]) => other - one).map(([, look]) => look)
}

/**
 * What was read of some series of a check from `from` (included) to `to` (not), by name, however old; all of them where
 * `series` is left out.
 */
export async function readSeries(
  db: Database,
  { checkId, series, from, to }: { checkId: string; series?: readonly string[]; from: Instant; to: Instant },
): Promise<Readings> {
  const breathe = breather()
  const names = series && new Set(series)
  const wanted = (entry: string) => names?.has(entry.slice(2)) ?? true
  // in this order, since rows only ever go from the looks to the days
  const state = await findFoldState(db, checkId)
  const [justBefore, last] = [from, to].map((at) => new Date(Date.parse(at) - 1).toISOString()) as [
    Instant,
    Instant,
  ]
  const folded = state?.folded_at ?? ''
  const rows = await listSampleRows(db, checkId, {
    after: folded > justBefore ? folded : justBefore,
    breathe,
  })
  const groups = state ? await findGroups(db, checkId, series && new Set(series.map(groupOf))) : new Map()
  const pieces = await listSeriesDays(
    db,
    { groups: [...groups.values()], first: dayAt(from, calendarDayMs), last: dayAt(last, calendarDayMs) },
    { wanted, breathe },
  )
  addPieces(pieces, await seriesOfRows(rows, { wanted, breathe }))
  return byName(pieces, Date.parse(from), Date.parse(to))
}

/** A series is what it was read as last, should a probe have called it a gauge before and a counter since. */
function byName(pieces: Pieces, from: number, to: number): Readings {
  const found = new Map<string, Series>()
  for (const [entry, list] of pieces) {
    const series = sliceSeries(joinSeries(list), from, to)
    const name = entry.slice(2)
    if (series.at.length > 0 && newestOf(series) >= newestOf(found.get(name))) found.set(name, series)
  }
  return found
}

function newestOf(series: Series | undefined): number {
  return series?.at.at(-1) ?? 0
}
