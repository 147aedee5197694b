import { formatDay, formatNumber, formatShare } from '../../i18n/format.ts'
import { milestoneTexts } from '../../readiness/operations/projects.ts'
import type {
  AntiMalwareReport,
  GroupReport,
  HotspotReport,
  Indicator,
  IndicatorId,
  MonthlyReport,
  ProjectReport,
} from '../monthly-report.ts'
import type { Block } from './paper.ts'
import { count, firstOf, kindWords, listed } from './words.ts'

/*
 * Section II in sentences. Each says what is known, what is not, and never takes the one for the other: a count of 0
 * because nothing was looked at is told as such.
 */

const paragraph = (text: string): Block => ({ kind: 'paragraph', text })
const item = (text: string): Block => ({ kind: 'item', text })

/** 1. The units by khối, their means and what changed. */
export function overviewBlocks({ units, groups }: MonthlyReport): Block[] {
  if (units.length === 0) return [paragraph('Danh mục chưa có đơn vị nào tại thời điểm chốt số liệu.')]
  const byKind = groups
    .filter((group) => group.units > 0)
    .map((group) => `${count(group.units)} ${kindWords[group.kind].counted}`)
  const reaching = (level: number) => {
    const there = units.filter((unit) => unit.level >= level).length
    return there === 0 ? null : `${count(there)} đơn vị đạt từ mức ${level}`
  }
  const reached = [1, 3, 4].flatMap((level) => reaching(level) ?? [])
  return [
    paragraph(
      `Tại thời điểm chốt số liệu, hệ thống theo dõi ${count(units.length)} đơn vị, gồm: ${byKind.join('; ')}. Mức độ sẵn sàng IPv6 (R, thang điểm 100) và mức trưởng thành (mức 0 đến mức 5) như sau:`,
    ),
    ...groups.filter((group) => group.units > 0).map((group) => item(groupText(group))),
    paragraph(
      `${reached.length === 0 ? 'Chưa có đơn vị nào được xác định đạt từ mức 1' : `Trong ${count(units.length)} đơn vị, ${listed(reached)}`} trở lên. Chi tiết tại Biểu 01 và Biểu 03.`,
    ),
  ]
}

function groupText(group: GroupReport): string {
  const name = kindWords[group.kind].group
  if (group.score === null || group.scoreMax === null || group.coverage === null)
    return `${name}: chưa có tiêu chí nào áp dụng nên chưa có điểm.`
  if (group.coverage === 0)
    return `${name}: chưa xác định được mức độ sẵn sàng vì chưa có số liệu nào; ${changeText(group)}.`
  const [score, max] = [formatNumber(group.score, 'vi', 1), formatNumber(group.scoreMax, 'vi', 1)]
  const few = group.coverage < 0.8 ? ', chưa đủ số liệu để kết luận' : ''
  const range = score === max ? '' : `có thể tới ${max} điểm khi đủ số liệu; `
  return `${name}: R ${group.units === 1 ? '' : 'trung bình '}${score} điểm (${range}độ phủ số liệu ${formatShare(group.coverage, 'vi')}${few}); ${changeText(group)}.`
}

function changeText({ comparison, change, comparedUnits, units }: GroupReport): string {
  const of = comparedUnits < units ? ` (tính trên ${count(comparedUnits)} đơn vị so sánh được)` : ''
  switch (comparison) {
    case 'comparable': {
      if (change === null) return 'không so sánh được với kỳ trước'
      if (Math.abs(change) < 0.05) return `không thay đổi so với kỳ trước${of}`
      return `${change > 0 ? 'tăng' : 'giảm'} ${formatNumber(Math.abs(change), 'vi', 1)} điểm so với kỳ trước${of}`
    }
    case 'no_previous':
      return 'chưa có báo cáo kỳ trước để so sánh'
    case 'coverage_low':
      return 'không so sánh được với kỳ trước do độ phủ số liệu dưới 80%'
    default:
      return 'không so sánh được với kỳ trước'
  }
}

