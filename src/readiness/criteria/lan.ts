import { type Criterion, question, windowQuestion } from '../criterion.ts'
import { judgeManagement } from '../judge/device.ts'
import { judgeHosts } from '../judge/hosts-with-ipv6.ts'
import { judgeResolver } from '../judge/own-network.ts'
import { judgeUserLinks } from '../judge/user-links.ts'
import { anyDevice, interfacesNamed, resolver, userDevice } from './concerns.ts'

const hasLan: Criterion['appliesTo'] = (_unit, flags) => flags.has('has_lan')

/** A share that one asset makes, however many there are. */
const oneOfMany = 0.001

export const lan: Criterion[] = [
  {
    id: 'LAN-01',
    name: { vi: 'VLAN người dùng có /64 và quảng bá RA', en: '/64 and RA on user VLANs' },
    how: {
      vi: 'Đọc tiền tố /64 và ipv6RouterAdvertSendAdverts của các giao diện VLAN người dùng. Đạt khi mọi VLAN có; đạt một phần khi từ 50%.',
      en: 'Reads the /64 prefix and ipv6RouterAdvertSendAdverts of the user VLAN interfaces. Passes when all have both; partial from 50 %.',
    },
    layer: 'lan',
    weight: 2,
    ttlHours: 24,
    phase: 3,
    level: 4,
    appliesTo: hasLan,
    questions: [
      question({
        probe: 'snmp-ra',
        ...userDevice,
        judge: (facts, { asset }) => judgeUserLinks(facts, interfacesNamed(asset, 'userIf')),
      }),
    ],
  },
  {
    id: 'LAN-02',
    name: { vi: 'Tỷ lệ máy trạm có địa chỉ IPv6 toàn cầu', en: 'Hosts with a GUA' },
    how: {
      vi: 'Số địa chỉ MAC có ít nhất một địa chỉ IPv6 toàn cầu trong bảng láng giềng chia cho số MAC trong bảng ARP, gộp các lần đo trong 7 ngày. Đạt từ 80%, đạt một phần từ 20%.',
      en: 'Unique MACs with a global address in the IPv6 neighbour table divided by unique MACs in ARP, over the polls of 7 days. Passes from 80 %, partial from 20 %.',
    },
    layer: 'lan',
    weight: 3,
    ttlHours: 7 * 24,
    phase: 3,
    level: 4,
    appliesTo: hasLan,
    questions: [
      windowQuestion({
        probe: 'snmp-neighbours',
        ...userDevice,
        over: { days: 7, sets: true },
        judge: (seen, { asset, options }) => judgeHosts(seen, interfacesNamed(asset, 'userIf'), options),
      }),
    ],
  },
  {
    id: 'LAN-03',
    name: { vi: 'DNS đệ quy hoạt động qua IPv6', en: 'Recursive DNS over IPv6' },
    how: {
      vi: 'Hỏi A và AAAA tới địa chỉ IPv6 của từng máy chủ DNS đệ quy từ bên trong. Đạt khi mọi máy chủ trả lời; đạt một phần khi có ít nhất một.',
      en: 'A and AAAA questions from inside to the IPv6 address of each configured resolver. Passes when all answer; partial when one does.',
    },
    layer: 'lan',
    weight: 1,
    ttlHours: 24,
    phase: 3,
    level: 5,
    appliesTo: hasLan,
    shares: { pass: 1, partial: oneOfMany },
    questions: [question({ probe: 'dns-recursive', ...resolver, fromUnit: true, judge: judgeResolver })],
  },
  {
    id: 'LAN-04',
    name: { vi: 'Quản trị thiết bị qua IPv6', en: 'Management over IPv6' },
    how: {
      vi: 'Hỏi sysUpTime của từng thiết bị bằng SNMP qua IPv6. Đạt khi từ 80% thiết bị trả lời, đạt một phần từ 20%.',
      en: 'Asks each device for sysUpTime by SNMP over IPv6. Passes when 80 % of the devices answer, partial from 20 %.',
    },
    layer: 'lan',
    weight: 1,
    ttlHours: 24,
    phase: 3,
    level: null,
    appliesTo: hasLan,
    shares: { pass: 0.8, partial: 0.2 },
    questions: [question({ probe: 'snmp-reach', ...anyDevice, judge: judgeManagement })],
  },
]
