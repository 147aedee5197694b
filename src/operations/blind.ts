import type { Observation } from '../model.ts'
import type { Stretch } from './minutes.ts'
import type { SelfTestFacts } from './vantage-state.ts'

/** Between the last good self-test and the next, wherever one said that some family that is needed did not work. */
export function blindStretches(tests: Observation[], needs: { ipv4: boolean; ipv6: boolean }): Stretch[] {
  const blind: Stretch[] = []
  let goodMs: number | undefined
  let open: Stretch | undefined
  for (const { firstSeenAt, lastSeenAt, result } of tests) {
    const facts = result.ok ? (result.facts as SelfTestFacts) : null
    const isGood =
      facts !== null && (!needs.ipv4 || facts.ipv4.working) && (!needs.ipv6 || facts.ipv6.working)
    if (isGood) {
      if (open) open.toMs = Date.parse(firstSeenAt)
      open = undefined
      goodMs = Date.parse(lastSeenAt)
    } else if (open === undefined) {
      open = { fromMs: goodMs ?? Date.parse(firstSeenAt), toMs: Number.POSITIVE_INFINITY }
      blind.push(open)
    }
  }
  return blind
}
