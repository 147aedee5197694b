import type { LineRow } from '../../views/lines.tsx'
import { dayAt, dayMsOf, periodMsOf, startOfDayAt } from '../days.ts'
import type { Line } from '../model/inventory.ts'
import type { Instant } from '../model.ts'
import { commitmentsOf, contractVerdict } from '../operations/line-contract.ts'
import { lineCheckIds } from '../operations/line-figures.ts'
import { calendarMonth } from '../operations/line-months.ts'
import { lineStateNow } from '../operations/line-state.ts'
import { isClosed, type Period, periodOf, previousPeriod } from '../report/period.ts'
import { listChecksOf } from '../store/checks.ts'
import { listUnits } from '../store/inventory.ts'
import { listLineMinutes } from '../store/line-days.ts'
import { loadLineFigures } from '../store/line-figures.ts'
import { refuse } from './refuse.ts'
import type { WebDeps } from './web.ts'

/** Months of the calendar. */
const byMonth = { cutoffDay: 31 }
const daysShown = 30
const daysInMonth = 31

/** The month that is asked for, else the one of the moment, with those beside it; one that has not begun is refused. */
export function readMonth(name: string | undefined, at: Instant) {
  const current = calendarMonth(at)
  const period = name === undefined ? current : monthOf(name)
  if (period.from > at) refuse('badRequest', ['period: a month that has begun, as 2022-06'])
  const next = calendarMonth(period.to)
  return {
    ...period,
    previous: previousPeriod(period, byMonth).name,
    next: next.from > at ? null : next.name,
  }
}

function monthOf(name: string): Period {
  try {
    return periodOf(name, byMonth)
  } catch {
    return refuse('badRequest', ['period: a month such as 2022-06'])
  }
}

/** The end of what a month can hold at a moment. */
export function endOfMonth(period: Period, at: Instant): Instant {
  return isClosed(period, at) ? period.to : at
}

/** Lines with their figures of a period as they were known at a moment, each held against its contract; without days, and without what they are now. */
export async function loadLineRows(
  deps: WebDeps,
  lines: Line[],
  { at, period }: { at: Instant; period: Pick<Period, 'from' | 'to'> },
): Promise<LineRow[]> {
  const { db } = deps
  const codes = [...new Set(lines.map(({ unit }) => unit))]
  const units = new Map(
    (await listUnits(db, { asOf: at, ended: true, codes })).map((unit) => [unit.code, unit]),
  )
  const figures = await loadLineFigures(db, { asOf: at, period, lines })
  return lines.map((line) => {
    const own = figures.get(line.code) ?? null
    const commitments = commitmentsOf(line, own)
    return {
      line,
      unit: units.get(line.unit) ?? null,
      figures: own,
      state: null,
      days: [],
      commitments,
      verdict: contractVerdict(commitments),
    }
  })
}

/** The rows with what each line is, which is only told of now. */
export async function withStates(
  { db, pace }: WebDeps,
  rows: LineRow[],
  { at: now, asOf }: { at: Instant; asOf: Instant | null },
): Promise<LineRow[]> {
  if (asOf !== null) return rows
  const checks = await listChecksOf(
    db,
    rows.map(({ line }) => lineCheckIds(line.code).reach),
  )
  const states = new Map(
    [...checks.values()].map(({ asset, everySeconds, last }) => [
      asset.code,
      lineStateNow(last?.observation ?? null, { now, periodMs: periodMsOf(everySeconds, pace) }),
    ]),
  )
  return rows.map((row) => ({ ...row, state: states.get(row.line.code) ?? null }))
}

/** The rows with the last 30 days that are over. */
export async function withLastDays(deps: WebDeps, rows: LineRow[], at: Instant): Promise<LineRow[]> {
  const dayMs = dayMsOf(deps.pace)
  const end = dayAt(new Date(Date.parse(at) + 1).toISOString(), dayMs)
  return withDays(deps, rows, { first: end - daysShown, end })
}

/** The rows with the days of a period that are over, the last ones where a pace makes them many. */
export async function withPeriodDays(
  deps: WebDeps,
  rows: LineRow[],
  { at, period }: { at: Instant; period: Period },
): Promise<LineRow[]> {
  const dayMs = dayMsOf(deps.pace)
  const over = new Date(Date.parse(at) + 1).toISOString()
  const end = dayAt(endOfMonth(period, over), dayMs)
  return withDays(deps, rows, { first: Math.max(dayAt(period.from, dayMs), end - daysInMonth), end })
}

async function withDays(
  { db, pace }: WebDeps,
  rows: LineRow[],
  { first, end }: { first: number; end: number },
): Promise<LineRow[]> {
  const dayMs = dayMsOf(pace)
  const from = startOfDayAt(first, dayMs)
  const to = startOfDayAt(end, dayMs)
  const found = await listLineMinutes(db, { lines: rows.map(({ line }) => line.code), from, to })
  const days = Array.from({ length: Math.max(0, end - first) }, (_, index) => ({
    from: startOfDayAt(first + index, dayMs),
    to: startOfDayAt(first + index + 1, dayMs),
  }))
  return rows.map((row) => {
    // the first day of a line may have begun before anybody looked
    const own = new Map([...(found.get(row.line.code) ?? [])].map(([at, one]) => [dayAt(at, dayMs), one]))
    return {
      ...row,
      days: days.map((day) => ({ ...day, minutes: own.get(dayAt(day.from, dayMs)) ?? null })),
    }
  })
}
