import { common as en } from '../../i18n/en/common.ts'
import { common as vi } from '../../i18n/vi/common.ts'
import type { Locale, Text } from '../../model.ts'
import type { Comparison, TaskStatus } from '../monthly-report.ts'

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

export const statusTexts: Record<TaskStatus, Text> = {
  done: { vi: 'hoàn thành', en: 'done' },
  done_late: { vi: 'hoàn thành chậm', en: 'done late' },
  late: { vi: 'chậm', en: 'late' },
  not_due: { vi: 'chưa đến hạn', en: 'not due' },
  undated: { vi: 'chưa có hạn', en: 'no due date' },
}

/** "hoàn thành chậm 3 ngày", "3 days late". */
export function lateText(days: number, locale: Locale): string {
  return locale === 'vi' ? `${days} ngày` : `${days} ${days === 1 ? 'day' : 'days'}`
}
