import { type LocalTime, type Repetition, type Weekday, weekdays } from '../model/maintenance.ts'
import { clockMs } from './local-time.ts'

const dayMs = 86_400_000
/** More than anything that is announced comes; a rule without an end is asked about a time, so it ends there. */
const mostTimes = 100_000

/** Whether work that begins then begins by its rule. */
export function startsOn(start: LocalTime, repetition: Repetition): boolean {
  const [first] = startsOf(start, repetition, Number.POSITIVE_INFINITY)
  return first === clockMs(start)
}

/**
 * When work begins, on the clocks of its zone (see clockMs), oldest first and up to `lastMs`. As with RRULE, months that
 * lack the day are passed over. Reckoned from the first time, because `count` counts from there.
 */
export function* startsOf(
  start: LocalTime,
  repetition: Repetition | null,
  lastMs: number,
): Generator<number, void> {
  const first = clockMs(start)
  if (repetition === null) {
    if (first <= lastMs) yield first
    return
  }
  const { count, until } = repetition
  const end = Math.min(lastMs, until === null ? lastMs : clockMs(`${until}T23:59`) + 59_999)
  let left = count ?? mostTimes
  for (const at of repetition.every === 'week' ? weekly(first, repetition) : monthly(first, repetition)) {
    if (at > end || left-- === 0) return
    yield at
  }
}

function* weekly(first: number, { interval, on }: Extract<Repetition, { every: 'week' }>): Generator<number> {
  const days = on.map((day) => weekdays.indexOf(day)).sort((one, other) => one - other)
  const monday = first - weekdayAt(first) * dayMs
  for (let week = monday; ; week += interval * 7 * dayMs)
    for (const day of days) if (week + day * dayMs >= first) yield week + day * dayMs
}

function* monthly(
  first: number,
  { interval, on }: Extract<Repetition, { every: 'month' }>,
): Generator<number> {
  const start = new Date(first)
  const timeOfDay = first % dayMs
  // a rule for the 31st of every 12th month from a June on would else look for ever
  for (let step = 0; step < mostTimes; step++) {
    const month = start.getUTCMonth() + step * interval
    const days = daysOfMonth(start.getUTCFullYear(), month)
    const date = 'date' in on ? on.date : nthWeekday(start.getUTCFullYear(), month, on, days)
    const at = Date.UTC(start.getUTCFullYear(), month, date) + timeOfDay
    if (date <= days && at >= first) yield at
  }
}

function nthWeekday(
  year: number,
  month: number,
  { weekday, nth }: { weekday: Weekday; nth: number },
  days: number,
): number {
  const ofFirst = weekdayAt(Date.UTC(year, month, 1))
  const earliest = 1 + ((weekdays.indexOf(weekday) - ofFirst + 7) % 7)
  if (nth > 0) return earliest + (nth - 1) * 7
  return earliest + Math.floor((days - earliest) / 7) * 7
}

function daysOfMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
}

/** 0 for Monday. */
function weekdayAt(clock: number): number {
  return (new Date(clock).getUTCDay() + 6) % 7
}

/** A rule as RFC 5545 writes it, with UNTIL as a day of the zone; empty for none. */
export function writeRule(repetition: Repetition | null): string {
  if (repetition === null) return ''
  const { interval, until, count } = repetition
  return [
    repetition.every === 'week' ? 'FREQ=WEEKLY' : 'FREQ=MONTHLY',
    interval !== 1 && `INTERVAL=${interval}`,
    repetition.every === 'week' && `BYDAY=${repetition.on.join(',')}`,
    repetition.every === 'month' &&
      ('date' in repetition.on
        ? `BYMONTHDAY=${repetition.on.date}`
        : `BYDAY=${repetition.on.nth}${repetition.on.weekday}`),
    count !== null && `COUNT=${count}`,
    until !== null && `UNTIL=${until.replaceAll('-', '')}`,
  ]
    .filter((part) => part !== false)
    .join(';')
}

/** Reads what writeRule wrote. Throws RangeError for what is no rule of this subset. */
export function readRule(text: string): Repetition | null {
  if (text === '') return null
  const parts = new Map(text.split(';').map((part) => part.split('=') as [string, string]))
  const take = (name: string) => {
    const value = parts.get(name)
    parts.delete(name)
    return value
  }
  const [every, interval, count, until] = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL'].map(take)
  const [byDay = '', byDate] = ['BYDAY', 'BYMONTHDAY'].map(take)
  const common = {
    interval: Number(interval ?? 1),
    count: count === undefined ? null : Number(count),
    until: until === undefined ? null : until.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'),
  }
  const nth = /^(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)$/.exec(byDay)
  const days = byDay.split(',')
  if (parts.size === 0 && every === 'WEEKLY' && days.every(isWeekday))
    return { every: 'week', on: days, ...common }
  if (parts.size === 0 && every === 'MONTHLY' && byDate !== undefined)
    return { every: 'month', on: { date: Number(byDate) }, ...common }
  if (parts.size === 0 && every === 'MONTHLY' && nth)
    return {
      every: 'month',
      on: { weekday: nth[2] as Weekday, nth: Number(nth[1]) as 1 | 2 | 3 | 4 | -1 },
      ...common,
    }
  throw new RangeError(`no rule of this product: ${text}`)
}

function isWeekday(text: string): text is Weekday {
  return (weekdays as readonly string[]).includes(text)
}
