import { type Criterion, question, windowQuestion } from '../criterion.ts'
import { judgeHostAddress } from '../judge/host-address.ts'
import { judgeWebContent } from '../judge/web-content.ts'
import { judgeDependencies } from '../judge/web-dependencies.ts'
import { judgeWebReachable } from '../judge/web-reachable.ts'
import { judgeResponse, responseSeries } from '../judge/web-response.ts'
import { website } from './concerns.ts'

const hasPublicDomain: Criterion['appliesTo'] = (_unit, flags) => flags.has('has_public_domain')

export const web: Criterion[] = [
  {
    id: 'WEB-01',
    name: { vi: 'Tên miền dịch vụ có AAAA hợp lệ', en: 'Valid AAAA' },
    how: {
      vi: 'Hỏi AAAA của từng tên miền dịch vụ. Đạt khi có AAAA và mọi địa chỉ là địa chỉ toàn cầu; không đạt khi không có hoặc có địa chỉ thuộc loại không được công bố. Tên có www và không có www là hai dịch vụ: chỉ một tên có AAAA thì đạt một phần.',
      en: 'Asks for AAAA of each service host. Passes when there is one and all are global; fails with none or any of a forbidden class. The names with and without www are two services: AAAA on only one of them makes partial.',
    },
    layer: 'web',
    weight: 2,
    ttlHours: 48,
    phase: 2,
    level: 3,
    appliesTo: hasPublicDomain,
    questions: [
      question({
        probe: 'dns-address',
        ...website,
        judge: (facts, { options }) => judgeHostAddress(facts, options),
      }),
    ],
  },
  {
    id: 'WEB-02',
    name: { vi: 'Truy cập được qua IPv6', en: 'Reachable over IPv6' },
    how: {
      vi: 'Kết nối TCP tới từng địa chỉ AAAA trên cổng 80 và 443. Đạt khi mọi địa chỉ mở mọi cổng mà IPv4 mở, bắt buộc có 443; đạt một phần khi một số địa chỉ hoặc cổng mở; chỉ đo từ bên trong thì không quá đạt một phần.',
      en: 'TCP to each AAAA address on ports 80 and 443. Passes when every address opens every port that IPv4 opens, and 443; partial when some addresses or ports open; at most partial when looked at only from inside.',
    },
    layer: 'web',
    weight: 3,
    ttlHours: 48,
    phase: 2,
    level: 3,
    appliesTo: hasPublicDomain,
    questions: [
      question({
        probe: 'web-dual-stack',
        ...website,
        fromOutside: true,
        judge: (facts, { options }) => judgeWebReachable(facts, options),
      }),
    ],
  },
  {
    id: 'WEB-03',
    name: { vi: 'Nội dung IPv6 như IPv4', en: 'Same site on v4 and v6' },
    how: {
      vi: 'Tải trang chủ qua từng địa chỉ IPv4, IPv6 rồi so sánh. Đạt khi cùng mã trạng thái, cùng tên miền cuối, chứng thư hợp lệ và nội dung khác nhau không quá 10%; đạt một phần khi khác 10-30% hoặc cả hai trả lỗi 4xx, 5xx; không đạt khi khác trang, khác mã hoặc chứng thư sai chỉ trên IPv6.',
      en: 'Fetches the home page through each IPv4 and IPv6 address and compares. Passes with the same status, the same final host, valid certificates and at most 10 % difference; partial at 10 to 30 % or 4xx, 5xx on both; fails with another site, another status or a certificate invalid on IPv6 only.',
    },
    layer: 'web',
    weight: 2,
    ttlHours: 48,
    phase: 2,
    level: 3,
    appliesTo: hasPublicDomain,
    questions: [
      question({
        probe: 'web-dual-stack',
        ...website,
        judge: (facts, { options }) => judgeWebContent(facts, options),
      }),
    ],
  },
  {
    id: 'WEB-04',
    name: { vi: 'Tài nguyên phụ thuộc có IPv6', en: 'Dependencies on IPv6' },
    how: {
      vi: 'Đọc trang chủ qua IPv6, thử kết nối tới AAAA của mọi máy chủ cùng tên miền mà trang dùng hoặc chuyển hướng tới. Đạt khi 100% trả lời qua IPv6, đạt một phần từ 80%; máy chủ của bên khác được liệt kê, không tính.',
      en: 'Reads the home page over IPv6 and connects to AAAA of every host of the site that it uses or redirects to. Passes when 100 % answer over IPv6, partial from 80 %; hosts of others are listed and not counted.',
    },
    layer: 'web',
    weight: 1,
    ttlHours: 7 * 24,
    phase: 3,
    level: 5,
    appliesTo: hasPublicDomain,
    questions: [question({ probe: 'web-dependencies', ...website, judge: judgeDependencies })],
  },
  {
    id: 'WEB-05',
    name: { vi: 'Thời gian đáp ứng qua IPv6', en: 'IPv6 response time' },
    how: {
      vi: 'Trung vị thời gian tới byte đầu tiên trong 7 ngày. Đạt khi IPv6 không quá 1,2 lần IPv4 + 30 ms; đạt một phần khi không quá 2 lần.',
      en: 'Median time to the first byte over 7 days. Passes when IPv6 takes at most 1.2 times IPv4 + 30 ms; partial up to 2 times.',
    },
    layer: 'web',
    weight: 1,
    ttlHours: 7 * 24,
    phase: 3,
    level: null,
    appliesTo: hasPublicDomain,
    questions: [
      windowQuestion({
        probe: 'web-dual-stack',
        ...website,
        over: { days: 7, series: responseSeries },
        judge: judgeResponse,
      }),
    ],
  },
]