/** 2. National indicators, services, broken IPv6 and the targets of the plan. */
export function conversionBlocks(report: MonthlyReport): Block[] {
  return [
    ...report.indicators.map((indicator) => item(indicatorTexts[indicator.id](indicator))),
    ...serviceText(report),
    ...targetText(report),
  ]
}

const indicatorTexts: Record<IndicatorId, (indicator: Indicator) => string> = {
  plan: ({ value }) =>
    ({ 1: 'Kế hoạch chuyển đổi IPv6 của tỉnh: đạt.', 0: 'Kế hoạch chuyển đổi IPv6 của tỉnh: chưa đạt.' })[
      value ?? -1
    ] ?? 'Kế hoạch chuyển đổi IPv6 của tỉnh: chưa xác định do chưa đủ minh chứng còn hiệu lực.',
  portals: ({ value, passed, total, unknown }) => {
    const name = 'Cổng thông tin điện tử, Cổng dịch vụ công của tỉnh chạy IPv6'
    if (!total || passed === null) return `${name}: danh mục của tỉnh chưa có cổng nào để đo.`
    if (value === null) return `${name}: chưa xác định, chưa đo được cổng nào trong ${count(total)} cổng.`
    const open = unknown ? `; ${count(unknown)} cổng chưa xác định, tính là chưa đạt` : ''
    return `${name}: ${count(passed)}/${count(total)} cổng (${formatShare(passed / total, 'vi')})${open}.`
  },
  resources: ({ value }) =>
    ({ 1: 'Địa chỉ IP và số hiệu mạng độc lập: đạt.', 0: 'Địa chỉ IP và số hiệu mạng độc lập: chưa đạt.' })[
      value ?? -1
    ] ?? 'Địa chỉ IP và số hiệu mạng độc lập: chưa xác định do chưa đủ minh chứng còn hiệu lực.',
  traffic: ({ value }) =>
    value === null
      ? 'Tỷ lệ lưu lượng IPv6: chưa xác định.'
      : `Tỷ lệ lưu lượng IPv6: ${formatShare(value, 'vi')}.`,
}

function serviceText({ services, units }: MonthlyReport): Block[] {
  const applying = services.filter(({ access }) => access !== 'na')
  if (applying.length === 0) return [paragraph('Danh mục chưa có cổng, dịch vụ web nào để đo qua IPv6.')]
  const answers = applying.map(({ aaaa, access, content }) => [aaaa, access, content])
  const passed = answers.filter((all) => all.every((one) => one === 'pass')).length
  const unknown = answers.filter((all) => all.includes('unknown')).length
  const open = unknown === 0 ? '' : `; ${count(unknown)} dịch vụ chưa đo được đầy đủ, không tính là đạt`
  const broken = [...new Set(units.flatMap((unit) => unit.broken))]
  return [
    paragraph(
      `Toàn tỉnh có ${count(applying.length)} cổng, dịch vụ web được theo dõi: ${count(passed)} dịch vụ có AAAA hợp lệ, truy cập được và có nội dung như IPv4${open} (Biểu 04).`,
    ),
    ...(broken.length === 0
      ? []
      : [
          paragraph(
            `Có ${count(broken.length)} dịch vụ công bố địa chỉ IPv6 nhưng không truy cập được (IPv6 hỏng): ${firstOf(broken, 5, 'dịch vụ')}.`,
          ),
        ]),
  ]
}

function targetText({ plan, targets }: MonthlyReport): Block[] {
  if (plan === null || targets.length === 0)
    return [paragraph('Chưa có chỉ tiêu kế hoạch nào được nhập vào hệ thống.')]
  const parts = targetStates.flatMap(([state, words]) => {
    const of = targets.filter((target) => target.state === state).length
    return of === 0 ? [] : [`${count(of)} chỉ tiêu ${words}`]
  })
  return [
    paragraph(`Về chỉ tiêu kế hoạch (${count(targets.length)} chỉ tiêu): ${parts.join('; ')} (Biểu 01a).`),
  ]
}

