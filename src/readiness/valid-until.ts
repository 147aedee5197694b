import type { Instant } from '../model.ts'
import type { Readiness } from './assessment.ts'
import { criterionOf } from './catalogue.ts'
import { ttlMsOf } from './judge-asset.ts'

/** What nothing ends is looked at again all the same. */
const longestMs = 300_000

/**
 * The first moment at which one of these verdicts may be another though nothing new was seen: what it rests on has then
 * become too old to count. Days that begin are left to the caller.
 */
export function validUntil({ verdicts, asOf }: Readiness, { pace }: { pace: number }): Instant {
  const fromMs = Date.parse(asOf)
  let untilMs = fromMs + longestMs / pace
  for (const { id, assets } of verdicts) {
    const ttlMs = ttlMsOf(criterionOf(id), pace)
    for (const { evidence } of assets)
      for (const { lastSeenAt } of evidence) {
        const staleMs = Date.parse(lastSeenAt) + ttlMs + 1
        if (staleMs > fromMs && staleMs < untilMs) untilMs = staleMs
      }
  }
  return new Date(untilMs).toISOString()
}
