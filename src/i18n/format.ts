import type { Day, Instant, Locale } from '../model.ts'

/*
 * Numbers, dates and ages as people of each language write them. Written by hand and not with Intl, so that the same
 * input gives the same bytes on every machine and release of Node. Moments are shown at +07:00 (Asia/Ho_Chi_Minh has no
 * daylight saving).
 */

const provinceOffsetMs = 7 * 3_600_000
const marks = { vi: { decimal: ',', thousands: '.' }, en: { decimal: '.', thousands: ',' } } as const

/** "1.427" and "62,5" in Vietnamese, "1,427" and "62.5" in English. Halves round away from zero. */
export function formatNumber(value: number, locale: Locale, digits = 0): string {
  if (digits === 0 && Number.isInteger(value) && value >= 0 && value < 1000) return String(value)
  const { decimal, thousands } = marks[locale]
  const [whole = '0', fraction] = roundTo(Math.abs(value), digits).toFixed(digits).split('.')
  const sign = value < 0 && Number(`${whole}.${fraction ?? ''}`) !== 0 ? '−' : ''
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands)
  return sign + grouped + (fraction === undefined ? '' : decimal + fraction)
}

/** A share of 0 to 1 as "91,5%". */
export function formatShare(share: number, locale: Locale, digits = 1): string {
  return `${formatNumber(share * 100, locale, digits)}%`
}

/** Percent as a contract writes them, with no more digits than they have: "99,5%", "0,05%", "80%". */
export function formatPercent(percent: number, locale: Locale): string {
  const digits = [0, 1, 2].find((one) => roundTo(percent, one) === percent) ?? 3
  return `${formatNumber(percent, locale, digits)}%`
}

/** A difference with its sign: "+3,5", "−1,2", "0,0". */
export function formatChange(value: number, locale: Locale, digits = 1): string {
  const text = formatNumber(value, locale, digits)
  return roundTo(value, digits) > 0 ? `+${text}` : text
}

/** toFixed cuts 0.15 to 0.1, because 0.15 is a little less in binary; this gives what a person would write. */
function roundTo(value: number, digits: number): number {
  const factor = 10 ** digits
  return (Math.sign(value) * Math.round(Math.abs(value) * factor * (1 + Number.EPSILON))) / factor
}

const englishMonths = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** "30/06/2022" in Vietnamese, "30 Jun 2022" in English. */
export function formatDay(day: Day, locale: Locale): string {
  const [year = '', month = '', date = ''] = day.split('-')
  if (locale === 'vi') return `${date}/${month}/${year}`
  return `${Number(date)} ${englishMonths[Number(month) - 1]} ${year}`
}

/** The day and time in the province, "30/06/2022 14:05". */
export function formatMoment(at: Instant, locale: Locale, { seconds = false } = {}): string {
  const local = new Date(Date.parse(at) + provinceOffsetMs).toISOString()
  return `${formatDay(local.slice(0, 10), locale)} ${local.slice(11, seconds ? 19 : 16)}`
}

/** A length of time by its largest whole unit: "45 giây", "4 phút", "3 giờ", "2 ngày". */
export function formatSpan(seconds: number, locale: Locale): string {
  const steps = [
    { seconds: 86_400, vi: 'ngày', en: 'day' },
    { seconds: 3_600, vi: 'giờ', en: 'hour' },
    { seconds: 60, vi: 'phút', en: 'minute' },
    { seconds: 1, vi: 'giây', en: 'second' },
  ]
  const step = steps.find((one) => seconds >= one.seconds) ?? steps[3]
  if (step === undefined) return ''
  const count = Math.floor(seconds / step.seconds)
  if (locale === 'vi') return `${count} ${step.vi}`
  return `${count} ${step.en}${count === 1 ? '' : 's'}`
}

/** How long ago: "4 phút trước", "4 minutes ago"; less than a second is "vừa xong". */
export function formatAge(at: Instant, now: Instant, locale: Locale): string {
  const seconds = (Date.parse(now) - Date.parse(at)) / 1000
  if (seconds < 0)
    return locale === 'vi' ? `sau ${formatSpan(-seconds, locale)}` : `in ${formatSpan(-seconds, locale)}`
  if (seconds < 1) return locale === 'vi' ? 'vừa xong' : 'just now'
  return locale === 'vi' ? `${formatSpan(seconds, locale)} trước` : `${formatSpan(seconds, locale)} ago`
}

/** "12 ms" below a second, "1,2 s" above. */
export function formatDuration(ms: number, locale: Locale): string {
  if (ms < 10) return `${formatNumber(ms, locale, 1)} ms`
  return ms < 1000 ? `${formatNumber(ms, locale)} ms` : `${formatNumber(ms / 1000, locale, 1)} s`
}
