import { z } from 'zod'
import { LinePage } from '../../../views/line.tsx'
import { LineChartPage, LineChartTable } from '../../../views/line-charts.tsx'
import type { LineLook } from '../../../views/line-ends.tsx'
import { LineLooksPage } from '../../../views/line-looks.tsx'
import { type DayRuns, LineDayPage, LineDayTable } from '../../../views/line-uptime.tsx'
import type { UptimeDay } from '../../../views/parts/uptime.tsx'
import { dayAt, dayMsOf, startOfDayAt } from '../../days.ts'
import type { Instant } from '../../model.ts'
import { type LineRun, lineStates } from '../../operations/line-figures.ts'
import { countMinutes } from '../../operations/line-minutes.ts'
import { minuteMs } from '../../operations/minutes.ts'
import { isClosed } from '../../report/period.ts'
import type { CheckRow } from '../../store/checks.ts'
import { loadLineRuns } from '../../store/line-day.ts'
import { listLineDays } from '../../store/line-days.ts'
import { listObservations, listObservationsIn } from '../../store/observations.ts'
import { sendChartCsv, sendChartJson } from '../chart-data.ts'
import { type ChartRange, rangeQuery, readRange } from '../chart-range.ts'
import { type CsvColumn, sendCsv, sendJson, sendList } from '../data.ts'
import { type About, proofOf, readLine } from '../line-asked.ts'
import { type LineCharted, lineChartNames, loadLineCharts } from '../line-charts.ts'
import { endOfMonth, withPeriodDays } from '../lines.ts'
import { choice, readQuery } from '../query.ts'
import { unitOfAsset } from '../reach.ts'
import { refuse } from '../refuse.ts'
import { frameOf, isPartial } from '../show.ts'
import type { Page, WebContext } from '../web.ts'
import { lineColumns } from './lines.tsx'

export const linePages: Page[] = [
  {
    method: 'GET',
    path: '/lines/:code',
    rule: 'unit',
    unitsOf: unitOfAsset('line'),
    formats: ['json', 'csv'],
    handle: showLine,
  },
  {
    method: 'GET',
    path: '/lines/:code/days',
    rule: 'unit',
    unitsOf: unitOfAsset('line'),
    formats: ['json', 'csv'],
    handle: showDays,
  },
  {
    method: 'GET',
    path: '/lines/:code/looks',
    rule: 'unit',
    unitsOf: unitOfAsset('line'),
    formats: ['json'],
    handle: showLooks,
  },
  {
    method: 'GET',
    path: '/lines/:code/:chart',
    choices: { chart: lineChartNames },
    rule: 'unit',
    unitsOf: unitOfAsset('line'),
    formats: ['json', 'csv'],
    handle: showChart,
  },
]

const query = {
  asOf: z.string().optional(), // readAsOf reads it
  period: z.string().optional(),
  ...rangeQuery,
  day: z.iso.datetime().optional(),
}

async function showLine(c: WebContext) {
  const { deps } = c.var
  const asked = readQuery(c, query)
  const about = await readLine(c, asked.period)
  const { asOf, at, period } = about
  const today = await loadToday(about)
  const row = { ...about.row, days: await daysOf(about, today) }
  if (c.var.format === 'csv') return sendCsv(c, `line-${row.line.code}-${period.name}`, lineColumns, [row])
  const day = asked.day === undefined ? null : await loadDay(about, asked.day, today)
  if (c.var.format === 'json') return sendJson(c, { ...row, day, period: period.name, asOf: at })
  const range = rangeOf(about, asked)
  const charted = chartedOf(about, range)
  const charts = await loadLineCharts(deps.db, lineChartNames, charted)
  return c.html(
    <LinePage
      frame={await frameOf(c, { asOf })}
      row={row}
      period={period}
      reach={await lookOf(about, about.checks.reach)}
      counters={await lookOf(about, about.checks.counters)}
      charts={charts}
      range={range}
      day={day}
    />,
  )
}

async function showDays(c: WebContext) {
  const { period: name } = readQuery(c, { asOf: query.asOf, period: query.period })
  const about = await readLine(c, name)
  const days = await daysOf(about, await loadToday(about))
  const kept = days.toReversed()
  if (c.var.format === 'json') return sendList(c, { items: kept, total: kept.length, asOf: about.at })
  if (c.var.format === 'csv')
    return sendCsv(c, `line-${about.row.line.code}-days-${about.period.name}`, dayColumns, kept)
  const props = { frame: await frameOf(c, { asOf: about.asOf }), line: about.row.line, days }
  return c.html(isPartial(c) ? <LineDayTable {...props} /> : <LineDayPage {...props} />)
}

const dayColumns: CsvColumn<UptimeDay>[] = [
  ['from', ({ from }) => from],
  ['to', ({ to }) => to],
  ...lineStates.map((state): CsvColumn<UptimeDay> => [state, ({ minutes }) => minutes?.[state] ?? null]),
]

const mostLooks = 200

