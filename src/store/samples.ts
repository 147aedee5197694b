import { createHash } from 'node:crypto'
import type { Instant, Look } from '../model.ts'
import type { Database } from './database.ts'
import { decodeSamples, encodeSamples, layoutOf } from './sample-codec.ts'

/** Writes the numbers of looks, one packed row a look; a second delivery changes nothing. */
export async function addSamples(db: Database, looks: Look[]): Promise<void> {
  const layouts = new Map<string, string>()
  const rows = looks
    .filter(({ samples }) => samples.length > 0)
    .map(({ checkId, endedAt, samples }) => {
      const series = JSON.stringify(layoutOf(samples))
      const layout = createHash('sha256').update(series).digest('hex').slice(0, 16)
      layouts.set(layout, series)
      return { at: endedAt, check_id: checkId, layout, body: encodeSamples(samples) }
    })
  if (rows.length === 0) return
  await db
    .insertInto('sample_layout')
    .values([...layouts].map(([id, series]) => ({ id, series })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  await db
    .insertInto('sample')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['at', 'check_id']).doNothing())
    .execute()
}

/** The numbers of a check's looks from `from` (included) to `to` (not), newest first. */
export async function listSamples(
  db: Database,
  checkId: string,
  { from, to, limit }: { from: Instant; to: Instant; limit: number },
): Promise<{ at: Instant; values: Record<string, number | bigint> }[]> {
  const rows = await db
    .selectFrom('sample')
    .innerJoin('sample_layout', 'sample_layout.id', 'sample.layout')
    .select(['sample.at', 'sample.body', 'sample_layout.series'])
    .where('check_id', '=', checkId)
    .where('at', '>=', from)
    .where('at', '<', to)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ at, body, series }) => ({ at, values: decodeSamples(JSON.parse(series), body) }))
}
