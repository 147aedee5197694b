import type { AssetVerdict, CriterionVerdict } from './assessment.ts'
import { joined } from './wording.ts'

/**
 * What a statement and the measurement beside it come to (SEC-01, domain rules 2.4): a measurement that fails is certain
 * whatever was stated; both that pass, pass; and a statement alone is partial.
 */
export function judgeStatement(stated: CriterionVerdict, measured: AssetVerdict[]): CriterionVerdict {
  const failing = measured.find(({ verdict }) => verdict === 'fail')
  // what opens more to IPv6 than to IPv4 is not outweighed by any number of others
  const assets = measured.map((one) => (one.verdict === 'fail' ? { ...one, critical: true } : one))
  if (failing !== undefined)
    return {
      ...stated,
      verdict: 'fail',
      reason: null,
      because: joined(`${failing.asset.label}: `, failing.because, '; ', stated.because),
      assets,
    }
  if (stated.verdict !== 'partial') return { ...stated, assets }
  const open = measured.find(({ verdict }) => verdict !== 'pass')
  if (open === undefined && measured.length > 0) {
    const [first] = measured
    const more = measured.length > 1 ? ` (+${measured.length - 1})` : ''
    const because = joined(stated.because, `; ${first?.asset.label}${more}: `, first?.because ?? '')
    return { ...stated, verdict: 'pass', because, assets }
  }
  return {
    ...stated,
    because: joined(
      stated.because,
      notCompared,
      open ? joined(` (${open.asset.label}: `, open.because, ')') : '',
    ),
    assets,
  }
}

const notCompared = {
  vi: '; chưa đối chiếu cổng mở trên IPv6 và IPv4',
  en: '; the ports open on IPv6 and IPv4 are not compared yet',
}