/** What the figures of a period rest on: every interval of one check of the line that reaches into it. */
async function showLooks(c: WebContext) {
  const { period: name, of = 'reach' } = readQuery(c, {
    asOf: query.asOf,
    period: query.period,
    of: choice(['reach', 'counters', 'traffic']),
  })
  const about = await readLine(c, name)
  const { at, period, checks } = about
  const check = checks[of]
  const to = endOfMonth(period, at)
  const found =
    check === null
      ? []
      : await listObservationsIn(c.var.deps.db, check.id, { from: period.from, to, limit: mostLooks + 1 })
  const intervals = found.slice(0, mostLooks)
  if (c.var.format === 'json') return sendList(c, { items: intervals, total: intervals.length, asOf: at })
  return c.html(
    <LineLooksPage
      frame={await frameOf(c, { asOf: about.asOf })}
      line={about.row.line}
      period={period}
      check={check}
      intervals={intervals}
      oldest={found[mostLooks] ?? null}
    />,
  )
}

/** One chart: as a page, as the numbers that a page unfolds, or as a file of exactly these. */
async function showChart(c: WebContext) {
  const { deps } = c.var
  const name = lineChartNames.find((one) => one === c.req.param('chart'))
  if (name === undefined) refuse('notFound', [c.req.param('chart') ?? ''])
  const { day: _, ...shape } = query
  const asked = readQuery(c, shape)
  const about = await readLine(c, asked.period)
  const { row } = about
  const range = rangeOf(about, asked)
  const [{ chart } = refuse('notFound')] = await loadLineCharts(deps.db, [name], chartedOf(about, range))
  if (c.var.format === 'json') return sendChartJson(c, chart)
  if (c.var.format === 'csv') return sendChartCsv(c, `line-${row.line.code}-${name}`, chart)
  const props = { frame: await frameOf(c, { asOf: about.asOf }), line: row.line, name, chart, range }
  return c.html(isPartial(c) ? <LineChartTable {...props} /> : <LineChartPage {...props} />)
}

/**
 * What charts show: the month, unless another time is asked for; of a month that goes on at a high pace a week of the
 * schedule, in which all is that has been seen. A day is over at its last millisecond.
 */
function rangeOf({ deps: { pace }, at, period }: About, asked: Parameters<typeof readRange>[0]): ChartRange {
  const end = new Date(Date.parse(at) + 1).toISOString()
  const month = { from: period.from, to: endOfMonth(period, end) }
  return readRange(asked, { at: end, otherwise: pace > 1 && month.to === end ? '7d' : month, pace })
}

function chartedOf({ deps, row, checks }: About, range: ChartRange): LineCharted {
  const { reach, counters } = checks
  return { line: row.line, figures: row.figures, reach, counters, range, pace: deps.pace }
}

/** A check with what it had seen by the moment shown. */
async function lookOf({ deps, asOf, at }: About, check: CheckRow | null): Promise<LineLook | null> {
  if (check === null) return null
  if (asOf === null) return { check, newest: check.last?.observation ?? null }
  const [newest = null] = await listObservations(deps.db, check.id, { limit: 1, before: at })
  return { check, newest }
}

type Minutes = { from: Instant; to: Instant; runs: LineRun[] }

/** The minutes of today that are over, where the month goes on: made from looks, as nothing is kept of them yet. */
async function loadToday({ deps, row, at, asOf, period }: About): Promise<Minutes | null> {
  const { db, pace } = deps
  if (asOf !== null || isClosed(period, at)) return null
  const dayMs = dayMsOf(pace)
  const from = startOfDayAt(dayAt(at, dayMs), dayMs)
  const to = new Date(Math.floor(Date.parse(at) / minuteMs) * minuteMs).toISOString()
  return from < to ? { from, to, runs: await loadLineRuns(db, row.line, { from, to, pace }) } : null
}

/** The days of the month that are over, and what is over of today. */
async function daysOf(about: About, today: Minutes | null): Promise<UptimeDay[]> {
  const [{ days } = about.row] = await withPeriodDays(about.deps, [about.row], about)
  if (today === null) return days
  const { from, to, runs } = today
  return [...days, { from, to, minutes: countMinutes(runs) }]
}

/** The minutes of the day of a moment, each run with the look that shows it; null where nothing is kept. */
async function loadDay(
  { deps, row, checks, at }: About,
  moment: Instant,
  today: Minutes | null,
): Promise<DayRuns | null> {
  const dayMs = dayMsOf(deps.pace)
  const from = startOfDayAt(dayAt(moment, dayMs), dayMs)
  const to = startOfDayAt(dayAt(moment, dayMs) + 1, dayMs)
  const { code } = row.line
  const [day] =
    today?.from === from
      ? [today]
      : ((await listLineDays(deps.db, { lines: [code], from, until: to })).get(code) ?? [])
  if (day === undefined || day.to > at) return null
  const looks =
    checks.reach === null
      ? []
      : await listObservationsIn(deps.db, checks.reach.id, { from, to, limit: mostLooks })
  return { from, to, runs: day.runs.map((run) => ({ ...run, proof: proofOf(run, looks) })) }
}
