import { type Criterion, windowQuestion } from '../criterion.ts'
import { judgeTrafficShare } from '../judge/traffic-share.ts'
import { confirmPilot } from '../judge-pilot.ts'
import { judgeWebCounts } from '../judge-web-counts.ts'
import { uplinkDevice, uplinksOf, website } from './concerns.ts'

export const usage: Criterion[] = [
  {
    id: 'USE-01',
    name: { vi: 'Tỷ lệ lưu lượng IPv6 tại biên', en: 'IPv6 traffic share' },
    how: {
      vi: 'Lưu lượng IPv6 chia cho tổng lưu lượng trên giao diện kết nối trong tháng. Đạt khi từ mục tiêu (mặc định 40%), đạt một phần từ 10%.',
      en: 'IPv6 octets divided by all octets on the uplink interface over the month. Passes from the target (40 % unless set), partial from 10 %.',
    },
    layer: 'usage',
    weight: 2,
    ttlHours: 'month',
    phase: 3,
    level: 5,
    appliesTo: (_unit, flags) => flags.has('has_own_internet') || flags.has('has_tslcd'),
    questions: [
      windowQuestion({
        probe: 'snmp-traffic',
        ...uplinkDevice,
        over: { days: 30, growth: true },
        judge: (seen, { asset }) => judgeTrafficShare(seen, uplinksOf(asset)),
      }),
    ],
  },
  {
    id: 'USE-02',
    name: { vi: 'Tỷ lệ truy cập web qua IPv6', en: 'IPv6 share of web requests' },
    how: {
      vi: 'Nhật ký truy cập: số yêu cầu qua IPv6 chia cho tổng số, đã bỏ máy tự động. Đạt khi từ mục tiêu (mặc định 40%), đạt một phần từ 10%.',
      en: 'Access log: requests over IPv6 divided by all, without bots. Passes from the target (40 % unless set), partial from 10 %.',
    },
    layer: 'usage',
    weight: 1,
    ttlHours: 'month',
    phase: 3,
    level: null,
    appliesTo: (_unit, flags) => flags.has('has_public_domain'),
    ofUnit: { wants: website.wants, judge: (state, { asOf }) => judgeWebCounts(state, asOf) },
    questions: [],
  },
  {
    id: 'USE-03',
    name: { vi: 'Thí điểm IPv6-only', en: 'IPv6-only pilot' },
    how: {
      vi: 'Báo cáo có số và phép đo từ một phân đoạn mạng chỉ có IPv6 (DNS64/NAT64). Đạt khi báo cáo ghi đã hoàn thành và tự kiểm của một điểm đo đặt tại đơn vị cho thấy không có IPv4 mà vẫn tới được Internet qua IPv6; đạt một phần khi thiếu một trong hai hoặc đang thực hiện.',
      en: 'A numbered report and a probe from an IPv6-only segment (DNS64/NAT64). Passes when the report says done and the self-test of a prober in the unit shows no IPv4 and the Internet reached over IPv6; partial with only the report, or while running.',
    },
    layer: 'usage',
    weight: 1,
    ttlHours: 365 * 24,
    phase: 4,
    level: 5,
    appliesTo: ({ kind }) => kind === 'platform',
    confirm: (stated, state, about) => confirmPilot(stated, state, about, 365 * 24),
    questions: [],
  },
]
