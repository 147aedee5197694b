import { type Criterion, question } from '../criterion.ts'
import { judgeInbound, judgeOutbound } from '../judge/mail.ts'
import { mailDomain } from './concerns.ts'

const hasMailDomain: Criterion['appliesTo'] = (_unit, flags) => flags.has('has_mail_domain')

export const mail: Criterion[] = [
  {
    id: 'MAI-01',
    name: { vi: 'Máy chủ nhận thư chạy IPv6', en: 'Inbound mail on IPv6' },
    how: {
      vi: 'Kết nối SMTP tới địa chỉ IPv6 của từng máy chủ MX, không gửi thư. Đạt khi mọi MX có ít nhất một địa chỉ IPv6 hoạt động; đạt một phần khi ít nhất một MX; chỉ đo từ bên trong thì không quá đạt một phần.',
      en: 'SMTP to the IPv6 addresses of each MX, without sending mail. Passes when every MX has a working IPv6 address; partial when one has; at most partial when looked at only from inside.',
    },
    layer: 'mail',
    weight: 2,
    ttlHours: 48,
    phase: 2,
    level: 3,
    appliesTo: hasMailDomain,
    questions: [
      question({
        probe: 'mail-inbound',
        ...mailDomain,
        fromOutside: true,
        judge: (facts, { options }) => judgeInbound(facts, options),
      }),
    ],
  },
  {
    id: 'MAI-02',
    name: { vi: 'Định danh gửi thư qua IPv6', en: 'Outbound identity on IPv6' },
    how: {
      vi: 'SPF cho phép các địa chỉ IPv6 gửi thư đã khai báo (cột senders) và mỗi địa chỉ có bản ghi ngược khớp. Đạt khi có cả hai; đạt một phần khi có một.',
      en: 'SPF passes the declared IPv6 senders (column senders) and each has forward-confirmed reverse DNS. Passes with both; partial with one.',
    },
    layer: 'mail',
    weight: 1,
    ttlHours: 7 * 24,
    phase: 3,
    level: null,
    appliesTo: hasMailDomain,
    questions: [question({ probe: 'mail-outbound', ...mailDomain, judge: judgeOutbound })],
  },
]
