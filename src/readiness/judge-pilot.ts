import { proberSelfTest } from '../../probes/prober-self-test.ts'
import type { Observation, UnitState } from '../model.ts'
import type { CriterionVerdict } from './assessment.ts'
import type { OfUnitContext } from './criterion.ts'
import { joined, moment } from './wording.ts'

const hourMs = 3_600_000
/** As for every change to a pass. */
const leastLooks = 2

/**
 * USE-03: a pilot that a report calls done passes with the self-test of a prober in the unit that had no IPv4 at all and
 * reached the Internet over IPv6, within the time for which the report counts (domain rules 2.4).
 */
export function confirmPilot(
  stated: CriterionVerdict,
  { unit, documents, prober }: UnitState,
  { asOf, options }: Pick<OfUnitContext, 'asOf' | 'options'>,
  ttlHours: number,
): CriterionVerdict {
  const report = documents.find(({ id }) => stated.documents?.some((one) => one.id === id))
  if (stated.verdict !== 'partial' || report?.values.pilot !== 'done') return stated
  const tested = prober.find(({ check }) => check.vantage === unit.code)
  const since = new Date(Date.parse(asOf) - (ttlHours * hourMs) / options.pace).toISOString()
  const seen = tested?.observations.find(
    (one) =>
      one.firstSeenAt <= asOf && one.lastSeenAt >= since && one.timesSeen >= leastLooks && isIpv6Only(one),
  )
  if (seen === undefined) return stated
  const lastSeenAt = seen.lastSeenAt < asOf ? seen.lastSeenAt : asOf
  const last = moment(lastSeenAt)
  const because = {
    vi: `có báo cáo hoàn thành; điểm đo ${unit.code} không có IPv4 và tới được Internet qua IPv6 (lần cuối ${last.vi})`,
    en: `reported as done; the prober ${unit.code} has no IPv4 and reaches the Internet over IPv6 (last ${last.en})`,
  }
  return {
    ...stated,
    verdict: 'pass',
    because,
    assets: [
      {
        asset: { kind: 'prober', code: unit.code, label: unit.code },
        verdict: 'pass',
        reason: null,
        because: joined(because),
        failure: null,
        critical: false,
        evidence: [{ checkId: seen.checkId, firstDueAt: seen.firstDueAt, lastSeenAt }],
        pending: null,
      },
    ],
  }
}

/** No address and nothing reached over IPv4, and IPv6 that works. */
function isIpv6Only({ result, probeVersion }: Observation): boolean {
  if (!result.ok || probeVersion !== proberSelfTest.version) return false
  const facts = proberSelfTest.facts.safeParse(result.facts)
  if (!facts.success) return false
  const { ipv4, ipv6 } = facts.data
  return !ipv4.ownAddress && !ipv4.working && ipv4.anchorsAnswered === 0 && ipv6.working
}
