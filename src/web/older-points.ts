import type { Instant } from '../model.ts'
import type { Chart, Points } from '../operations/chart.ts'
import type { Database } from '../store/database.ts'
import { findRollupDue, readRollups } from '../store/rollups.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Over longer times, points stand for several hours, or for several days: nobody sees single looks. */
const longMs = 8 * dayMs
const veryLongMs = 2 * 365 * dayMs

/** Whether a time is so long that it is shown by hours or days. */
function isLong({ from, to }: Pick<Chart, 'from' | 'to'>): boolean {
  return Date.parse(to) - Date.parse(from) > longMs
}

/**
 * What series came to by hour or day, where the time is long; and from when on looks have to be read, since their days are
 * not rolled up yet.
 */
export async function readOlder(
  db: Database,
  { checkId, series, from, to }: { checkId: string; series: string[]; from: Instant; to: Instant },
): Promise<{ older: ReadonlyMap<string, Points['older']>; looksFrom: Instant }> {
  if (!isLong({ from, to })) return { older: new Map(), looksFrom: from }
  const step = Date.parse(to) - Date.parse(from) > veryLongMs ? 'day' : 'hour'
  const due = await findRollupDue(db, checkId)
  const end = due !== undefined && due < to ? due : to
  const older = await readRollups(db, { checkId, series, from, to: end, step })
  if (older.size === 0) return { older, looksFrom: from }
  const newest = Math.max(...[...older.values()].map(({ at }) => at.at(-1) ?? 0))
  return { older, looksFrom: new Date(newest + (step === 'day' ? dayMs : hourMs)).toISOString() }
}
