import type { FactsOf } from '../../../probes/probe.ts'
import type { reachPing } from '../../../probes/reach-ping.ts'
import type { Finding } from '../criterion.ts'
import { fail, pass, unknown } from './finding.ts'

/**
 * WAN-02, second half: packets between the prober and the device travel both ways over IPv6. Silence over both families
 * says that the device or its line is down, and silence of a TCP port that a filter may guard says nothing.
 */
export function judgeReach({ ipv4, ipv6 }: FactsOf<typeof reachPing>): Finding {
  if (ipv6 === null)
    return unknown('no_evidence', {
      vi: 'Chưa đo được đường IPv6: thiết bị chưa có địa chỉ quản trị IPv6 trong kiểm kê (cột address6)',
      en: 'The IPv6 path cannot be tried: the inventory has no IPv6 management address for the device (column address6)',
    })
  const how = ipv6.method === 'icmp' ? 'ICMPv6' : 'TCP/IPv6'
  if (ipv6.answered)
    return pass({ vi: `Thiết bị trả lời ${how} từ điểm đo`, en: `The device answers ${how} from the prober` })
  if (ipv6.method === 'tcp')
    return unknown('ping_unavailable', {
      vi: 'Điểm đo không gửi được ICMPv6, và thiết bị không trả lời TCP qua IPv6 nên chưa kết luận được',
      en: 'The prober cannot send ICMPv6, and the silence of a TCP port over IPv6 proves nothing',
    })
  if (ipv4 !== null && !ipv4.answered)
    return unknown('no_evidence', {
      vi: 'Thiết bị im lặng qua cả IPv4 và IPv6',
      en: 'The device is silent over both IPv4 and IPv6',
    })
  return fail(
    ipv4 === null
      ? { vi: 'Thiết bị không trả lời ICMPv6', en: 'The device does not answer ICMPv6' }
      : {
          vi: 'Thiết bị trả lời ping qua IPv4 nhưng không trả lời ICMPv6',
          en: 'The device answers pings over IPv4 and no ICMPv6',
        },
  )
}
