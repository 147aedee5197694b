import { createHash } from 'node:crypto'
import type { Instant, Look } from '../model.ts'
import { type Breathe, breather } from './breather.ts'
import type { Database } from './database.ts'
import { encodeSamples, layoutOf } from './sample-codec.ts'

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
