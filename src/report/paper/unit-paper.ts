import { formatDay, formatNumber, formatPercent, formatShare } from '../../i18n/format.ts'
import { common } from '../../i18n/vi/common.ts'
import { failureTexts } from '../../readiness/failure-texts.ts'
import type { LineReport, MonthlyReport, ServiceReport, UnitReport } from '../monthly-report.ts'
import type { Office } from '../office.ts'
import { dayOf } from '../period.ts'
import { incidentText } from './follow-up.ts'
import { type Block, fullNumber, longDate, type Paper } from './paper.ts'
import { count, periodWords } from './words.ts'

const heading = (text: string): Block => ({ kind: 'heading', level: 1, text })
const paragraph = (text: string): Block => ({ kind: 'paragraph', text })
const item = (text: string): Block => ({ kind: 'item', text })

/** As many of each as one page holds, however crowded the unit. */
const most = { criteria: 4, reasons: 2, lines: 2, services: 1 }

/** A unit's own report for its head: one page, of what the province's report says of it (`unitPart`). */
export function unitPaper(report: MonthlyReport, office: Office): Paper {
  const [unit] = report.units
  if (unit === undefined) throw new RangeError('the report is of no unit')
  const words = periodWords(report.period.name)
  return {
    superior: office.superior === '' ? null : office.superior,
    issuer: unit.name.toUpperCase(),
    number: `Số: ${fullNumber('', 'BC')}`,
    placeAndDate: `${office.place}, ${longDate(null)}`,
    kind: 'BÁO CÁO',
    subject: `Kết quả chuyển đổi IPv6 ${words}`,
    remark: null,
    addressees: ['Sở Thông tin và Truyền thông'],
    body: bodyOf(report, unit, words),
    points: 13,
    authority: ['THỦ TRƯỞNG ĐƠN VỊ'],
    signer: '',
    recipients: ['Như trên', 'Lưu: VT'],
    appendices: [],
    warning:
      report.state === 'draft'
        ? 'DỰ THẢO: kỳ báo cáo chưa kết thúc, số liệu còn thay đổi, không dùng để ban hành'
        : null,
    madeAt: report.cutoffAt,
  }
}

function bodyOf(report: MonthlyReport, unit: UnitReport, words: string): Block[] {
  const { period, services, lines } = report
  const incidents = incidentText(report, { withCauses: false })
  const names = new Map(report.catalogue.criteria.map(({ id, name }) => [id, name.vi]))
  const named = (verdict: string) =>
    unit.verdicts
      .filter((one) => one.verdict === verdict)
      .map(({ id }) => `${id} ${names.get(id) ?? ''}`.trim())
  const failed = [...named('fail'), ...named('partial')]
  const unknown = unit.verdicts.filter(({ verdict }) => verdict === 'unknown')
  return [
    paragraph(
      `${unit.name} báo cáo kết quả chuyển đổi IPv6 ${words} (số liệu tính từ ngày ${formatDay(dayOf(period.from), 'vi')} đến hết ngày ${formatDay(dayOf(report.cutoffAt), 'vi')}) như sau:`,
    ),
    heading('1. Kết quả'),
    paragraph(scoreText(unit)),
    heading('2. Nội dung chưa đạt, chưa xác định'),
    failed.length === 0
      ? item('Không có tiêu chí nào được xác định là không đạt hoặc đạt một phần.')
      : item(`Không đạt hoặc đạt một phần ${count(failed.length)} tiêu chí: ${some(failed)}.`),
    unknown.length === 0
      ? item('Không có tiêu chí nào chưa xác định.')
      : item(`Chưa xác định ${count(unknown.length)} tiêu chí${reasonsText(unknown)}.`),
    heading('3. Đường truyền, cổng và dịch vụ'),
    item(linesText(lines ?? [])),
    item(servicesText(services)),
    ...(incidents === null ? [] : [item(incidents)]),
    paragraph('Chi tiết và minh chứng xem trên hệ thống v6gov, trang của đơn vị./.'),
  ]
}

function scoreText(unit: UnitReport): string {
  if (unit.score === null || unit.coverage === null || unit.scoreMax === null)
    return 'Chưa có tiêu chí nào áp dụng với đơn vị nên chưa có điểm.'
  if (unit.coverage === 0) return 'Chưa xác định được mức độ sẵn sàng IPv6 của đơn vị vì chưa có số liệu nào.'
  const level = common.level.names[unit.level]
  const { pass, partial, fail, unknown } = unit.counts
  const few = unit.enoughData ? '' : ' Độ phủ dưới 80%, chưa đủ số liệu để kết luận.'
  return `Mức độ sẵn sàng IPv6 R ${formatNumber(unit.score, 'vi', 1)} điểm (có thể tới ${formatNumber(unit.scoreMax, 'vi', 1)}; độ phủ số liệu ${formatShare(unit.coverage, 'vi')}); mức ${unit.level} “${level}”, cấp áp dụng ${unit.levelReachable}; ${changeText(unit)}. Trong các tiêu chí áp dụng: ${count(pass)} đạt, ${count(partial)} đạt một phần, ${count(fail)} không đạt, ${count(unknown)} chưa xác định.${few}`
}

