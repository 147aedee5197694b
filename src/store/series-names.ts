import type { Instant } from '../model.ts'
import type { Series } from '../operations/series.ts'
import type { Database } from './database.ts'
import type { Layout } from './sample-codec.ts'
import { readSeries } from './series.ts'

/** Looks of so long before the last one that brought numbers tell what it brought, once its own row has been folded. */
const foldedMs = 86_400_000

/** What the newest look at a check that brought numbers brought, in its order; empty for none. */
export async function listSeriesNames(
  db: Database,
  checkId: string,
): Promise<[name: string, kind: Series['kind']][]> {
  const newest = await db
    .selectFrom('last_look')
    .leftJoin('sample', (join) =>
      join.onRef('sample.at', '=', 'last_look.sampled_at').on('sample.check_id', '=', checkId),
    )
    .leftJoin('sample_layout', 'sample_layout.id', 'sample.layout')
    .select(['last_look.sampled_at', 'sample_layout.series'])
    .where('last_look.check_id', '=', checkId)
    .executeTakeFirst()
  if (newest?.series)
    return (JSON.parse(newest.series) as Layout).map((entry) => [
      entry.slice(2),
      entry.startsWith('c:') ? 'counter' : 'gauge',
    ])
  return newest?.sampled_at ? listFolded(db, checkId, newest.sampled_at) : []
}

async function listFolded(db: Database, checkId: string, at: Instant) {
  const [from, to] = [-foldedMs, 1].map((ms) => new Date(Date.parse(at) + ms).toISOString()) as [
    Instant,
    Instant,
  ]
  const readings = await readSeries(db, { checkId, from, to })
  return [...readings].map(([name, { kind }]): [string, Series['kind']] => [name, kind])
}
