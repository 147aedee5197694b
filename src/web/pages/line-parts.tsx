import { z } from 'zod'
import {
  LineAveragesPage,
  LineIncidentsPage,
  LineMinutesPage,
  type ProvenRun,
} from '../../../views/line-parts.tsx'
import type { LineIncident } from '../../operations/line-figures.ts'
import { lineStates } from '../../operations/line-figures.ts'
import { contractDays } from '../../operations/line-months.ts'
import { percentile } from '../../operations/percentile.ts'
import { listLineDays } from '../../store/line-days.ts'
import { listObservationsIn } from '../../store/observations.ts'
import { type CsvColumn, sendCsv, sendList } from '../data.ts'
import { type About, proofOf, readLine } from '../line-asked.ts'
import { type LineAverage, loadLineAverages } from '../line-averages.ts'
import { choice, readQuery } from '../query.ts'
import { unitOfAsset } from '../reach.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

/** Lists of exactly what one figure of a line and month counts. */
export const linePartPages: Page[] = [
  {
    method: 'GET',
    path: '/lines/:code/minutes',
    rule: 'unit',
    unitsOf: unitOfAsset('line'),
    formats: ['json', 'csv'],
    handle: showMinutes,
  },
  {
    method: 'GET',
    path: '/lines/:code/incidents',
    rule: 'unit',
    unitsOf: unitOfAsset('line'),
    formats: ['json', 'csv'],
    handle: showIncidents,
  },
  {
    method: 'GET',
    path: '/lines/:code/averages',
    rule: 'unit',
    unitsOf: unitOfAsset('line'),
    formats: ['json', 'csv'],
    handle: showAverages,
  },
]

const query = { asOf: z.string().optional(), period: z.string().optional() }
const mostLooks = 1_000

/** The minutes in one state, of the days that the figures of the month are made of. */
async function showMinutes(c: WebContext) {
  const { period: name, state = 'down' } = readQuery(c, { ...query, state: choice(lineStates) })
  const about = await readLine(c, name)
  const runs = (await runsOf(about)).filter((run) => run.state === state)
  if (c.var.format === 'json') return sendList(c, { items: runs, total: runs.length, asOf: about.at })
  if (c.var.format === 'csv')
    return sendCsv(c, `line-${about.row.line.code}-${state}-${about.period.name}`, runColumns, runs)
  return c.html(
    <LineMinutesPage frame={await frameOf(c, { asOf: about.asOf })} {...about} state={state} runs={runs} />,
  )
}

async function runsOf({ deps, row, checks }: About): Promise<ProvenRun[]> {
  const { figures, line } = row
  if (figures === null) return []
  const { from, to } = figures
  const days = (await listLineDays(deps.db, { lines: [line.code], from, until: to })).get(line.code) ?? []
  const looks =
    checks.reach === null
      ? []
      : await listObservationsIn(deps.db, checks.reach.id, { from, to, limit: mostLooks })
  return contractDays(days, line).flatMap((day) =>
    day.runs.map((run) => ({ ...run, day: day.from, proof: proofOf(run, looks) })),
  )
}

const runColumns: CsvColumn<ProvenRun>[] = [
  ['from', ({ from }) => from],
  ['minutes', ({ minutes }) => minutes],
  ['state', ({ state }) => state],
  ['check', ({ proof }) => proof?.checkId ?? null],
  ['first_due_at', ({ proof }) => proof?.firstDueAt ?? null],
]

async function showIncidents(c: WebContext) {
  const { period: name, late } = readQuery(c, { ...query, late: choice(['yes']) })
  const about = await readLine(c, name)
  const all = about.row.figures?.incidents ?? []
  const incidents = late === undefined ? all : all.filter((one) => one.late)
  if (c.var.format === 'json')
    return sendList(c, { items: incidents, total: incidents.length, asOf: about.at })
  if (c.var.format === 'csv')
    return sendCsv(
      c,
      `line-${about.row.line.code}-incidents-${about.period.name}`,
      incidentColumns,
      incidents,
    )
  return c.html(
    <LineIncidentsPage
      frame={await frameOf(c, { asOf: about.asOf })}
      {...about}
      incidents={incidents}
      onlyLate={late !== undefined}
    />,
  )
}

const incidentColumns: CsvColumn<LineIncident>[] = [
  ['from', ({ from }) => from],
  ['to', ({ to }) => to],
  ['minutes', ({ minutes }) => minutes],
  ['late', ({ late }) => (late === null ? null : String(late))],
  ['check', ({ opened }) => opened.checkId],
  ['first_due_at', ({ opened }) => opened.firstDueAt],
]

/** The averages that p95 of one direction is made of; a person is shown those above it, files hold all. */
async function showAverages(c: WebContext) {
  const { period: name, way = 'down' } = readQuery(c, { ...query, way: choice(['down', 'up']) })
  const about = await readLine(c, name)
  const { deps, row, checks } = about
  const { figures, line } = row
  const all =
    figures === null || checks.counters === null
      ? []
      : await loadLineAverages(deps.db, line, { ...figures, counters: checks.counters, way, pace: deps.pace })
  if (c.var.format === 'json') return sendList(c, { items: all, total: all.length, asOf: about.at })
  if (c.var.format === 'csv')
    return sendCsv(c, `line-${line.code}-averages-${way}-${about.period.name}`, averageColumns, all)
  const p95 = percentile(
    all.map(({ mbps }) => mbps),
    0.95,
  )
  return c.html(
    <LineAveragesPage
      frame={await frameOf(c, { asOf: about.asOf })}
      {...about}
      way={way}
      count={all.length}
      p95={p95}
      above={all.filter(({ mbps }) => p95 !== null && mbps > p95).sort((one, other) => other.mbps - one.mbps)}
    />,
  )
}

const averageColumns: CsvColumn<LineAverage>[] = [
  ['from', ({ from }) => from],
  ['mbps', ({ mbps }) => mbps],
]
