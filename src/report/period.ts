import type { Day, Instant } from '../model.ts'

/** The last day of a reporting month (Nghị định 09/2019/NĐ-CP closes periodic reports on the 14th). */
export const defaultCutoffDay = 14

export type PeriodOptions = {
  /** 1 to 31; a month that is shorter closes on its last day. */
  cutoffDay?: number
}

/** What a report may cover, by the month in which it closes: 6 months and 9 months are the first of the year. */
export type PeriodName = { kind: keyof typeof monthsIn; year: number; month: number }

const monthsIn = { month: 1, quarter: 3, half: 6, nine_months: 9, year: 12 } as const

/** A reporting period: `from` is its first moment, `to` the first moment after it. */
export type Period = {
  /** "2022-01" after the month in which it closes; "2022-Q1", "2022-H1", "2022-9M", "2022". */
  name: string
  kind: PeriodName['kind']
  from: Instant
  to: Instant
}

const dayMs = 86_400_000
/** Asia/Ho_Chi_Minh is UTC+7 the whole year, and was throughout the years that a report may name. */
const zoneMs = 7 * 3_600_000

/** Reads "2022-01", "2022-Q1", "2022-H1", "2022-9M" and "2022"; undefined for anything else. */
export function parsePeriodName(name: string): PeriodName | undefined {
  const match = /^(20\d\d)(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|(H1)|(9M)))?$/.exec(name)
  if (match === null) return undefined
  const [, year, month, quarter, half, nineMonths] = match
  if (month !== undefined) return { kind: 'month', year: Number(year), month: Number(month) }
  if (quarter !== undefined) return { kind: 'quarter', year: Number(year), month: 3 * Number(quarter) }
  if (half !== undefined) return { kind: 'half', year: Number(year), month: 6 }
  if (nineMonths !== undefined) return { kind: 'nine_months', year: Number(year), month: 9 }
  return { kind: 'year', year: Number(year), month: 12 }
}

/**
 * The period of a name: month M runs from the day after the cut-off day of M-1 to the cut-off day of M, so 2022-01 is
 * 15/12/2021 00:00 to 15/01/2022 00:00 at +07:00; longer periods are those of their months together. Throws RangeError for a name or a cut-off day that is none.
 */
export function periodOf(name: string, options: PeriodOptions = {}): Period {
  const parsed = parsePeriodName(name)
  if (parsed === undefined)
    throw new RangeError(
      `"${name}" names no reporting period: write 2022-01, 2022-Q1, 2022-H1, 2022-9M or 2022`,
    )
  const first = monthPeriod(parsed.year, parsed.month + 1 - monthsIn[parsed.kind], options)
  const last = monthPeriod(parsed.year, parsed.month, options)
  return { name, kind: parsed.kind, from: first.from, to: last.to }
}

/** The period in which a moment lies. */
export function periodAt(at: Instant, options: PeriodOptions = {}): Period {
  const [year, month] = yearAndMonth(dayOf(at))
  const period = monthPeriod(year, month, options)
  return at < period.to ? period : monthPeriod(year, month + 1, options)
}

/** What a period is compared with: the one before it, for the first 6 or 9 months of a year those of the year before. */
export function previousPeriod(period: Period, options: PeriodOptions = {}): Period {
  const { kind, name } = period
  if (kind === 'month') return periodAt(minusMs(period.from, 1), options)
  const year = Number(name.slice(0, 4))
  if (kind !== 'quarter') return periodOf(`${year - 1}${name.slice(4)}`, options)
  const quarter = Number(name.at(-1))
  return periodOf(quarter === 1 ? `${year - 1}-Q4` : `${year}-Q${quarter - 1}`, options)
}

/** The first moment after the time for which a report says what comes next: the rest of the year after 6 or 9 months. */
export function endOfNext({ kind, name, to }: Period, options: PeriodOptions = {}): Instant {
  const [year, month] = yearAndMonth(dayOf(minusMs(to, 1)))
  if (kind === 'half' || kind === 'nine_months') return monthPeriod(Number(name.slice(0, 4)), 12, options).to
  return monthPeriod(year, month + monthsIn[kind], options).to
}

