import { formatDay, formatMoment, formatNumber, formatShare } from '../../i18n/format.ts'
import type { Text } from '../../model.ts'
import type { MonthlyReport } from '../monthly-report.ts'
import { dayOf } from '../period.ts'
import { mean } from '../round.ts'
import { defineTable } from './table.ts'

type Method = { name: Text; value: Text }

/** Biểu 11. The hash of the report itself cannot stand in what is hashed: papers and pages add it. */
export const methodTable = defineTable<Method>({
  title: { vi: 'Biểu 11. Phương pháp', en: 'Table 11. Method' },
  rows: methods,
  columns: [
    { header: { vi: 'Nội dung', en: 'What' }, cell: ({ name }, locale) => name[locale], widthMm: 70 },
    { header: { vi: 'Giá trị', en: 'Value' }, cell: ({ value }, locale) => value[locale], widthMm: 180 },
  ],
})

function methods(report: MonthlyReport): Method[] {
  const { period, rules, catalogue, judging, vantages, units, lines, previous, months } = report
  const same = (value: string): Text => ({ vi: value, en: value })
  const coverage = mean(units.flatMap((unit) => (unit.coverage === null ? [] : [unit.coverage])))
  const accounting = [
    ...new Set((lines ?? []).flatMap(({ figures }) => (figures ? [figures.method] : []))),
  ].sort()
  return [
    {
      name: { vi: 'Thời gian lấy số liệu', en: 'Period of the data' },
      value: {
        vi: `từ ngày ${formatDay(dayOf(period.from), 'vi')} đến ${formatMoment(report.cutoffAt, 'vi', { seconds: true })} (giờ Việt Nam)`,
        en: `${formatDay(dayOf(period.from), 'en')} to ${formatMoment(report.cutoffAt, 'en', { seconds: true })} (UTC+7)`,
      },
    },
    {
      name: { vi: 'Mẫu báo cáo, bộ tiêu chí', en: 'Template, catalogue' },
      value: same(`${report.template}; ${catalogue.version}`),
    },
    {
      name: { vi: 'Quy tắc đạt trong kỳ', en: 'Rule of the period' },
      value: both((locale) =>
        locale === 'vi'
          ? `đạt tại thời điểm chốt và trong ít nhất ${formatShare(rules.monthShare, 'vi', 0)} số ngày của kỳ; ngày chưa đo tính là ngày không đạt`
          : `passes at the cut-off and on at least ${formatShare(rules.monthShare, 'en', 0)} of the days; a day not measured does not pass`,
      ),
    },
    {
      name: { vi: 'Chưa xác định', en: 'Unknown' },
      value: {
        vi: 'có trong mẫu số, giá trị bằng 0, không bao giờ tính là đạt',
        en: 'in the denominator with the value 0, never counted as passed',
      },
    },
    {
      name: { vi: 'So sánh với kỳ trước', en: 'Comparison' },
      value: both((locale) =>
        locale === 'vi'
          ? `chỉ khi độ phủ của cả hai kỳ từ ${formatShare(rules.comparableCoverage, 'vi', 0)} trở lên và tiêu chí áp dụng như nhau`
          : `only with a coverage of ${formatShare(rules.comparableCoverage, 'en', 0)} on both sides and the same criteria`,
      ),
    },
    {
      name: { vi: 'Độ phủ số liệu trung bình của các đơn vị', en: 'Mean coverage of the units' },
      value: both((locale) =>
        coverage === null
          ? { vi: 'chưa có số liệu', en: 'not known' }[locale]
          : formatShare(coverage, locale),
      ),
    },
    {
      name: { vi: 'Điểm đo', en: 'Vantages' },
      value: both((locale) =>
        vantages === undefined || vantages.length === 0
          ? { vi: 'không ghi trong báo cáo này', en: 'not stated in this report' }[locale]
          : vantages.join(', '),
      ),
    },
    {
      name: { vi: 'Cách tính sẵn sàng của đường truyền', en: 'Accounting method of lines' },
      value: both((locale) =>
        accounting.length === 0
          ? { vi: 'chưa có đường truyền được đo', en: 'no line was measured' }[locale]
          : accounting.join(', '),
      ),
    },
    ...judging.map((one) => ({
      name: {
        vi: `Cách đánh giá từ ngày ${formatDay(one.from, 'vi')}`,
        en: `How was judged from ${formatDay(one.from, 'en')}`,
      },
      value: both((locale) => judgingText(one, locale)),
    })),
    ...evidenceRows(report),
    ...(months ?? []).map(({ period: name, sha256 }) => ({
      name: { vi: `Mã băm báo cáo tháng ${name}`, en: `Hash of the report of ${name}` },
      value: same(sha256),
    })),
    {
      name: { vi: 'Mã băm báo cáo kỳ trước', en: 'Hash of the report before' },
      value: previous ? same(previous.sha256) : { vi: 'không có báo cáo kỳ trước', en: 'no report before' },
    },
  ]
}

function both(make: (locale: 'vi' | 'en') => string): Text {
  return { vi: make('vi'), en: make('en') }
}

/** How many exchanges the report cites, each with its hash in the JSON of the report. */
function evidenceRows({ evidence }: MonthlyReport) {
  if (evidence === undefined) return []
  const hashes = Object.values(evidence).flatMap((own) => Object.values(own))
  const without = hashes.filter((hash) => hash === null).length
  const told = both((locale) => {
    const [all, none] = [formatNumber(hashes.length, locale), formatNumber(without, locale)]
    if (locale === 'vi')
      return `${all} bản tin, mã băm (SHA-256) từng bản tin ghi trong tệp JSON của báo cáo${without > 0 ? `; ${none} bản tin không có mã băm` : ''}`
    return `${all}, each with its SHA-256 in the JSON of the report${without > 0 ? `; ${none} without one` : ''}`
  })
  return [{ name: { vi: 'Minh chứng được trích dẫn', en: 'Exchanges cited' }, value: told }]
}

function judgingText(one: MonthlyReport['judging'][number], locale: 'vi' | 'en'): string {
  const said: Text[] = [
    ...(one.treatDocumentationAsGlobal
      ? [
          {
            vi: 'vùng tài liệu 2001:db8::/32 được coi là toàn cầu (minh hoạ, không dùng để báo cáo)',
            en: 'documentation addresses read as global (a trial, not for reporting)',
          },
        ]
      : []),
    ...(one.insideCountsAsOutside
      ? [{ vi: 'kết quả đo nội bộ tính như đo từ bên ngoài', en: 'inside looks count as outside' }]
      : []),
    ...(one.pace === 1
      ? []
      : [
          {
            vi: `nhịp thời gian nhanh gấp ${formatNumber(one.pace, 'vi')}`,
            en: `time runs ${formatNumber(one.pace, 'en')} times as fast`,
          },
        ]),
  ]
  if (said.length === 0) return { vi: 'theo quy tắc chuẩn', en: 'by the standard rules' }[locale]
  return said.map((text) => text[locale]).join('; ')
}
