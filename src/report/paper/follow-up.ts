import { formatDay } from '../../i18n/format.ts'
import { common } from '../../i18n/vi/common.ts'
import { incidents as words } from '../../i18n/vi/incidents.ts'
import { unitKinds } from '../../model/inventory.ts'
import type { Day } from '../../model.ts'
import type { MonthlyReport, TaskReport } from '../monthly-report.ts'
import { dayOf } from '../period.ts'
import { rootText } from '../tables/incidents.ts'
import type { Block } from './paper.ts'
import { namesOf } from './results.ts'
import { count, firstOf, kindWords } from './words.ts'

const item = (text: string): Block => ({ kind: 'item', text })
const paragraph = (text: string): Block => ({ kind: 'paragraph', text })

/** Coverage below which more than a fifth of what applies to a unit is unknown. */
const leastCoverage = 0.8

/** III. What the figures themselves show to be wrong, and why so much is unknown. */
export function shortcomingBlocks(report: MonthlyReport): Block[] {
  const { units, tasks, targets, lines = [] } = report
  const incidents = incidentText(report)
  const names = new Map(units.map(({ code, name }) => [code, name]))
  const lateTasks = tasks.filter(({ state }) => state === 'late')
  const unclear = tasks.filter(({ state, daysPastDue }) => state === 'unknown' && daysPastDue > 0)
  const lateTargets = targets.filter(({ state }) => state === 'late')
  const broken = units.filter((unit) => unit.broken.length > 0)
  const missed = lines.filter(
    ({ figures, slaAvailabilityPct }) =>
      figures?.availabilityPct != null &&
      slaAvailabilityPct !== null &&
      figures.availabilityPct < slaAvailabilityPct,
  )
  const unknown = units.filter(({ coverage }) => coverage !== null && coverage < leastCoverage)
  const found: Block[] = [
    ...lateTasks.map((task) => item(`Nhiệm vụ ${task.code} “${task.name.vi}” quá hạn ${lateText(task)}.`)),
    ...(unclear.length === 0
      ? []
      : [
          item(
            `Có ${count(unclear.length)} nhiệm vụ đã qua hạn nhưng chưa xác định được kết quả: ${firstOf(
              unclear.map(({ code }) => code),
              10,
              'nhiệm vụ',
            )}.`,
          ),
        ]),
    ...lateTargets.map(({ name, done, units: of }) =>
      item(`Chỉ tiêu “${name.vi}” quá hạn chưa đạt: ${count(done)}/${count(of)} đơn vị đạt.`),
    ),
    ...(broken.length === 0
      ? []
      : [
          item(
            `Có ${count(broken.length)} đơn vị công bố địa chỉ IPv6 không truy cập được: ${namesOf(broken.map(({ name }) => name))}.`,
          ),
        ]),
    ...(missed.length === 0
      ? []
      : [
          item(
            `Có ${count(missed.length)} đường truyền có độ sẵn sàng thấp hơn cam kết: ${firstOf(
              missed.map(({ code, unit }) => `${code} (${names.get(unit) ?? unit})`),
              5,
              'đường truyền',
            )}.`,
          ),
        ]),
    ...(incidents === null ? [] : [item(`${incidents} Chi tiết tại Biểu 06a.`)]),
    ...(unknown.length === 0 ? [] : [item(unknownText(unknown))]),
  ]
  if (found.length > 0) return found
  return units.every(({ coverage }) => !coverage)
    ? [paragraph('Chưa có số liệu đo nào để xác định tồn tại, hạn chế.')]
    : [
        paragraph(
          `Trong phạm vi số liệu đã đo, không phát hiện nhiệm vụ, chỉ tiêu quá hạn, IPv6 hỏng, ${report.incidents ? 'sự cố mạng, ' : ''}đường truyền thấp hơn cam kết hoặc đơn vị thiếu số liệu.`,
        ),
      ]
}

