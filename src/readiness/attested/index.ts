import { decimal, joined } from '../wording.ts'
import { allocation } from './allocation.ts'
import { announcement } from './announcement.ts'
import { type Attested, type AttestedField, countIn } from './attested.ts'

const choice = (
  name: string,
  vi: string,
  en: string,
  options: readonly [value: string, vi: string, en: string][],
): AttestedField => ({
  name,
  label: { vi, en },
  kind: 'choice',
  options: options.map(([value, ...words]) => ({ value, label: { vi: words[0], en: words[1] } })),
})
const count = (name: string, vi: string, en: string): AttestedField => ({
  name,
  label: { vi, en },
  kind: 'count',
})
const line = (name: string, vi: string, en: string, more: { required?: false } = {}): AttestedField => ({
  name,
  label: { vi, en },
  kind: 'line',
  ...more,
})

/** "3 trên 4 hợp đồng", with the verdict by the share: all pass, from `partial` in part. */
function byShare(
  values: Readonly<Record<string, string>>,
  of: { part: string; whole: string; vi: string; en: string; partial: number },
) {
  const [part, whole] = [countIn(values, of.part), countIn(values, of.whole)]
  const because = joined(decimal(part), '/', decimal(whole), ' ', of)
  if (part >= whole) return { verdict: 'pass' as const, because }
  return {
    verdict: part > 0 && part / whole >= of.partial ? ('partial' as const) : ('fail' as const),
    because,
  }
}

/** The part is no more than the whole, and there is a whole. */
function shareFlaw(part: string, whole: string): NonNullable<Attested['flaw']> {
  return (values) => {
    if (countIn(values, whole) === 0)
      return { field: whole, message: { vi: 'phải từ 1 trở lên', en: 'must be 1 or more' } }
    if (countIn(values, part) > countIn(values, whole))
      return {
        field: part,
        message: { vi: 'không thể lớn hơn tổng số', en: 'cannot be more than all of them' },
      }
    return null
  }
}

