import type { Criterion } from '../criterion.ts'

const always = () => true
const hasAsn: Criterion['appliesTo'] = (_unit, flags) => flags.has('has_asn')

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
    ttlHours: 365 * 24,
    phase: 1,
    level: 1,
    appliesTo: always,
    questions: [],
  },
  {
    id: 'ADR-02',
    name: { vi: 'Quy hoạch địa chỉ nhất quán', en: 'Address plan consistent' },
    how: {
      vi: 'Bảng quy hoạch so với tiền tố thấy trên thiết bị. Đạt khi không chồng lấn, vùng con nằm trong vùng cha, chia theo 4 bit, mỗi LAN là /64 và mọi tiền tố thực tế đều có trong quy hoạch; đạt một phần khi không quá 5% tiền tố ngoài quy hoạch.',
      en: 'The address plan against the prefixes seen on devices. Passes with no overlap, children inside parents, nibble boundaries, a /64 for each LAN and every prefix planned; partial with at most 5 % unplanned.',
    },
    layer: 'addressing',
    weight: 2,
    ttlHours: 30 * 24,
    phase: 1,
    level: 1,
    appliesTo: always,
    questions: [],
  },
  {
    id: 'ADR-03',
    name: { vi: 'Có ASN và quảng bá vùng địa chỉ', en: 'ASN and BGP announcement' },
    how: {
      vi: 'Phiên BGP IPv6 đọc từ thiết bị (BGP MIB) và bản ghi looking glass. Đạt khi vùng địa chỉ được quảng bá với ít nhất một phiên đã thiết lập; đạt một phần khi đã cấu hình phiên nhưng chưa thiết lập được.',
      en: 'IPv6 BGP sessions read from the device (BGP MIB) and a looking-glass record. Passes when the block is announced over at least one established session; partial when a session is configured and not established.',
    },
    layer: 'addressing',
    weight: 2,
    ttlHours: 7 * 24,
    phase: 2,
    level: null,
    appliesTo: hasAsn,
    questions: [],
  },
  {
    id: 'ADR-04',
    name: { vi: 'Uỷ quyền tên miền ngược ip6.arpa', en: 'Reverse zone delegated' },
    how: {
      vi: 'Hỏi SOA, NS của tên miền ngược ứng với vùng địa chỉ. Đạt khi đã uỷ quyền và ít nhất hai máy chủ tên miền trả lời; đạt một phần khi chỉ một máy chủ trả lời.',
      en: 'SOA and NS of the reverse zone of the prefix. Passes when delegated with at least two name servers that answer; partial with one.',
    },
    layer: 'addressing',
    weight: 1,
    ttlHours: 7 * 24,
    phase: 2,
    level: null,
    appliesTo: hasAsn,
    questions: [],
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
