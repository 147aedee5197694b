import type { Instant } from '../model.ts'
import type { Readiness } from './assessment.ts'
import { criterionOf } from './catalogue.ts'
import type { Criterion } from './criterion.ts'
import { ttlMsOf } from './judge-asset.ts'
import { lineTtlHours } from './operations/leased-line.ts'

/** What nothing ends is looked at again all the same. */
const longestMs = 300_000

/**
 * The first moment at which one of these verdicts may be another though nothing new was seen: what it rests on has then
 * become too old to count. Days that begin are left to the caller.
 */
export function validUntil(
  { verdicts, asOf }: Pick<Readiness, 'verdicts' | 'asOf'>,
  { pace }: { pace: number },
): Instant {
  const fromMs = Date.parse(asOf)
  let untilMs = fromMs + longestMs / pace
  for (const { id, assets } of verdicts) {
    const ttlMs = ttlMsOf({ ttlHours: ttlHoursOf(id) }, pace)
    for (const { evidence } of assets)
      for (const { lastSeenAt } of evidence) {
        const staleMs = Date.parse(lastSeenAt) + ttlMs + 1
        if (staleMs > fromMs && staleMs < untilMs) untilMs = staleMs
      }
  }
  return new Date(untilMs).toISOString()
}

/** Hours for which looks count: of index O those at lines alone, and beside a statement those of the measurement. */
function ttlHoursOf(id: string): Criterion['ttlHours'] {
  if (id.startsWith('OPS-')) return lineTtlHours
  const { beside, ttlHours } = criterionOf(id)
  return beside?.ttlHours ?? ttlHours
}
