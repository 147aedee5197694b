import type { FailureClass } from '../../../probes/lib/failure-class.ts'
import { common as en } from '../../i18n/en/common.ts'
import { common as vi } from '../../i18n/vi/common.ts'
import type { Locale, Text } from '../../model.ts'
import { failureTexts } from '../../readiness/failure-texts.ts'
import type { Comparison, MonthlyReport, TargetReport, TaskReport } from '../monthly-report.ts'

/** Words that the report shares with the pages. */
export const shared: Record<Locale, typeof vi> = { vi, en }

/** Why no change is stated. */
export const comparisonTexts: Record<Comparison, Text> = {
  comparable: { vi: '', en: '' },
  no_previous: { vi: 'không có báo cáo kỳ trước', en: 'no report of the previous period' },
  new: { vi: 'đơn vị mới', en: 'new unit' },
  profile_changed: { vi: 'thay đổi hồ sơ đơn vị', en: 'profile changed' },
  coverage_low: {
    vi: 'không so sánh được (độ phủ dưới 80%)',
    en: 'not comparable (coverage below 80%)',
  },
  no_score: { vi: 'không so sánh được', en: 'not comparable' },
}

export const taskTexts: Record<TaskReport['state'], Text> = {
  done: { vi: 'hoàn thành', en: 'done' },
  on_time: { vi: 'đúng tiến độ', en: 'on time' },
  late: { vi: 'chậm', en: 'late' },
  not_due: { vi: 'chưa đến hạn', en: 'not due' },
  unknown: { vi: 'chưa xác định', en: 'unknown' },
}

export const targetTexts: Record<TargetReport['state'], Text> = {
  met: { vi: 'đạt', en: 'met' },
  late: { vi: 'chậm', en: 'late' },
  not_due: { vi: 'chưa đến hạn', en: 'not due' },
  unknown: { vi: 'chưa xác định', en: 'unknown' },
}

/** ", quá hạn 3 ngày", or nothing. */
export function dueText(daysPastDue: number, locale: Locale): string {
  if (daysPastDue === 0) return ''
  return locale === 'vi'
    ? `, quá hạn ${daysPastDue} ngày`
    : `, ${daysPastDue} ${daysPastDue === 1 ? 'day' : 'days'} past due`
}

/** What a failure means; nothing where there is none. */
export function failureText(failure: FailureClass | null, locale: Locale): string {
  return failure === null ? '' : (failureTexts[failure]?.[locale] ?? failure)
}

/** Rows that name their unit by its code, with its name as the report has it. */
export function namedUnits<Row extends { unit: string }>(
  { units }: MonthlyReport,
  rows: Row[],
): (Row & { unitName: string })[] {
  const names = new Map(units.map(({ code, name }) => [code, name]))
  return rows.map((row) => ({ ...row, unitName: names.get(row.unit) ?? row.unit }))
}
