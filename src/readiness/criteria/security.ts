import { type Criterion, question } from '../criterion.ts'
import { judgeTunnels } from '../judge/device.ts'
import { judgeTunnelAddresses } from '../judge/device-address.ts'
import { judgeOpenPorts } from '../judge/open-ports.ts'
import { anyDevice, website } from './concerns.ts'

export const security: Criterion[] = [
  {
    id: 'SEC-01',
    name: { vi: 'Chính sách tường lửa IPv6 tương đương IPv4', en: 'Firewall parity' },
    how: {
      vi: 'Xác nhận chính sách (số, ngày) và quét cổng các máy chủ công bố của đơn vị: cổng mở trên IPv6 phải nằm trong các cổng mở trên IPv4. Đạt khi có cả hai; đạt một phần khi chưa quét.',
      en: "Attestation of the policy (number, date) and a port scan of the unit's published hosts: ports open on IPv6 must be among those open on IPv4. Passes with both; partial without the scan.",
    },
    layer: 'security',
    weight: 3,
    ttlHours: 180 * 24,
    phase: 2,
    level: 3,
    appliesTo: (_unit, flags) => flags.has('has_own_internet'),
    beside: {
      ttlHours: 7 * 24,
      question: question({ probe: 'reach-ports', ...website, fromOutside: true, judge: judgeOpenPorts }),
    },
    questions: [],
  },
  {
    id: 'SEC-02',
    name: { vi: 'Không có đường hầm chuyển đổi tự động', en: 'No automatic tunnels' },
    how: {
      vi: 'Đọc kiểu đường hầm (tunnelIfEncapsMethod) và bảng địa chỉ IPv6 của mọi thiết bị. Đạt khi không có 6to4, 6over4, ISATAP, Teredo và không có địa chỉ trong 2002::/16, 2001::/32.',
      en: 'Reads the kinds of tunnels (tunnelIfEncapsMethod) and the IPv6 addresses of every device. Passes with no 6to4, 6over4, ISATAP or Teredo and no address in 2002::/16 or 2001::/32.',
    },
    layer: 'security',
    weight: 2,
    ttlHours: 24,
    phase: 3,
    level: 4,
    appliesTo: () => true,
    exceptionMakesPartial: true,
    questions: [
      question({ probe: 'snmp-interfaces', ...anyDevice, judge: judgeTunnels }),
      question({ probe: 'snmp-addresses', ...anyDevice, judge: judgeTunnelAddresses }),
    ],
  },
  {
    id: 'SEC-03',
    name: { vi: 'Bảo vệ chặng đầu', en: 'First-hop security' },
    how: {
      vi: 'Xác nhận kèm trích cấu hình RA Guard, DHCPv6 Guard, kiểm tra ND trên các chuyển mạch truy cập. Đạt khi mọi chuyển mạch có; đạt một phần từ 50%.',
      en: 'Attestation with the configuration of RA Guard, DHCPv6 Guard and ND inspection on access switches. Passes when all have it; partial from 50 %.',
    },
    layer: 'security',
    weight: 1,
    ttlHours: 180 * 24,
    phase: 3,
    level: 4,
    appliesTo: (_unit, flags) => flags.has('has_lan'),
    questions: [],
  },
  {
    id: 'SEC-04',
    name: { vi: 'Nhật ký, giám sát ATTT bao gồm IPv6', en: 'Logging covers IPv6' },
    how: {
      vi: 'Xác nhận của SOC: danh sách nguồn nhật ký có trường IPv6 và một sự kiện mẫu. Đạt khi đủ; đạt một phần khi mới có một số nguồn.',
      en: 'Attestation of the SOC: the log sources with IPv6 fields and a sample event. Passes when complete; partial for some sources.',
    },
    layer: 'security',
    weight: 1,
    ttlHours: 180 * 24,
    phase: 3,
    level: null,
    appliesTo: () => true,
    questions: [],
  },
]
