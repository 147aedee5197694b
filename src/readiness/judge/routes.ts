import type { FactsOf } from '../../../probes/probe.ts'
import type { snmpRoutes } from '../../../probes/snmp-routes.ts'
import type { Text } from '../../model.ts'
import type { Finding } from '../criterion.ts'
import { joined, listed } from '../wording.ts'
import { fail, partial, pass, unknown } from './finding.ts'

type Facts = FactsOf<typeof snmpRoutes>
type Route = Facts['prefixes'][number]['routes'][number]

/** A route that carries packets away: reject and blackhole drop them. */
const carries = ({ type }: Pick<Route, 'type'>) => type !== 'reject' && type !== 'blackhole'

const isCalled = ({ ifName, ifDescr }: Pick<Route, 'ifName' | 'ifDescr'>, name: string) =>
  ifName === name || ifDescr === name

/** "fe80::1 (wan0)": where a route leads. */
function leads({ nextHop, ifName, type }: Pick<Route, 'nextHop' | 'ifName' | 'type'>): string {
  const way = nextHop ?? type ?? '?'
  return ifName === null ? way : `${way} (${ifName})`
}

/** EXT-03: a default route ::/0 with a next hop that the device knows on its link. */
export function judgeDefaultRoute(facts: Facts): Finding {
  const routes = facts.default6.filter(carries)
  if (routes.length === 0) {
    const dropping = facts.default6[0]
    if (dropping)
      return fail({
        vi: `Tuyến mặc định ::/0 của thiết bị bỏ gói tin (${dropping.type})`,
        en: `The device's default route ::/0 drops what it is given (${dropping.type})`,
      })
    return (
      absenceUnproven(facts) ??
      fail({
        vi: `Không có tuyến mặc định ::/0 trong bảng định tuyến IPv6 (${servedTable(facts)})`,
        en: `No default route ::/0 in the IPv6 routing table (${servedTable(facts)})`,
      })
    )
  }
  const usable = routes.filter(({ nextHopResolved }) => nextHopResolved !== false)
  const ways = listed((usable.length > 0 ? usable : routes).map(leads))
  return usable.length > 0
    ? pass({ vi: `Có tuyến mặc định ::/0 qua ${ways.vi}`, en: `Default route ::/0 by ${ways.en}` })
    : partial({
        vi: `Có tuyến mặc định ::/0 qua ${ways.vi} nhưng chưa phân giải được địa chỉ MAC của chặng kế tiếp`,
        en: `Default route ::/0 by ${ways.en}, whose MAC address the device does not know`,
      })
}

/** WAN-02, first half: the best route to each block of the data centre leads through the leased line, or is its own. */
export function judgeDataCentreRoute(facts: Facts, name: string): Finding {
  const { prefixes } = facts
  if (prefixes.length === 0)
    return unknown('no_evidence', {
      vi: 'Chưa biết vùng địa chỉ của Trung tâm dữ liệu: cần địa chỉ IPv6 của thiết bị định tuyến thuộc nền tảng tỉnh trong kiểm kê, hoặc thông số V6GOV_DC_PREFIXES',
      en: "The data centre's address block is not known: the inventory needs IPv6 addresses of the platform's routers, or V6GOV_DC_PREFIXES is to be set",
    })
  const ways = prefixes.map((found) => wayTo(found, name))
  const good = ways.filter(({ isGood }) => isGood)
  const bad = ways.filter(({ isGood }) => !isGood)
  const [first] = bad
  if (first === undefined)
    return pass(good.map(({ because }) => because).reduce((one, other) => joined(one, '; ', other)))
  if (bad.every(({ isAbsent }) => isAbsent)) {
    const unproven = absenceUnproven(facts)
    if (unproven) return unproven
  }
  const because = bad.map((one) => one.because).reduce((one, other) => joined(one, '; ', other))
  return good.length > 0 ? partial(because) : fail(because)
}

type Way = { isGood: boolean; isAbsent: boolean; because: Text }

function wayTo({ prefix, matched, routes }: Facts['prefixes'][number], name: string): Way {
  const usable = routes.filter(carries)
  const own = matched !== '::/0' && usable.find(({ type }) => type === 'local')
  const through = usable.find((route) => isCalled(route, name))
  if (own)
    return {
      isGood: true,
      isAbsent: false,
      because: {
        vi: `Thiết bị nằm ngay trong mạng ${prefix} của Trung tâm dữ liệu`,
        en: `The device itself is on ${prefix} of the data centre`,
      },
    }
  if (through)
    return {
      isGood: true,
      isAbsent: false,
      because: {
        vi: `Có tuyến tới ${prefix} của Trung tâm dữ liệu qua TSLCD: ${matched} qua ${leads(through)}`,
        en: `Route to ${prefix} of the data centre through the leased line: ${matched} by ${leads(through)}`,
      },
    }
  const [other] = routes
  if (other === undefined)
    return {
      isGood: false,
      isAbsent: true,
      because: {
        vi: `Không có tuyến IPv6 tới ${prefix} của Trung tâm dữ liệu`,
        en: `No IPv6 route to ${prefix} of the data centre`,
      },
    }
  return {
    isGood: false,
    isAbsent: false,
    because: {
      vi: `Tuyến tới ${prefix} của Trung tâm dữ liệu không đi qua giao diện TSLCD ${name}: ${matched} qua ${leads(other)}`,
      en: `The route to ${prefix} of the data centre does not lead through leased-line interface ${name}: ${matched} by ${leads(other)}`,
    },
  }
}

/** The table whose silence about IPv6 counts. inetCidrRouteTable holds both families, so that its IPv4 rows do. */
function servedTable({ sources, tables }: Facts): string | null {
  if (sources.ipv6 !== null) return sources.ipv6
  if (sources.ipv4 === 'inetCidrRouteTable') return sources.ipv4
  return tables.ipv6RouteTable === 'empty' ? 'ipv6RouteTable' : null
}

/** Why the absence of a route from the tables proves nothing; null when it does prove it. */
function absenceUnproven(facts: Facts): Finding | null {
  if (facts.truncated)
    return unknown('coverage_low', {
      vi: 'Bảng định tuyến IPv6 của thiết bị không đọc được hết',
      en: "The device's IPv6 routing table could not be read completely",
    })
  const malformed = (['inetCidrRouteTable', 'ipv6RouteTable'] as const).find(
    (table) => facts.tables[table] === 'malformed',
  )
  if (malformed)
    return unknown('oid_not_supported', {
      vi: `Bảng định tuyến IPv6 của thiết bị sai chuẩn (${malformed})`,
      en: `The device's IPv6 routing table is malformed (${malformed})`,
    })
  if (servedTable(facts) === null)
    return unknown('oid_not_supported', {
      vi: 'Thiết bị không cung cấp bảng định tuyến IPv6 (inetCidrRouteTable, ipv6RouteTable)',
      en: 'The device serves no IPv6 routing table (inetCidrRouteTable, ipv6RouteTable)',
    })
  return null
}
