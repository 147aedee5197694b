import type { Asset, Service } from '../model/inventory.ts'
import type { Instant, UnitState } from '../model.ts'
import { newestAt } from '../operations/newest-at.ts'
import { dayOf } from '../report/period.ts'
import type { AssetVerdict } from './assessment.ts'
import { importsOf } from './imports-of.ts'
import { judgeWebRequests } from './judge/web-requests.ts'

const dayMs = 86_400_000
/** The month of the rule, in days that are over. */
const windowDays = 30

/**
 * USE-02 of a unit's web services, from the counts that had been handed in by the moment. Calendar days, at any pace: the
 * logs are of the real world.
 */
export function judgeWebCounts({ assets, webCounts = [] }: UnitState, asOf: Instant): AssetVerdict[] {
  // a day is over at its last millisecond, at which reports judge
  const end = dayOf(new Date(Date.parse(asOf) + 1).toISOString())
  const from = new Date(Date.parse(end) - windowDays * dayMs).toISOString().slice(0, 10)
  const known = newestAt(webCounts, asOf).filter(({ day }) => day >= from && day < end)
  return assets.filter(isSite).map((site) => {
    const counts = known.filter(({ host }) => host === site.host)
    const finding = judgeWebRequests(counts, windowDays)
    return {
      asset: { kind: site.kind, code: site.code, label: site.host },
      verdict: finding.verdict,
      reason: finding.verdict === 'unknown' ? finding.reason : null,
      because: finding.because,
      failure: null,
      critical: site.critical,
      evidence: [],
      pending: null,
      imports: importsOf(counts),
    }
  })
}

function isSite(asset: Asset): asset is Service {
  return asset.kind === 'service' && asset.type === 'web'
}
