import { percentile } from '../../operations/percentile.ts'
import type { Finding } from '../criterion.ts'
import type { WindowSeen } from '../window.ts'
import { decimal } from '../wording.ts'
import { fail, partial, pass, unknown } from './finding.ts'

/** The series of reach-ping that WAN-03 rests on. */
export const qualitySeries = ['v4.loss', 'v6.loss', 'v4.rttAvgMs', 'v6.rttAvgMs']

/** Shares of losses are sums of fractions; so far apart they are equal. */
const epsilon = 1e-9

/** In so many looks IPv4 must have answered before IPv6 is held against it. */
const leastReference = 0.8

/** WAN-03: is IPv6 to the same host as fast as IPv4, and does it lose as little (domain rules 2.4)? */
export function judgeLineQuality(seen: WindowSeen): Finding {
  const loss4 = mean(seen.valuesOf('v4.loss'))
  const loss6 = mean(seen.valuesOf('v6.loss'))
  const rtt4 = percentile(seen.valuesOf('v4.rttAvgMs'), 0.95)
  const rtt6 = percentile(seen.valuesOf('v6.rttAvgMs'), 0.95)
  if (loss6 === null)
    return unknown('no_evidence', {
      vi: 'Kiểm kê không có địa chỉ IPv6 để đo cùng với IPv4',
      en: 'The inventory has no IPv6 address to measure beside IPv4',
    })
  const answered4 = seen.valuesOf('v4.rttAvgMs').length
  if (loss4 === null || rtt4 === null || answered4 < leastReference * seen.looks)
    return unknown('no_evidence', {
      vi: `IPv4 chỉ trả lời trong ${answered4}/${seen.looks} lần đo nên không đủ để so sánh`,
      en: `IPv4 answered in ${answered4} of ${seen.looks} looks only, which is too little to compare with`,
    })
  if (rtt6 === null)
    return fail({
      vi: `IPv6 không lần nào trả lời, IPv4 có độ trễ phân vị 95 là ${decimal(rtt4, 1).vi} ms`,
      en: `IPv6 never answered; the p95 round-trip time of IPv4 is ${decimal(rtt4, 1).en} ms`,
    })
  const because = {
    vi: `Độ trễ phân vị 95: IPv6 ${decimal(rtt6, 1).vi} ms, IPv4 ${decimal(rtt4, 1).vi} ms; mất gói: IPv6 ${decimal(loss6 * 100, 2).vi}%, IPv4 ${decimal(loss4 * 100, 2).vi}%`,
    en: `p95 round-trip time: IPv6 ${decimal(rtt6, 1).en} ms, IPv4 ${decimal(rtt4, 1).en} ms; loss: IPv6 ${decimal(loss6 * 100, 2).en} %, IPv4 ${decimal(loss4 * 100, 2).en} %`,
  }
  const within = (rttLimit: number, lossPoints: number) =>
    rtt6 <= rttLimit + epsilon && loss6 <= loss4 + lossPoints / 100 + epsilon
  if (within(Math.min(rtt4 + 5, 1.2 * rtt4), 0.1)) return pass(because)
  return within(1.5 * rtt4, 1) ? partial(because) : fail(because)
}

function mean(values: Float64Array): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}
