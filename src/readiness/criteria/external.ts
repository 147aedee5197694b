import { type Criterion, question } from '../criterion.ts'
import { judgeMultihoming } from '../judge/bgp.ts'
import { judgeForwarding } from '../judge/device.ts'
import { judgeInternetAddress } from '../judge/device-address.ts'
import { judgeAnchors } from '../judge/own-network.ts'
import { judgeDefaultRoute } from '../judge/routes.ts'
import { judgeUnitMultihoming } from '../judge-multihoming.ts'
import { borderRouter, interfaceNamed, internetDevice } from './concerns.ts'

const hasOwnInternet: Criterion['appliesTo'] = (_unit, flags) => flags.has('has_own_internet')

const multihoming: Criterion = {
  id: 'EXT-05',
  name: { vi: 'Kết nối đa hướng', en: 'Multihomed BGP' },
  how: {
    vi: 'Đếm số hệ tự trị đối tác có phiên BGP IPv6 đã thiết lập trên mọi bộ định tuyến biên của đơn vị cộng lại, theo họ địa chỉ của tuyến. Đạt khi từ 2 hệ tự trị; đạt một phần khi có 1.',
    en: 'Counts the remote AS with an established BGP session for IPv6 routes, of all border routers of the unit together. Passes from 2; partial with 1.',
  },
  layer: 'external',
  weight: 1,
  ttlHours: 24,
  phase: 2,
  level: null,
  appliesTo: (_unit, flags) => flags.has('has_asn'),
  questions: [question({ probe: 'snmp-bgp', ...borderRouter, judge: judgeMultihoming })],
  ofUnit: {
    wants: borderRouter.wants,
    judge: (state, context) => judgeUnitMultihoming(multihoming, state, context),
    ofLooks: ['snmp-bgp'],
  },
}

export const external: Criterion[] = [
  {
    id: 'EXT-01',
    name: { vi: 'Thiết bị biên bật chuyển tiếp IPv6', en: 'Edge forwards IPv6' },
    how: {
      vi: 'Đọc ipv6IpForwarding.0 (hoặc ipv6Forwarding.0) của thiết bị có giao diện Internet. Đạt khi giá trị là forwarding(1).',
      en: 'Reads ipv6IpForwarding.0 (else ipv6Forwarding.0) of the device with the Internet interface. Passes when it is forwarding(1).',
    },
    layer: 'external',
    weight: 1,
    ttlHours: 24,
    phase: 2,
    level: 2,
    appliesTo: hasOwnInternet,
    questions: [question({ probe: 'snmp-system', ...internetDevice, judge: judgeForwarding })],
  },
  {
    id: 'EXT-02',
    name: { vi: 'Giao diện Internet có địa chỉ toàn cầu', en: 'GUA on Internet interface' },
    how: {
      vi: 'Đọc bảng địa chỉ IPv6 của thiết bị trên giao diện Internet. Đạt khi có địa chỉ toàn cầu ở trạng thái preferred(1); đạt một phần khi tentative, deprecated hoặc optimistic; không đạt khi chỉ có link-local, ULA, 6to4, Teredo hoặc địa chỉ bị trùng.',
      en: "Reads the device's IPv6 address table for the Internet interface. Passes with a global address that is preferred(1); partial when tentative, deprecated or optimistic; fails with only link-local, ULA, 6to4, Teredo or a duplicate.",
    },
    layer: 'external',
    weight: 2,
    ttlHours: 24,
    phase: 2,
    level: 2,
    appliesTo: hasOwnInternet,
    questions: [
      question({
        probe: 'snmp-addresses',
        ...internetDevice,
        judge: (facts, { asset, options }) =>
          judgeInternetAddress(facts, interfaceNamed(asset, 'internetIf'), options),
      }),
    ],
  },
  {
    id: 'EXT-03',
    name: { vi: 'Có tuyến mặc định ::/0', en: 'Default route' },
    how: {
      vi: 'Đọc bảng định tuyến IPv6 (inetCidrRouteTable, ipv6RouteTable). Đạt khi có tuyến ::/0 với chặng kế tiếp; đạt một phần khi chưa phân giải được chặng kế tiếp; không đạt khi không có tuyến hoặc tuyến bỏ gói tin.',
      en: 'Reads the IPv6 routing table (inetCidrRouteTable, else ipv6RouteTable). Passes with a ::/0 route that leads somewhere; partial while its next hop is unresolved; fails without one, or with one that drops packets.',
    },
    layer: 'external',
    weight: 2,
    ttlHours: 24,
    phase: 2,
    level: 2,
    appliesTo: hasOwnInternet,
    questions: [question({ probe: 'snmp-routes', ...internetDevice, judge: judgeDefaultRoute })],
  },
  {
    id: 'EXT-04',
    name: { vi: 'Truy cập Internet qua IPv6', en: 'IPv6 Internet reachable' },
    how: {
      vi: 'Từ trong đơn vị kết nối TCP tới ít nhất 3 điểm mốc IPv6. Đạt khi ít nhất 2/3 trả lời, mất gói không quá 1% và gói 1.280 byte đi qua; đạt một phần khi 1/3 trả lời hoặc mất gói 1-5%.',
      en: 'TCP from inside the unit to at least 3 IPv6 anchors. Passes when 2 of 3 answer, loss is at most 1 % and a packet of 1,280 bytes passes; partial when 1 of 3 answers or loss is 1 to 5 %.',
    },
    layer: 'external',
    weight: 3,
    ttlHours: 24,
    phase: 2,
    level: 2,
    appliesTo: hasOwnInternet,
    questions: [question({ probe: 'reach-anchors', ...internetDevice, fromUnit: true, judge: judgeAnchors })],
  },
  multihoming,
]
