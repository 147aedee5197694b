import { createHash } from 'node:crypto'
import type { Instant, Look } from '../model.ts'
import { type Breathe, breather } from './breather.ts'
import type { Database } from './database.ts'
import { encodeSamples, layoutOf } from './sample-codec.ts'
import { readSeries } from './series.ts'

/** When the look before that brought numbers was; null for none. */
export type Before = { sampledAt: Instant | null }

/**
 * Writes the numbers of looks, one packed row a look; a second delivery changes nothing. Each row says where the one before
 * of its check is: rows lie by time, and one check's are a needle in that hay.
 */
export async function addSamples(
  db: Database,
  looks: ({ look: Look } & Before)[],
  breathe: Breathe = breather(),
): Promise<void> {
  const layouts = new Set<string>()
  for (const { look, sampledAt } of looks) {
    const { checkId, endedAt, samples } = look
    if (samples.length === 0) continue
    await breathe()
    const series = JSON.stringify(layoutOf(samples))
    const layout = idOf(series)
    if (!layouts.has(layout))
      await db
        .insertInto('sample_layout')
        .values({ id: layout, series })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute()
    layouts.add(layout)
    await db
      .insertInto('sample')
      .values({ at: endedAt, check_id: checkId, before_at: sampledAt, layout, body: encodeSamples(samples) })
      .onConflict((conflict) => conflict.columns(['at', 'check_id']).doNothing())
      .execute()
  }
}

function idOf(series: string): string {
  return createHash('sha256').update(series).digest('hex').slice(0, 16)
}

/** The numbers of a check's looks from `from` (included) to `to` (not), newest first. */
export async function listSamples(
  db: Database,
  checkId: string,
  { from, to, limit }: { from: Instant; to: Instant; limit: number },
): Promise<{ at: Instant; values: Record<string, number | bigint> }[]> {
  const looks = new Map<number, Record<string, number | bigint>>()
  for (const [name, { at, values, exact }] of await readSeries(db, { checkId, from, to }))
    for (const [index, moment] of at.entries()) {
      const value = exact?.[index] ?? values[index] ?? 0
      const look = looks.get(moment) ?? {}
      look[name] = value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
      looks.set(moment, look)
    }
  const newest = [...looks].sort(([one], [other]) => other - one).slice(0, limit)
  return newest.map(([moment, values]) => ({ at: new Date(moment).toISOString(), values }))
}
