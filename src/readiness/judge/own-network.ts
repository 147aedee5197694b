import type { dnsRecursive } from '../../../probes/dns-recursive.ts'
import type { FactsOf } from '../../../probes/probe.ts'
import type { reachAnchors } from '../../../probes/reach-anchors.ts'
import type { Finding } from '../criterion.ts'
import { failureTexts } from '../failure-texts.ts'
import { counted, listed } from '../wording.ts'
import { fail, partial, pass, unknown } from './finding.ts'

/** So many anchors are needed before one that is down by itself no longer decides (domain rules 2.4, EXT-04). */
const fewestAnchors = 3

/** EXT-04: is the IPv6 Internet reached from inside the unit? */
export function judgeAnchors({ anchors, loss }: FactsOf<typeof reachAnchors>): Finding {
  if (anchors.length < fewestAnchors)
    return unknown('no_evidence', {
      vi: `Tiến trình đo của đơn vị mới có ${anchors.length} điểm đối chứng IPv6, cần ít nhất ${fewestAnchors} (V6GOV_ANCHORS)`,
      en: `The process in the unit has ${counted(anchors.length, 'IPv6 anchor', 'IPv6 anchors')} and needs at least ${fewestAnchors} (V6GOV_ANCHORS)`,
    })
  const answering = anchors.filter(({ answered }) => answered)
  const seen = {
    vi: `${answering.length}/${anchors.length} điểm đối chứng IPv6 trên Internet trả lời từ trong đơn vị`,
    en: `${answering.length} of ${anchors.length} IPv6 anchors on the Internet answer from inside the unit`,
  }
  const also = (vi: string, en: string) => ({ vi: `${seen.vi}, ${vi}`, en: `${seen.en}, ${en}` })
  if (answering.length === 0)
    return fail(seen, anchors.map(({ failure }) => failure).find((one) => one !== null) ?? null)
  if (loss === 'more') return fail(also('mất gói trên 5%', 'more than 5 % of packets lost'))
  // one of three is partial, two of three pass; of other numbers, the share between
  if (answering.length * 3 < anchors.length * 2) return partial(seen)
  if (loss === 'to_5_percent') return partial(also('mất gói 1-5%', '1 to 5 % of packets lost'))
  const large = answering.map(({ passes1280 }) => passes1280)
  if (large.includes(true))
    return pass(
      also('mất gói không quá 1%, gói 1.280 byte đi qua', 'at most 1 % lost, packets of 1,280 bytes pass'),
    )
  return large.includes(false)
    ? partial(also('nhưng gói 1.280 byte không đi qua', 'but packets of 1,280 bytes do not pass'))
    : partial(
        also(
          'chưa kiểm chứng được gói 1.280 byte vì không điểm nào trả lời ICMP',
          'and whether packets of 1,280 bytes pass is not proved, since none answers to ICMP',
        ),
      )
}

/** LAN-03: does one recursive resolver answer A and AAAA over each of its IPv6 addresses? */
export function judgeResolver({ resolver, servers }: FactsOf<typeof dnsRecursive>): Finding {
  if (servers.length === 0)
    return fail(
      {
        vi: `Máy chủ đệ quy ${resolver} không có địa chỉ IPv6 (AAAA)`,
        en: `The recursive server ${resolver} has no IPv6 address (AAAA)`,
      },
      'NODATA',
    )
  const bad = servers.filter(({ a, aaaa }) => !a.answered || !aaaa.answered)
  const good = servers.filter((one) => !bad.includes(one))
  const names = listed((bad.length > 0 ? bad : good).map(({ address }) => address))
  const [first] = bad
  if (first === undefined)
    return pass({
      vi: `Máy chủ đệ quy trả lời A và AAAA qua IPv6: ${names.vi}`,
      en: `The recursive server answers A and AAAA over IPv6: ${names.en}`,
    })
  const failure = first.a.failure ?? first.aaaa.failure ?? 'DNS_TIMEOUT'
  const because = {
    vi: `Máy chủ đệ quy không phân giải qua IPv6 tại ${names.vi}: ${failureTexts[failure].vi}`,
    en: `The recursive server does not resolve over IPv6 at ${names.en}: ${failureTexts[failure].en}`,
  }
  return good.length > 0 ? partial(because, failure) : fail(because, failure)
}
