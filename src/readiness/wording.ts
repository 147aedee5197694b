import { formatMoment, formatNumber } from '../i18n/format.ts'
import type { Instant, Text } from '../model.ts'

/** 1234.5 with 1 digit as "1.234,5" in Vietnamese and "1,234.5" in English. */
export function decimal(value: number, digits = 0): Text {
  return { vi: formatNumber(value, 'vi', digits), en: formatNumber(value, 'en', digits) }
}

/** "14/01/2022 09:40" in the province's zone, as each language writes it. */
export function moment(at: Instant): Text {
  return { vi: formatMoment(at, 'vi'), en: formatMoment(at, 'en') }
}

/** "1 address", "2 addresses"; Vietnamese nouns do not change. */
export function counted(count: number, one: string, many: string): string {
  return `${formatNumber(count, 'en')} ${count === 1 ? one : many}`
}

/** The first few of a list, and how many more there are. */
export function listed(items: string[], most = 3): Text {
  const shown = items.slice(0, most).join(', ')
  const more = items.length - most
  return more > 0
    ? { vi: `${shown} và ${more} mục khác`, en: `${shown} and ${more} more` }
    : { vi: shown, en: shown }
}

/** Both languages joined part by part. */
export function joined(...parts: (Text | string)[]): Text {
  const inLocale = (locale: 'vi' | 'en') =>
    parts.map((part) => (typeof part === 'string' ? part : part[locale])).join('')
  return { vi: inLocale('vi'), en: inLocale('en') }
}
