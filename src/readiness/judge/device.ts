import type { FactsOf } from '../../../probes/probe.ts'
import type { snmpInterfaces } from '../../../probes/snmp-interfaces.ts'
import type { snmpReach } from '../../../probes/snmp-reach.ts'
import type { snmpSystem } from '../../../probes/snmp-system.ts'
import type { Finding } from '../criterion.ts'
import { counted, listed } from '../wording.ts'
import { fail, pass, unknown } from './finding.ts'

/** EXT-01: does the edge device forward IPv6 (RFC 4293 ipv6IpForwarding, else RFC 2465 ipv6Forwarding)? */
export function judgeForwarding(facts: FactsOf<typeof snmpSystem>): Finding {
  const source = `${facts.ipv6ForwardingSource ?? 'ipv6IpForwarding'}.0`
  switch (facts.ipv6Forwarding) {
    case 'forwarding':
      return pass({
        vi: `Thiết bị bật chuyển tiếp IPv6: ${source} = forwarding(1)`,
        en: `The device forwards IPv6: ${source} = forwarding(1)`,
      })
    case 'not_forwarding':
      return fail({
        vi: `Thiết bị không chuyển tiếp IPv6: ${source} = notForwarding(2)`,
        en: `The device does not forward IPv6: ${source} = notForwarding(2)`,
      })
    case 'not_supported':
      return unknown('oid_not_supported', {
        vi: 'Thiết bị không cung cấp ipv6IpForwarding.0 và ipv6Forwarding.0',
        en: 'The device serves neither ipv6IpForwarding.0 nor ipv6Forwarding.0',
      })
  }
}

/** LAN-04: does the device's management answer over IPv6? */
export function judgeManagement({ ipv6, ipv4 }: FactsOf<typeof snmpReach>): Finding {
  if (ipv6 === 'answered')
    return pass({ vi: 'Thiết bị trả lời SNMP qua IPv6', en: 'The device answers SNMP over IPv6' })
  if (ipv6 === 'no_address')
    return fail({
      vi: 'Thiết bị chưa có địa chỉ quản trị IPv6 trong kiểm kê (cột address6)',
      en: 'The inventory has no IPv6 management address for the device (column address6)',
    })
  return ipv4 === 'answered'
    ? fail({
        vi: 'Thiết bị trả lời SNMP qua IPv4 nhưng im lặng qua IPv6',
        en: 'The device answers SNMP over IPv4 and is silent over IPv6',
      })
    : fail({ vi: 'Thiết bị im lặng khi hỏi SNMP qua IPv6', en: 'The device is silent to SNMP over IPv6' })
}

/** ifType tunnel(131) of the IANA registry. */
const tunnelType = 131
/** IANAtunnelType 11 to 14: the automatic ones (RFC 4087). */
const automatic = new Set(['sixToFour', 'sixOverFour', 'isatap', 'teredo'])

/** SEC-02, first half: no interface is an automatic tunnel. */
export function judgeTunnels(facts: FactsOf<typeof snmpInterfaces>): Finding {
  const found = facts.interfaces.filter(({ tunnel }) => tunnel !== null && automatic.has(tunnel))
  if (found.length > 0) {
    const names = listed(found.map(({ name, descr, tunnel }) => `${name || descr} (${tunnel})`))
    return fail({
      vi: `Có ${found.length} đường hầm chuyển đổi tự động: ${names.vi}`,
      en: `${counted(found.length, 'automatic tunnel', 'automatic tunnels')}: ${names.en}`,
    })
  }
  const unexplained = facts.interfaces.filter(({ type, tunnel }) => type === tunnelType && tunnel === null)
  if (unexplained.length > 0) {
    const names = listed(unexplained.map(({ name, descr }) => name || descr))
    return unknown('oid_not_supported', {
      vi: `Có ${unexplained.length} giao diện đường hầm mà thiết bị không cho biết kiểu (tunnelIfTable): ${names.vi}`,
      en: `The device does not say of which kind ${counted(unexplained.length, 'tunnel interface is', 'tunnel interfaces are')} (tunnelIfTable): ${names.en}`,
    })
  }
  if (facts.truncated)
    return unknown('coverage_low', {
      vi: `Bảng giao diện quá dài, chỉ đọc được ${facts.interfaces.length} dòng`,
      en: `The interface table was cut at ${counted(facts.interfaces.length, 'row', 'rows')}`,
    })
  const typesKnown = facts.interfaces.length > 0 && facts.interfaces.every(({ type }) => type !== null)
  const tableRead = facts.tunnelTable === 'ok' || facts.tunnelTable === 'empty'
  if (facts.tunnelTable === 'malformed' || !(typesKnown || tableRead))
    return unknown('oid_not_supported', {
      vi: 'Không đọc được bảng đường hầm (tunnelIfTable) và kiểu giao diện của thiết bị',
      en: "The device's tunnelIfTable and interface types cannot be read",
    })
  return pass({
    vi: `Không có đường hầm tự động trong ${facts.interfaces.length} giao diện`,
    en: `No automatic tunnel among ${counted(facts.interfaces.length, 'interface', 'interfaces')}`,
  })
}
