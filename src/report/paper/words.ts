import { formatNumber } from '../../i18n/format.ts'
import type { UnitKind } from '../../model/inventory.ts'
import { parsePeriodName } from '../period.ts'

/** "tháng 01 năm 2022", "quý I năm 2022", "6 tháng đầu năm 2022", "năm 2022". */
export function periodWords(name: string): string {
  const period = parsePeriodName(name)
  if (period === undefined) throw new RangeError(`"${name}" names no reporting period`)
  switch (period.kind) {
    case 'month':
      return `tháng ${String(period.month).padStart(2, '0')} năm ${period.year}`
    case 'quarter':
      return `quý ${['I', 'II', 'III', 'IV'][period.month / 3 - 1]} năm ${period.year}`
    case 'half':
      return `6 tháng đầu năm ${period.year}`
    case 'nine_months':
      return `9 tháng đầu năm ${period.year}`
    case 'year':
      return `năm ${period.year}`
  }
}

export const nextPeriodWords = {
  month: 'tháng tiếp theo',
  quarter: 'quý tiếp theo',
  half: 'thời gian tiếp theo',
  nine_months: 'thời gian tiếp theo',
  year: 'năm tiếp theo',
} as const

export const kindWords: Record<UnitKind, { counted: string; group: string }> = {
  platform: { counted: 'nền tảng dùng chung của tỉnh', group: 'Nền tảng dùng chung của tỉnh' },
  department: { counted: 'sở, ban, ngành', group: 'Khối sở, ban, ngành' },
  district: { counted: 'đơn vị cấp huyện', group: 'Khối cấp huyện' },
  commune: { counted: 'đơn vị cấp xã', group: 'Khối cấp xã' },
}

/** A count as officials write it: below 10 with a leading zero, "05", but "0". */
export function count(value: number): string {
  return value > 0 && value < 10 ? `0${value}` : formatNumber(value, 'vi')
}

/** "a, b và c"; where parts hold commas themselves, with semicolons. */
export function listed(parts: string[]): string {
  const mark = parts.some((part) => part.includes(',')) ? '; ' : ', '
  if (parts.length < 2 || mark === '; ') return parts.join(mark)
  return `${parts.slice(0, -1).join(mark)} và ${parts.at(-1)}`
}

/** The first few and how many more: "a, b và 7 đơn vị khác". */
export function firstOf(all: string[], most: number, noun: string): string {
  if (all.length <= most) return listed(all)
  return `${all.slice(0, most).join(', ')} và ${count(all.length - most)} ${noun} khác`
}