const targetStates = [
  ['met', 'đã đạt'],
  ['late', 'quá hạn chưa đạt'],
  ['not_due', 'chưa đến hạn'],
  ['unknown', 'chưa xác định'],
] as const

/** 3. Leased lines. */
export function lineBlocks({ lines }: MonthlyReport): Block[] {
  if (lines === undefined) return [paragraph('Mẫu báo cáo của kỳ này chưa có số liệu đường truyền.')]
  if (lines.length === 0)
    return [paragraph('Danh mục chưa có đường truyền số liệu chuyên dùng nào tại thời điểm chốt số liệu.')]
  const measured = lines.flatMap(({ figures, slaAvailabilityPct }) =>
    figures ? [{ ...figures, slaAvailabilityPct }] : [],
  )
  const known = measured.filter(({ availabilityPct }) => availabilityPct !== null)
  const owing = known.filter(({ slaAvailabilityPct }) => slaAvailabilityPct !== null)
  const kept = owing.filter(
    ({ availabilityPct, slaAvailabilityPct }) => Number(availabilityPct) >= Number(slaAvailabilityPct),
  )
  const unseen = measured.reduce((sum, { minutes }) => sum + minutes.void + minutes.unmeasured, 0)
  const incidents = measured.reduce((sum, one) => sum + one.incidents, 0)
  const busy = measured.filter(({ p95OfCir }) => p95OfCir !== null && p95OfCir > 0.8).length
  const units = new Set(lines.map(({ unit }) => unit)).size
  return [
    paragraph(
      `Theo dõi ${count(lines.length)} đường truyền của ${count(units)} đơn vị; ${
        known.length === lines.length
          ? 'tất cả có đủ số liệu để tính độ sẵn sàng.'
          : `${count(known.length)} đường có đủ số liệu để tính độ sẵn sàng, ${count(lines.length - known.length)} đường chưa đủ số liệu và không được coi là đạt hay không đạt.`
      }`,
    ),
    ...(known.length === 0
      ? []
      : [
          paragraph(
            owing.length === 0
              ? 'Các đường đã đo không ghi cam kết độ sẵn sàng trong hợp đồng.'
              : `Trong ${count(owing.length)} đường đã đo có cam kết độ sẵn sàng theo hợp đồng, ${keptText(kept.length, owing.length)}.`,
          ),
        ]),
    ...(measured.length === 0
      ? []
      : [
          paragraph(
            `Trong thời gian đo được ghi nhận ${count(incidents)} lần gián đoạn; ${
              unseen === 0
                ? 'không có thời gian nào không đo được'
                : `tổng thời gian không đo được là ${formatNumber(unseen, 'vi')} phút, không tính là hoạt động hay gián đoạn`
            }. ${busyText(busy, measured)} Chi tiết tại Biểu 06.`,
          ),
        ]),
  ]
}

function keptText(kept: number, all: number): string {
  if (kept === all) return 'tất cả đạt cam kết'
  return `${count(kept)} đường đạt cam kết, ${count(all - kept)} đường thấp hơn cam kết`
}

function busyText(busy: number, measured: { p95OfCir: number | null }[]): string {
  const known = measured.filter(({ p95OfCir }) => p95OfCir !== null).length
  if (known === 0) return 'Chưa đủ số liệu để tính mức sử dụng băng thông so với cam kết.'
  if (busy === 0)
    return `Không đường nào trong ${count(known)} đường đo được lưu lượng có mức sử dụng (phân vị 95) trên 80% băng thông cam kết.`
  return `${count(busy)}/${count(known)} đường đo được lưu lượng có mức sử dụng (phân vị 95) trên 80% băng thông cam kết.`
}