function changeText({ comparison, change }: UnitReport): string {
  if (comparison === 'no_previous') return 'chưa có báo cáo kỳ trước để so sánh'
  if (comparison !== 'comparable' || change === null) return 'không so sánh được với kỳ trước'
  if (Math.abs(change) < 0.05) return 'không thay đổi so với kỳ trước'
  return `${change > 0 ? 'tăng' : 'giảm'} ${formatNumber(Math.abs(change), 'vi', 1)} điểm so với kỳ trước`
}

function reasonsText(unknown: UnitReport['verdicts']): string {
  const counts = new Map<string, number>()
  for (const { reason } of unknown) if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const texts: Record<string, string> = common.reason
  const main = [...counts]
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .slice(0, most.reasons)
    .map(([reason, times]) => `${texts[reason] ?? reason} (${count(times)})`)
  return main.length === 0 ? '' : `, chủ yếu do: ${main.join('; ')}`
}

function linesText(lines: LineReport[]): string {
  if (lines.length === 0) return 'Danh mục chưa có đường truyền số liệu chuyên dùng của đơn vị.'
  return `Đường truyền số liệu chuyên dùng: ${lines.slice(0, most.lines).map(lineText).join('; ')}${others(lines.length - most.lines, 'đường')}.`
}

function lineText({ code, figures, slaAvailabilityPct }: LineReport): string {
  if (figures === null || figures.availabilityPct === null) return `${code} chưa đủ số liệu đo trong kỳ`
  const promised = slaAvailabilityPct === null ? '' : ` (cam kết ${formatPercent(slaAvailabilityPct, 'vi')})`
  const unseen = figures.minutes.void + figures.minutes.unmeasured
  return `${code} sẵn sàng ${formatPercent(figures.availabilityPct, 'vi')}${promised}, ${count(figures.incidents)} lần gián đoạn${unseen > 0 ? `, không đo được ${formatNumber(unseen, 'vi')} phút` : ''}`
}

/** How many run IPv6, and of those that do not the first. */
function servicesText(services: ServiceReport[]): string {
  const applying = services.filter(({ access }) => access !== 'na')
  if (applying.length === 0) return 'Danh mục chưa có cổng, dịch vụ web nào của đơn vị để đo qua IPv6.'
  const running = applying.filter(({ aaaa, access, content }) =>
    [aaaa, access, content].every((one) => one === 'pass'),
  )
  const rest = inOrder(applying.filter((one) => !running.includes(one)))
  const told = `Cổng, dịch vụ web: ${count(running.length)}/${count(applying.length)} chạy IPv6`
  if (rest.length === 0) return `${told}.`
  return `${told}; ${rest.slice(0, most.services).map(serviceText).join('; ')}${others(rest.length - most.services, 'dịch vụ')}.`
}

function serviceText({ host, aaaa, access, content, failure, daysPassed, days }: ServiceReport): string {
  const all = [aaaa, access, content]
  const state = all.includes('fail')
    ? `chưa chạy IPv6${failure ? ` (${failureTexts[failure].vi})` : ''}`
    : all.includes('unknown')
      ? 'chưa xác định'
      : 'đạt một phần'
  return `${host} ${state}, đạt ${daysPassed}/${days} ngày`
}

function some(all: string[]): string {
  const rest = all.length - most.criteria
  return rest > 0
    ? `${all.slice(0, most.criteria).join('; ')} và ${count(rest)} tiêu chí khác`
    : all.join('; ')
}

/** What is wrong first: of what has no room the rest is said to be there. */
function inOrder(services: ServiceReport[]): ServiceReport[] {
  const rank = ({ access, aaaa, content }: ServiceReport) =>
    Math.min(
      ...[access, aaaa, content].map((one) => ['fail', 'partial', 'unknown', 'pass', 'na'].indexOf(one)),
    )
  return services.toSorted((one, other) => rank(one) - rank(other))
}

/** What had no room. */
function others(left: number, noun: string): string {
  return left > 0 ? `; và ${count(left)} ${noun} khác` : ''
}
