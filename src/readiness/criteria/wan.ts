import { type Criterion, question, windowQuestion } from '../criterion.ts'
import { judgeLeasedLineAddress } from '../judge/device-address.ts'
import { judgeLineQuality, qualitySeries } from '../judge/line-quality.ts'
import { judgeReach } from '../judge/reach.ts'
import { judgeDataCentreRoute } from '../judge/routes.ts'
import { interfaceNamed, leasedLineDevice } from './concerns.ts'

const hasTslcd: Criterion['appliesTo'] = (_unit, flags) => flags.has('has_tslcd')

export const wan: Criterion[] = [
  {
    id: 'WAN-01',
    name: { vi: 'Giao diện TSLCD chạy IPv6', en: 'IPv6 on leased line' },
    how: {
      vi: 'Đọc trạng thái và địa chỉ IPv6 của giao diện TSLCD. Đạt khi giao diện hoạt động và có địa chỉ toàn cầu hoặc ULA; đạt một phần khi chỉ có link-local.',
      en: 'Reads the state and the IPv6 addresses of the leased-line interface. Passes when it is up with a global or unique local address; partial with link-local only.',
    },
    layer: 'wan',
    weight: 3,
    ttlHours: 24,
    phase: 3,
    level: 4,
    appliesTo: hasTslcd,
    questions: [
      question({
        probe: 'snmp-addresses',
        ...leasedLineDevice,
        judge: (facts, { asset, options }) =>
          judgeLeasedLineAddress(facts, interfaceNamed(asset, 'tslcdIf'), options),
      }),
    ],
  },
  {
    id: 'WAN-02',
    name: { vi: 'Định tuyến IPv6 tới Trung tâm dữ liệu', en: 'IPv6 path to the data centre' },
    how: {
      vi: 'Tìm tuyến tới vùng địa chỉ của Trung tâm dữ liệu trong bảng định tuyến của thiết bị, và ping thiết bị qua IPv6 từ điểm đo ở Trung tâm dữ liệu. Đạt khi tuyến đi qua giao diện TSLCD và thiết bị trả lời; đạt một phần khi chỉ có tuyến tới một số vùng; không đạt khi không có tuyến hoặc không trả lời.',
      en: "Looks for the route to the data centre's blocks in the device's routing table, and pings the device over IPv6 from the prober in the data centre. Passes when the route leads through the leased line and the device answers; partial with a route to some of the blocks; fails with no route or no answer.",
    },
    layer: 'wan',
    weight: 3,
    ttlHours: 24,
    phase: 3,
    level: 4,
    appliesTo: hasTslcd,
    questions: [
      question({
        probe: 'snmp-routes',
        ...leasedLineDevice,
        judge: (facts, { asset }) => judgeDataCentreRoute(facts, interfaceNamed(asset, 'tslcdIf')),
      }),
      question({ probe: 'reach-ping', ...leasedLineDevice, judge: judgeReach }),
    ],
  },
  {
    id: 'WAN-03',
    name: { vi: 'Chất lượng IPv6 không kém IPv4', en: 'IPv6 no worse than IPv4' },
    how: {
      vi: 'Đo cặp IPv4 và IPv6 tới cùng một máy ở Trung tâm dữ liệu trong 7 ngày. Đạt khi độ trễ phân vị 95 của IPv6 không quá IPv4 + 5 ms và không quá 1,2 lần, mất gói không quá IPv4 + 0,1 điểm; đạt một phần khi không quá 1,5 lần và + 1 điểm.',
      en: 'Paired IPv4 and IPv6 probes to one host of the data centre over 7 days. Passes when p95 round-trip time over IPv6 is at most IPv4 + 5 ms and 1.2 times, and loss at most IPv4 + 0.1 points; partial up to 1.5 times and + 1 point.',
    },
    layer: 'wan',
    weight: 1,
    ttlHours: 7 * 24,
    phase: 3,
    level: null,
    appliesTo: hasTslcd,
    questions: [
      windowQuestion({
        probe: 'reach-ping',
        ...leasedLineDevice,
        over: { days: 7, series: qualitySeries },
        judge: judgeLineQuality,
      }),
    ],
  },
]
