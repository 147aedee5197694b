import { type Criterion, question } from '../criterion.ts'
import { judgeAnnouncement } from '../judge/bgp.ts'
import { judgeReverseZone } from '../judge/reverse-zone.ts'
import { judgeAddressPlan } from '../judge-address-plan.ts'
import { announcementRecord, judgeUnitAnnouncement } from '../judge-announcement.ts'
import { blockTtlHours, refOf } from '../statement.ts'
import { borderRouter, reverseZone } from './concerns.ts'

const always = () => true
const hasAsn: Criterion['appliesTo'] = (_unit, flags) => flags.has('has_asn')

const announced: Criterion = {
  id: 'ADR-03',
  name: { vi: 'Có ASN và quảng bá vùng địa chỉ', en: 'ASN and BGP announcement' },
  how: {
    vi: 'Đọc phiên BGP IPv6 với hệ tự trị khác từ thiết bị (BGP MIB). Đạt một phần khi có phiên đã thiết lập hoặc mới cấu hình; đạt khi có phiên đã thiết lập và bản ghi looking glass còn hiệu lực (văn bản có tệp, không quá 7 ngày) cho thấy vùng địa chỉ được quảng bá; không đạt khi không có phiên nào.',
    en: 'Reads the IPv6 BGP sessions with other AS from the device (BGP MIB). Partial with a session that is established or configured; passes with one that is established and a looking-glass record in force (a document with its file, at most 7 days old) that the block is announced; fails with no session.',
  },
  layer: 'addressing',
  weight: 2,
  ttlHours: 7 * 24,
  phase: 2,
  level: null,
  appliesTo: hasAsn,
  questions: [question({ probe: 'snmp-bgp', ...borderRouter, judge: judgeAnnouncement })],
  ofUnit: {
    wants: borderRouter.wants,
    judge: (state, context) => judgeUnitAnnouncement(announced, state, context),
    ofLooks: ['snmp-bgp'],
    documents: (state, asOf) => [announcementRecord(state, asOf) ?? []].flat().map(refOf),
  },
}

const consistentPlan: Criterion = {
  id: 'ADR-02',
  name: { vi: 'Quy hoạch địa chỉ nhất quán', en: 'Address plan consistent' },
  how: {
    vi: 'So bảng quy hoạch (prefixes.csv) với các vùng thấy trên giao diện của bộ định tuyến, tường lửa (SNMP). Đạt khi không chồng lấn, vùng con nằm trong vùng được cấp, chia theo 4 bit, mỗi LAN là /64 và mọi vùng đang dùng đều có trong quy hoạch; đạt một phần khi không quá 5% chưa đúng; không đạt khi có chồng lấn hoặc nhiều hơn. Chưa xác định khi còn thiết bị chưa đọc được.',
    en: 'The address plan (prefixes.csv) against the prefixes on the interfaces of routers and firewalls (SNMP). Passes with no overlap, everything within an allocation, nibble boundaries, a /64 for each LAN and every prefix in use planned; partial with at most 5 % wrong; fails with an overlap, or more. Unknown while a device cannot be read.',
  },
  layer: 'addressing',
  weight: 2,
  ttlHours: 30 * 24,
  phase: 1,
  level: 1,
  appliesTo: always,
  shares: { pass: 1, partial: 0.95 },
  questions: [],
  ofUnit: {
    wants: {
      vi: 'bảng quy hoạch địa chỉ (prefixes.csv) với các vùng của đơn vị, và thiết bị định tuyến của đơn vị',
      en: "the address plan (prefixes.csv) with the unit's prefixes, and the unit's routing devices",
    },
    judge: (state, context) => judgeAddressPlan(consistentPlan, state, context),
    ofLooks: ['snmp-addresses'],
  },
}

export const addressing: Criterion[] = [
  {
    id: 'ADR-01',
    name: { vi: 'Có vùng địa chỉ IPv6 được cấp hoặc phân bổ', en: 'Address block assigned' },
    how: {
      vi: 'Bản ghi cấp phát: tiền tố, nguồn cấp, số quyết định; đối chiếu whois hoặc RDAP khi điểm đo có Internet. Đạt khi tiền tố toàn cầu nằm trong vùng của tỉnh hoặc đăng ký cho đơn vị; đạt một phần khi chỉ có tiền tố của nhà cung cấp mà đơn vị kết nối đa hướng.',
      en: "Allocation record: prefix, source, decision number; compared with whois or RDAP where the prober has Internet. Passes for a global prefix inside the province's block or registered to the unit; partial for a provider's prefix on a multihomed unit.",
    },
    layer: 'addressing',
    weight: 3,
    ttlHours: blockTtlHours,
    phase: 1,
    level: 1,
    appliesTo: always,
    questions: [],
  },
  consistentPlan,
  announced,
  {
    id: 'ADR-04',
    name: { vi: 'Uỷ quyền tên miền ngược ip6.arpa', en: 'Reverse zone delegated' },
    how: {
      vi: 'Hỏi NS của tên miền ngược ứng với vùng địa chỉ và SOA tới từng máy chủ tên miền. Đạt khi đã uỷ quyền, ít nhất hai máy chủ và mọi máy chủ trả lời có thẩm quyền; đạt một phần khi chỉ một máy chủ hoặc một số không trả lời; không đạt khi chưa uỷ quyền.',
      en: 'NS of the reverse zone of the prefix, and SOA from each of its name servers. Passes when delegated to at least two name servers that all answer with authority; partial with one, or when some do not answer; fails when not delegated.',
    },
    layer: 'addressing',
    weight: 1,
    ttlHours: 7 * 24,
    phase: 2,
    level: null,
    appliesTo: hasAsn,
    questions: [question({ probe: 'dns-reverse', ...reverseZone, judge: judgeReverseZone })],
  },
  {
    id: 'ADR-05',
    name: { vi: 'ROA hợp lệ', en: 'Valid ROA' },
    how: {
      vi: 'Kết quả kiểm tra RPKI hoặc xác nhận có ngày. Đạt khi hợp lệ; đạt một phần khi chưa có ROA; không đạt khi ROA sai.',
      en: 'Result of an RPKI validator or a dated attestation. Passes when valid; partial without a ROA; fails when invalid.',
    },
    layer: 'addressing',
    weight: 1,
    ttlHours: 7 * 24,
    phase: 2,
    level: null,
    appliesTo: hasAsn,
    questions: [],
  },
]