/** The criteria that people answer with a document (domain rules 2.4), by id. */
export const attested: Readonly<Record<string, Attested>> = {
  'GOV-01': {
    fields: [
      choice('stand', 'Tình trạng kế hoạch', 'State of the plan', [
        ['own', 'Đơn vị đã ban hành kế hoạch riêng', 'The unit has issued its own plan'],
        ['named', 'Được nêu tên trong kế hoạch của tỉnh', 'Named in the plan of the province'],
        [
          'province',
          'Kế hoạch của tỉnh, áp dụng cho mọi cơ quan (nền tảng tỉnh ghi)',
          'Plan of the province for every agency (entered by the platform)',
        ],
        ['draft', 'Dự thảo đã trình, có số văn bản', 'Draft submitted under a document number'],
      ]),
    ],
    judge({ stand }) {
      if (stand === 'draft')
        return { verdict: 'partial', because: { vi: 'dự thảo đã trình', en: 'a draft is submitted' } }
      return stand === 'named'
        ? {
            verdict: 'pass',
            because: { vi: 'có tên trong kế hoạch của tỉnh', en: 'named in the plan of the province' },
          }
        : { verdict: 'pass', because: { vi: 'kế hoạch đã ban hành', en: 'the plan is issued' } }
    },
    coversUnits: ({ stand }) => stand === 'province',
  },
  'GOV-02': {
    fields: [
      line('main', 'Đầu mối chính: họ tên', 'Main contact: name'),
      line('main_position', 'Đầu mối chính: chức vụ', 'Main contact: position'),
      line('main_phone', 'Đầu mối chính: điện thoại', 'Main contact: phone'),
      line('main_mail', 'Đầu mối chính: thư điện tử', 'Main contact: mail'),
      line('deputy', 'Đầu mối dự phòng: họ tên', 'Deputy: name', { required: false }),
      line('deputy_phone', 'Đầu mối dự phòng: điện thoại', 'Deputy: phone', { required: false }),
      line('deputy_mail', 'Đầu mối dự phòng: thư điện tử', 'Deputy: mail', { required: false }),
    ],
    judge: ({ deputy }) =>
      deputy
        ? {
            verdict: 'pass',
            because: { vi: 'có đầu mối chính và dự phòng', en: 'a main contact and a deputy are named' },
          }
        : {
            verdict: 'partial',
            because: { vi: 'mới có một đầu mối, chưa có dự phòng', en: 'one contact, and no deputy yet' },
          },
  },
  'GOV-04': {
    fields: [
      count('trained', 'Số người đã hoàn thành tập huấn', 'People who finished training'),
      count('registered', 'Số người đã đăng ký, chưa hoàn thành', 'People registered and not finished'),
    ],
    judge(values) {
      const [trained, registered] = [countIn(values, 'trained'), countIn(values, 'registered')]
      if (trained > 0)
        return {
          verdict: 'pass',
          because: joined(decimal(trained), { vi: ' người đã hoàn thành', en: ' finished training' }),
        }
      if (registered > 0)
        return {
          verdict: 'partial',
          because: joined(decimal(registered), {
            vi: ' người đã đăng ký, chưa ai hoàn thành',
            en: ' registered, none finished',
          }),
        }
      return { verdict: 'fail', because: { vi: 'chưa có ai được tập huấn', en: 'nobody is trained' } }
    },
  },
  'GOV-05': {
    fields: [
      count('contracts', 'Số hợp đồng trong 12 tháng gần nhất', 'Contracts of the last 12 months'),
      count('with_clause', 'Trong đó có điều khoản IPv6', 'Of these with the IPv6 clause'),
    ],
    judge: (values) =>
      byShare(values, {
        part: 'with_clause',
        whole: 'contracts',
        vi: 'hợp đồng có điều khoản IPv6',
        en: 'contracts have the IPv6 clause',
        partial: 0,
      }),
    flaw: shareFlaw('with_clause', 'contracts'),
  },
  'ADR-01': allocation,
  'ADR-03': announcement,
  'ADR-05': {
    fields: [
      choice('roa', 'Kết quả kiểm tra RPKI', 'Result of the RPKI validator', [
        ['valid', 'Hợp lệ (valid)', 'Valid'],
        ['none', 'Chưa có ROA (not found)', 'No ROA (not found)'],
        ['invalid', 'Sai (invalid)', 'Invalid'],
      ]),
    ],
    judge({ roa }) {
      if (roa === 'valid') return { verdict: 'pass', because: { vi: 'ROA hợp lệ', en: 'the ROA is valid' } }
      return roa === 'none'
        ? { verdict: 'partial', because: { vi: 'chưa có ROA', en: 'there is no ROA' } }
        : { verdict: 'fail', because: { vi: 'ROA không khớp với quảng bá', en: 'the ROA is invalid' } }
    },
  },
  'SEC-01': {
    fields: [
      choice('policy', 'Chính sách tường lửa cho IPv6', 'Firewall policy for IPv6', [
        ['equal', 'Tương đương IPv4, xử lý ICMPv6 theo RFC 4890', 'Equal to IPv4, ICMPv6 by RFC 4890'],
        ['none', 'Chưa có chính sách cho IPv6', 'No policy for IPv6 yet'],
      ]),
      choice(
        'approves_scan',
        'Văn bản duyệt việc thử cổng trên máy chủ công bố của đơn vị',
        "The document approves trying the ports of the unit's own published hosts",
        [
          [
            'yes',
            'Có: thử 8 cổng TCP mỗi ngày, mỗi giây không quá một kết nối',
            'Yes: 8 TCP ports each day, at most one connection a second',
          ],
          ['no', 'Không', 'No'],
        ],
      ),
    ],
    judge: ({ policy }) =>
      policy === 'equal'
        ? {
            verdict: 'partial',
            because: {
              vi: 'có chính sách tương đương',
              en: 'an equal policy is attested',
            },
          }
        : {
            verdict: 'fail',
            because: { vi: 'chưa có chính sách cho IPv6', en: 'there is no policy for IPv6' },
          },
  },
  'SEC-03': {
    fields: [
      count('switches', 'Số chuyển mạch truy cập', 'Access switches'),
      count(
        'guarded',
        'Trong đó bật RA Guard, DHCPv6 Guard, kiểm tra ND',
        'Of these with RA Guard, DHCPv6 Guard, ND inspection',
      ),
    ],
    judge: (values) =>
      byShare(values, {
        part: 'guarded',
        whole: 'switches',
        vi: 'chuyển mạch truy cập có bảo vệ chặng đầu',
        en: 'access switches have first-hop security',
        partial: 0.5,
      }),
    flaw: shareFlaw('guarded', 'switches'),
  },
  'SEC-04': {
    fields: [
      choice('logging', 'Nguồn nhật ký có trường IPv6', 'Log sources with IPv6 fields', [
        ['all', 'Đủ các nguồn, có sự kiện mẫu', 'All sources, with a sample event'],
        ['some', 'Một số nguồn', 'Some sources'],
        ['none', 'Chưa có', 'None'],
      ]),
    ],
    judge({ logging }) {
      if (logging === 'all')
        return {
          verdict: 'pass',
          because: { vi: 'mọi nguồn nhật ký đều có IPv6', en: 'every log source covers IPv6' },
        }
      return logging === 'some'
        ? {
            verdict: 'partial',
            because: { vi: 'một số nguồn nhật ký có IPv6', en: 'some log sources cover IPv6' },
          }
        : { verdict: 'fail', because: { vi: 'nhật ký chưa có IPv6', en: 'logs do not cover IPv6' } }
    },
  },
  'USE-03': {
    fields: [
      choice('pilot', 'Thí điểm IPv6-only', 'IPv6-only pilot', [
        ['done', 'Đã hoàn thành, có báo cáo', 'Done, with a report'],
        ['running', 'Đang thực hiện', 'Running'],
        ['not_started', 'Chưa bắt đầu', 'Not started'],
      ]),
    ],
    judge({ pilot }) {
      if (pilot === 'done')
        return {
          verdict: 'partial',
          because: {
            vi: 'có báo cáo hoàn thành; chưa có phép đo từ phân đoạn chỉ có IPv6',
            en: 'reported as done; nothing was measured from an IPv6-only segment yet',
          },
        }
      return pilot === 'running'
        ? { verdict: 'partial', because: { vi: 'đang thực hiện', en: 'running' } }
        : { verdict: 'fail', because: { vi: 'chưa bắt đầu', en: 'not started' } }
    },
  },
}
