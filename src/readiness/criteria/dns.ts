import { type Criterion, question } from '../criterion.ts'
import { judgeServerAddresses, judgeServerAnswers } from '../judge/name-servers.ts'
import { judgeDnssec, judgeGlue, judgeIpv6Only } from '../judge/zone.ts'
import { zone } from './concerns.ts'

const hasOwnZone: Criterion['appliesTo'] = (_unit, flags) => flags.has('has_own_zone')

export const dns: Criterion[] = [
  {
    id: 'DNS-01',
    name: { vi: 'Ít nhất 2 máy chủ tên miền có AAAA hợp lệ', en: '≥ 2 NS with valid AAAA' },
    how: {
      vi: 'Hỏi AAAA của từng máy chủ tên miền. Đạt khi ít nhất hai máy chủ có địa chỉ toàn cầu; đạt một phần khi chỉ một; không đạt khi không có hoặc có địa chỉ thuộc loại không được công bố.',
      en: 'Asks for AAAA of each name server. Passes when at least two have a global address; partial with exactly one; fails with none or with any address of a forbidden class.',
    },
    layer: 'dns',
    weight: 2,
    ttlHours: 48,
    phase: 2,
    level: 3,
    appliesTo: hasOwnZone,
    questions: [
      question({
        probe: 'dns-nameservers',
        ...zone,
        judge: (facts, { options }) => judgeServerAddresses(facts, options),
      }),
    ],
  },
  {
    id: 'DNS-02',
    name: { vi: 'Máy chủ tên miền trả lời qua IPv6', en: 'NS authoritative over IPv6' },
    how: {
      vi: 'Hỏi SOA (không đệ quy) tới từng địa chỉ IPv6 của máy chủ tên miền qua UDP và TCP. Đạt khi mọi địa chỉ trả lời có thẩm quyền, với ít nhất hai máy chủ; đạt một phần khi ít nhất một máy chủ tốt hoặc thiếu TCP.',
      en: 'Asks each IPv6 address of the name servers for SOA (no recursion) over UDP and TCP. Passes when every address is authoritative, on at least two names; partial when one name is good or TCP is missing.',
    },
    layer: 'dns',
    weight: 3,
    ttlHours: 48,
    phase: 2,
    level: 3,
    appliesTo: hasOwnZone,
    questions: [
      question({
        probe: 'dns-nameservers',
        ...zone,
        fromOutside: true,
        judge: (facts, { options }) => judgeServerAnswers(facts, options),
      }),
    ],
  },
  {
    id: 'DNS-03',
    name: { vi: 'Bản ghi glue AAAA khớp', en: 'Glue AAAA present and equal' },
    how: {
      vi: 'So bản ghi glue AAAA ở máy chủ cấp trên với AAAA của các máy chủ tên miền nằm trong tên miền. Đạt khi có và bằng nhau, hoặc không máy chủ nào nằm trong tên miền; đạt một phần khi thừa hoặc thiếu một địa chỉ; không đạt khi thiếu hoặc khác hẳn.',
      en: "Compares the AAAA glue of the parent's referral with the AAAA of the name servers that lie in the zone. Passes when present and equal, or with no name server in the zone; partial with an extra or a missing address; fails when missing or different.",
    },
    layer: 'dns',
    weight: 1,
    ttlHours: 7 * 24,
    phase: 2,
    level: null,
    appliesTo: hasOwnZone,
    questions: [question({ probe: 'dns-zone', ...zone, judge: judgeGlue })],
  },
  {
    id: 'DNS-04',
    name: { vi: 'DNSSEC hợp lệ', en: 'DNSSEC valid' },
    how: {
      vi: 'Kiểm tra DS ở cấp trên, DNSKEY và RRSIG của tên miền, và máy chủ phân giải có kiểm tra. Đạt khi đã ký và hợp lệ; đạt một phần khi thuật toán yếu hoặc chữ ký còn không quá 3 ngày; không đạt khi chưa ký, thiếu DS hoặc chữ ký sai.',
      en: 'Checks DS at the parent, DNSKEY and RRSIG of the zone, and what a validating resolver says. Passes when signed and valid; partial with a weak algorithm or a signature that ends within 3 days; fails when unsigned, without DS, or bogus.',
    },
    layer: 'dns',
    weight: 1,
    ttlHours: 48,
    phase: 2,
    level: null,
    appliesTo: hasOwnZone,
    questions: [question({ probe: 'dns-zone', ...zone, judge: judgeDnssec })],
  },
  {
    id: 'DNS-05',
    name: { vi: 'Phân giải được chỉ bằng IPv6', en: 'Resolvable by IPv6 only' },
    how: {
      vi: 'Phân giải từ gốc chỉ bằng địa chỉ IPv6, rồi hỏi AAAA của các dịch vụ trong tên miền. Đạt khi mọi cấp uỷ quyền có máy chủ IPv6 hoạt động qua UDP và TCP và có AAAA của dịch vụ; đạt một phần khi có cấp chỉ còn một máy chủ IPv6 hoặc thiếu AAAA của dịch vụ; không đạt khi không phân giải được.',
      en: 'Resolves from the root by IPv6 addresses only, then asks for AAAA of the services in the zone. Passes when every zone cut has working IPv6 name servers over UDP and TCP and the services have AAAA; partial where a cut has a single one or a service has no AAAA; fails when it cannot be resolved.',
    },
    layer: 'dns',
    weight: 1,
    ttlHours: 7 * 24,
    phase: 3,
    level: 5,
    appliesTo: hasOwnZone,
    questions: [
      question({
        probe: 'dns-ipv6-only',
        ...zone,
        judge: (facts, { options }) => judgeIpv6Only(facts, options),
      }),
    ],
  },
]