/** "Trong kỳ có 03 sự cố mạng (…)", by what was seen and by cause; null without any. */
export function incidentText(
  { incidents = [], period }: MonthlyReport,
  { withCauses = true } = {},
): string | null {
  if (incidents.length === 0) return null
  const counted = (words: string[]) =>
    [...new Set(words)]
      .map((word): [string, number] => [word, words.filter((one) => one === word).length])
      .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
      .map(([word, times]) => `${count(times)} ${word}`)
      .join(', ')
  const open = incidents.filter(({ restoredAt, abandoned }) => restoredAt === null && !abandoned)
  const ending =
    open.length === 0
      ? ''
      : `; tại thời điểm chốt số liệu còn ${count(open.length)} sự cố chưa khôi phục: ${firstOf(
          open.map((one) => rootText(one, 'vi')),
          3,
          'sự cố',
        )}`
  const older = incidents.filter(({ openedAt }) => openedAt < period.from).length
  const before = older === 0 ? '' : `, trong đó ${count(older)} sự cố từ kỳ trước`
  const symptoms = counted(incidents.map(({ symptom }) => words.symptoms[symptom]))
  const causes = withCauses ? counted(incidents.map(({ cause }) => words.causes[cause].toLowerCase())) : null
  const why = causes === null ? '' : ` Nguyên nhân theo nhật ký sự cố: ${causes}.`
  return `Trong kỳ có ${count(incidents.length)} sự cố mạng (${symptoms})${before}${ending}.${why}`
}

function lateText({ daysPastDue, done, units }: TaskReport): string {
  const days = daysPastDue > 0 ? `${count(daysPastDue)} ngày` : ''
  return units > 0 ? `${days} (${count(done)}/${count(units)} đơn vị đạt)`.trim() : days
}

function unknownText(unknown: MonthlyReport['units']): string {
  const byKind = unitKinds.flatMap((kind) => {
    const own = unknown.filter((unit) => unit.kind === kind).length
    return own === 0 ? [] : [`${count(own)} ${kindWords[kind].counted}`]
  })
  const reasons = new Map<string, number>()
  for (const { verdicts } of unknown)
    for (const { verdict, reason } of verdicts)
      if (verdict === 'unknown' && reason !== null) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  const texts: Record<string, string> = common.reason
  const main = [...reasons]
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .slice(0, 3)
    .map(([reason, times]) => `${texts[reason] ?? reason} (${count(times)} lượt tiêu chí)`)
  const why = main.length === 0 ? '' : ` Nguyên nhân chủ yếu: ${main.join('; ')}.`
  return `Có ${count(unknown.length)} đơn vị chưa xác định trên 20% nội dung đánh giá, gồm: ${byKind.join('; ')}.${why}`
}

/** IV. What is due until the end of the next period, after what is overdue. */
export function nextBlocks({ plan, tasks, cutoffAt }: MonthlyReport, nextTo: Day): Block[] {
  if (plan === null)
    return [paragraph('Chưa có kế hoạch nào được nhập vào hệ thống để xác định nhiệm vụ đến hạn.')]
  const today = dayOf(cutoffAt)
  const open = tasks.filter(({ state, due }) => state !== 'done' && due !== null && due <= nextTo)
  const overdue = open.filter(({ due }) => (due ?? '') <= today)
  const next = open.filter(({ due }) => (due ?? '') > today)
  return [
    ...next.map((task) =>
      item(
        `Hoàn thành nhiệm vụ ${task.code} “${task.name.vi}” chậm nhất ngày ${formatDay(task.due ?? '', 'vi')} (chủ trì: ${task.lead.vi}).`,
      ),
    ),
    ...overdue.map((task) =>
      item(
        `Tiếp tục thực hiện nhiệm vụ ${task.code} “${task.name.vi}”, hạn ${formatDay(task.due ?? '', 'vi')} đã qua (chủ trì: ${task.lead.vi}).`,
      ),
    ),
    ...(open.length === 0
      ? [paragraph('Không có nhiệm vụ nào của kế hoạch đến hạn trong kỳ tiếp theo.')]
      : []),
  ]
}