/** The months of a period, oldest first; a month is its own. */
export function monthsOf(period: Period, options: PeriodOptions = {}): Period[] {
  const months: Period[] = []
  for (let at = period.from; at < period.to; at = months.at(-1)?.to ?? period.to)
    months.push(periodAt(at, options))
  return months
}

/** The longer periods that close with a month, shortest first. */
export function longerPeriods(month: Period, options: PeriodOptions = {}): Period[] {
  const [year = '', number = ''] = month.name.split('-')
  const names: Record<string, string[]> = {
    '03': ['Q1'],
    '06': ['Q2', 'H1'],
    '09': ['Q3', '9M'],
    '12': ['Q4', ''],
  }
  return (names[number] ?? []).map((part) => periodOf(part === '' ? year : `${year}-${part}`, options))
}

/** The periods that have begun and are not over at `now`: the month, and the longer ones that it belongs to. */
export function openPeriods(now: Instant, options: PeriodOptions = {}): Period[] {
  const open = periodAt(now, options)
  const year = Number(open.name.slice(0, 4))
  const longer: Period[] = []
  for (let month = Number(open.name.slice(5)); month <= 12; month += 1)
    longer.push(...longerPeriods(monthPeriod(year, month, options), options))
  return [open, ...longer.filter(({ from }) => from <= now)]
}

/** Whether the period is over at `now`. */
export function isClosed(period: Period, now: Instant): boolean {
  return now >= period.to
}

/** The newest period that is over at `now`. */
export function lastClosed(now: Instant, options: PeriodOptions = {}): Period {
  return previousPeriod(periodAt(now, options), options)
}

/** Every period from the one that holds `from` up to the newest that is over at `now`, oldest first. */
export function closedPeriodsSince(from: Instant, now: Instant, options: PeriodOptions = {}): Period[] {
  const periods: Period[] = []
  for (let next = periodAt(from, options); isClosed(next, now); next = periodAt(next.to, options))
    periods.push(next)
  return periods
}

/** The calendar days of a period, in order; with `until`, those that have begun by then. */
export function daysOf(period: Period, until: Instant = period.to): Day[] {
  const days: Day[] = []
  for (let at = period.from; at < period.to && at <= until; at = startOfDay(dayAfter(dayOf(at))))
    days.push(dayOf(at))
  return days
}

/** The calendar day in the province's zone on which a moment falls. */
export function dayOf(at: Instant): Day {
  return new Date(Date.parse(at) + zoneMs).toISOString().slice(0, 10)
}

/** The newest calendar day that is over at a moment; at its last millisecond it is. */
export function lastDayOver(at: Instant): Day {
  return dayOf(minusMs(startOfDay(dayOf(minusMs(at, -1))), 1))
}

/** Midnight at +07:00 with which a day begins. */
export function startOfDay(day: Day): Instant {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) - zoneMs).toISOString()
}

/** The last millisecond of a day at +07:00: what has been seen by then was seen on that day. */
export function endOfDay(day: Day): Instant {
  return minusMs(startOfDay(dayAfter(day)), 1)
}

/** The last millisecond of the period, at which its report judges. */
export function cutoffOf(period: Period): Instant {
  return minusMs(period.to, 1)
}

function monthPeriod(year: number, month: number, { cutoffDay = defaultCutoffDay }: PeriodOptions): Period {
  if (!Number.isInteger(cutoffDay) || cutoffDay < 1 || cutoffDay > 31)
    throw new RangeError(`the cut-off day is ${cutoffDay}: it must be a day of the month, 1 to 31`)
  const close = cutoff(year, month, cutoffDay)
  return {
    name: close.slice(0, 7),
    kind: 'month',
    from: startOfDay(dayAfter(cutoff(year, month - 1, cutoffDay))),
    to: startOfDay(dayAfter(close)),
  }
}

/** The closing day of a month; month 0 is December of the year before and month 13 January of the next. */
function cutoff(year: number, month: number, cutoffDay: number): Day {
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1, Math.min(cutoffDay, lastDay))).toISOString().slice(0, 10)
}

/** The calendar day after a day. */
export function dayAfter(day: Day): Day {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + dayMs).toISOString().slice(0, 10)
}

function yearAndMonth(day: Day): [year: number, month: number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7))]
}

function minusMs(at: Instant, ms: number): Instant {
  return new Date(Date.parse(at) - ms).toISOString()
}
