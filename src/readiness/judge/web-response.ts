import { median } from '../../operations/percentile.ts'
import type { Finding } from '../criterion.ts'
import type { WindowSeen } from '../window.ts'
import { decimal } from '../wording.ts'
import { fail, partial, pass, unknown } from './finding.ts'

/** The series of web-dual-stack that WEB-05 rests on. */
export const responseSeries = [443, 80].flatMap((port) => [
  `v4.${port}.firstByteMs`,
  `v6.${port}.firstByteMs`,
])

/** In so many looks the site must have answered over IPv4 before IPv6 is held against it. */
const leastReference = 0.8

/**
 * WEB-05: how long the first byte takes over IPv6, against IPv4 (domain rules 4.3). A look to which the site gave no
 * byte over IPv6 counts as one in which it never came, so that a site that is mostly dead is not fast.
 */
export function judgeResponse(seen: WindowSeen): Finding {
  const port = [443, 80].find(
    (one) => seen.valuesOf(`v4.${one}.firstByteMs`).length >= Math.max(1, leastReference * seen.looks),
  )
  if (port === undefined)
    return unknown('no_evidence', {
      vi: 'Trang trả lời qua IPv4 quá ít lần đo nên không có gì để so sánh',
      en: 'The site answered over IPv4 in too few looks, so that there is nothing to compare with',
    })
  const answered = seen.valuesOf(`v6.${port}.firstByteMs`)
  const silent = Array.from({ length: Math.max(0, seen.looks - answered.length) }, () => Infinity)
  const ipv4 = median(seen.valuesOf(`v4.${port}.firstByteMs`)) ?? 0
  const ipv6 = median([...answered, ...silent]) ?? Infinity
  if (ipv6 === Infinity)
    return fail({
      vi: `Cổng ${port}: trang trả lời qua IPv6 trong ${answered.length}/${seen.looks} lần đo`,
      en: `Port ${port}: the site answered over IPv6 in ${answered.length} of ${seen.looks} looks`,
    })
  const because = {
    vi: `Trung vị thời gian tới byte đầu tiên, cổng ${port}: IPv6 ${decimal(ipv6, 1).vi} ms, IPv4 ${decimal(ipv4, 1).vi} ms`,
    en: `Median time to the first byte, port ${port}: IPv6 ${decimal(ipv6, 1).en} ms, IPv4 ${decimal(ipv4, 1).en} ms`,
  }
  if (ipv6 <= 1.2 * ipv4 + 30) return pass(because)
  return ipv6 <= 2 * ipv4 ? partial(because) : fail(because)
}