/** 4. Public Wi-Fi. */
export function hotspotBlocks({ hotspots }: MonthlyReport): Block[] {
  if (hotspots === undefined || hotspots.length === 0)
    return [paragraph('Danh mục chưa có điểm wifi công cộng nào; chưa có số liệu để báo cáo.')]
  return [
    paragraph(
      `Danh mục có ${count(hotspots.length)} điểm wifi công cộng (Biểu 07). ${inServiceText(hotspots)}`,
    ),
  ]
}

function inServiceText(hotspots: HotspotReport[]): string {
  const known = hotspots.filter(({ figures }) => figures?.sitePct != null)
  const served = known.filter(({ figures }) => (figures?.sitePct ?? 0) >= 99).length
  const unknown = hotspots.length - known.length
  return `${count(served)}/${count(known.length)} điểm đo được có ít nhất một AP hoạt động từ 99% thời gian; ${count(unknown)} điểm chưa đủ số liệu.`
}

/** 5. Anti-malware software, from what units hand in. */
export function antiMalwareBlocks({ antimalware, units }: MonthlyReport): Block[] {
  if (antimalware === undefined || antimalware.length === 0)
    return [
      paragraph('Chưa có đơn vị nào gửi số liệu phần mềm phòng, chống mã độc; chưa xác định được tình hình.'),
    ]
  const sum = (of: (row: AntiMalwareReport) => number) =>
    antimalware.reduce((total, row) => total + of(row), 0)
  const declared = sum((row) => row.declared)
  const silent = units.length - antimalware.length
  const whoSilent = silent > 0 ? `; ${count(silent)} đơn vị chưa gửi, chưa xác định` : ''
  const infections = sum((row) => row.infections)
  return [
    paragraph(
      `Có ${count(antimalware.length)}/${count(units.length)} đơn vị gửi số liệu${whoSilent}. ${
        declared === 0
          ? 'Các đơn vị đã gửi số liệu chưa khai báo máy nào.'
          : `Các đơn vị đã gửi số liệu khai báo ${count(declared)} máy, trong đó ${count(sum((row) => row.agents))} máy đã cài phần mềm, ${count(sum((row) => row.updated7d))} máy báo cáo trong 7 ngày với mẫu nhận diện mới.`
      } ${
        infections === 0
          ? 'Theo số liệu các đơn vị gửi, không có trường hợp lây nhiễm.'
          : `Theo số liệu các đơn vị gửi, có ${count(infections)} trường hợp lây nhiễm, đã xử lý ${count(sum((row) => row.cleaned))}.`
      } Chi tiết tại Biểu 08.`,
    ),
  ]
}

/** 6. Projects of the data centre and the operations centres. */
export function projectBlocks({ projects }: MonthlyReport): Block[] {
  if (projects === undefined || projects.length === 0)
    return [paragraph('Chưa có dự án DC, IOC, SOC nào được khai báo trong hệ thống.')]
  return projects.map((project) => item(projectText(project)))
}

function projectText({ name, done, milestones, last, next, ipv6FromUse }: ProjectReport): string {
  if (milestones === 0) return `${name}: chưa khai báo mốc tiến độ nào.`
  const parts = [`${count(done)}/${count(milestones)} mốc đã hoàn thành`]
  if (last) parts.push(`gần nhất là “${milestoneTexts[last.name].vi}” ngày ${formatDay(last.day, 'vi')}`)
  if (next)
    parts.push(
      `mốc tiếp theo “${milestoneTexts[next.name].vi}” theo kế hoạch ngày ${formatDay(next.day, 'vi')}${next.daysLate > 0 ? `, chậm ${count(next.daysLate)} ngày` : ''}`,
    )
  const ipv6 = { yes: 'có IPv6 từ khi đưa vào sử dụng', no: 'chưa có IPv6 từ khi đưa vào sử dụng' }
  if (ipv6FromUse) parts.push(ipv6[ipv6FromUse])
  return `${name}: ${parts.join('; ')}.`
}

/** Names of what a sentence lists, at most so many. */
export function namesOf(names: string[]): string {
  return names.length <= 5 ? listed(names) : firstOf(names, 5, 'đơn vị')
}
