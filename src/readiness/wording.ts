import type { Day, Instant, Text } from '../model.ts'

/** Hải Dương keeps UTC+7 all year; a fixed offset prints the same on every machine. */
const zoneOffsetMs = 7 * 3_600_000

/** 1234.5 with 1 digit as "1.234,5" in Vietnamese and "1,234.5" in English. */
export function decimal(value: number, digits: number): Text {
  const [whole = '0', rest] = Math.abs(value).toFixed(digits).split('.')
  const sign = value < 0 && Number(value.toFixed(digits)) !== 0 ? '-' : ''
  const grouped = (separator: string) => sign + whole.replace(/\B(?=(\d{3})+$)/g, separator)
  return rest === undefined
    ? { vi: grouped('.'), en: grouped(',') }
    : { vi: `${grouped('.')},${rest}`, en: `${grouped(',')}.${rest}` }
}

/** 0.8 with 1 digit as "80,0%" in Vietnamese and "80.0%" in English. */
export function percent(share: number, digits: number): Text {
  const { vi, en } = decimal(100 * share, digits)
  return { vi: `${vi}%`, en: `${en}%` }
}

/** "14/01/2022 09:40" in the province's zone, the same in both languages. */
export function moment(at: Instant): string {
  const local = new Date(Date.parse(at) + zoneOffsetMs).toISOString()
  return `${calendarDay(local.slice(0, 10))} ${local.slice(11, 16)}`
}

/** "2022-01-14" as "14/01/2022". */
export function calendarDay(day: Day): string {
  return day.split('-').reverse().join('/')
}

/** The province's calendar day at a moment. */
export function dayOf(at: Instant): Day {
  return new Date(Date.parse(at) + zoneOffsetMs).toISOString().slice(0, 10)
}

/** "1 address", "2 addresses"; Vietnamese nouns do not change. */
export function counted(count: number, one: string, many: string): string {
  return `${decimal(count, 0).en} ${count === 1 ? one : many}`
}

/** The first few of a list, and how many more there are. */
export function listed(items: string[], most = 3): Text {
  const shown = items.slice(0, most).join(', ')
  const more = items.length - most
  return more > 0
    ? { vi: `${shown} và ${more} mục khác`, en: `${shown} and ${more} more` }
    : { vi: shown, en: shown }
}
