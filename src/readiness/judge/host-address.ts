import type { dnsAddress } from '../../../probes/dns-address.ts'
import type { FailureClass } from '../../../probes/lib/failure-class.ts'
import type { FactsOf } from '../../../probes/probe.ts'
import type { Finding, JudgeOptions } from '../criterion.ts'
import { failureTexts } from '../failure-texts.ts'
import { counted } from '../wording.ts'
import { addressesText, isPublic } from './address.ts'
import { fail, pass, unknown } from './finding.ts'

/**
 * The finding on a host without an AAAA record. When A is silent too the name servers may be out of our reach, which
 * proves nothing (domain rules 4.5, DNS_TIMEOUT).
 */
export function judgeNoAaaa(host: string, failure: FailureClass | null, hasA: boolean): Finding {
  const why = failure ?? 'NODATA'
  const because = {
    vi: `${host} không có địa chỉ IPv6 trong DNS: ${failureTexts[why].vi}`,
    en: `${host} has no IPv6 address in the DNS: ${failureTexts[why].en}`,
  }
  return why === 'DNS_TIMEOUT' && !hasA ? unknown('resolver_timeout', because) : fail(because, why)
}

/** WEB-01: an AAAA record is there, and every one is of a class that may be published. */
export function judgeHostAddress(facts: FactsOf<typeof dnsAddress>, options: JudgeOptions): Finding {
  const { host, a, aaaa } = facts
  if (aaaa.addresses.length === 0) return judgeNoAaaa(host, aaaa.failure, a.addresses.length > 0)
  const forbidden = aaaa.addresses.filter((one) => !isPublic(one, options))
  const which = addressesText(forbidden.length > 0 ? forbidden : aaaa.addresses)
  const records = counted(aaaa.addresses.length, 'AAAA record', 'AAAA records')
  return forbidden.length > 0
    ? fail(
        {
          vi: `${host} có ${aaaa.addresses.length} bản ghi AAAA, trong đó ${forbidden.length} địa chỉ thuộc loại không được công bố: ${which.vi}`,
          en: `${host} has ${records}, ${forbidden.length} of a class that must not be published: ${which.en}`,
        },
        'AAAA_FORBIDDEN_CLASS',
      )
    : pass({
        vi: `${host} có ${aaaa.addresses.length} bản ghi AAAA hợp lệ: ${which.vi}`,
        en: `${host} has ${records}, all valid: ${which.en}`,
      })
}
