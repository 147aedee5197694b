import type { Messages } from '../i18n/messages.ts'
import { parsePeriodName } from './period.ts'

/** "Tháng 01 năm 2022", "Quý I năm 2022", "Năm 2022". */
export function periodName(period: string, { t: { reports: t } }: { t: Pick<Messages, 'reports'> }): string {
  const named = parsePeriodName(period)
  const year = period.slice(0, 4)
  switch (named?.kind) {
    case 'quarter':
      return t.quarter(['I', 'II', 'III', 'IV'][named.month / 3 - 1] ?? '', year)
    case 'half':
      return t.half(year)
    case 'nine_months':
      return t.nineMonths(year)
    case 'year':
      return t.year(year)
    default:
      return t.period(period.slice(5), year)
  }
}
