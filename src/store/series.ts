import type { Instant } from '../model.ts'
import { type Readings, type Series, sliceSeries } from '../operations/series.ts'
import { breather } from './breather.ts'
import type { Database } from './database.ts'
import { listSampleRows, seriesOfRows } from './sample-rows.ts'

/**
 * What was read of some series of a check from `from` (included) to `to` (not), by name, however old; all of them where
 * `series` is left out.
 */
export async function readSeries(
  db: Database,
  { checkId, series, from, to }: { checkId: string; series?: readonly string[]; from: Instant; to: Instant },
): Promise<Readings> {
  const names = series && new Set(series)
  const wanted = (name: string) => names === undefined || names.has(name)
  const after = new Date(Date.parse(from) - 1).toISOString()
  const rows = await listSampleRows(db, checkId, { after, breathe: breather() })
  const found = seriesOfRows(rows, wanted)
  return byName(found, Date.parse(from), Date.parse(to))
}

/** A series is what it was read as last, should a probe have called it a gauge before and a counter since. */
function byName(entries: Map<string, Series>, from: number, to: number): Map<string, Series> {
  const found = new Map<string, Series>()
  for (const [entry, whole] of entries) {
    const series = sliceSeries(whole, from, to)
    const name = entry.slice(2)
    if (series.at.length > 0 && newestOf(series) >= newestOf(found.get(name))) found.set(name, series)
  }
  return found
}

function newestOf(series: Series | undefined): number {
  return series?.at.at(-1) ?? 0
}
