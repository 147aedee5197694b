import { z } from 'zod'
import type { FactsOf } from '../../../probes/probe.ts'
import type { snmpInterfaces } from '../../../probes/snmp-interfaces.ts'
import { CheckPage, CheckState } from '../../../views/check.tsx'
import { CheckChartPage, CheckChartTable } from '../../../views/check-charts.tsx'
import { ObservationPage } from '../../../views/observation.tsx'
import { periodMsOf } from '../../days.ts'
import { isOnRequest } from '../../model/on-request.ts'
import { groupSeries } from '../../operations/chart-groups.ts'
import { type CheckRow, findCheck } from '../../store/checks.ts'
import { findEvidence, findLastEvidence } from '../../store/evidence.ts'
import { findUnit } from '../../store/inventory.ts'
import { findObservation, listObservations } from '../../store/observations.ts'
import { listSamples } from '../../store/series.ts'
import { listSeriesNames } from '../../store/series-names.ts'
import { sendChartCsv, sendChartJson } from '../chart-data.ts'
import { type ChartRange, rangeQuery, readRange } from '../chart-range.ts'
import { loadCheckCharts } from '../check-charts.ts'
import { sendJson } from '../data.ts'
import { askLook } from '../manual-looks.ts'
import { readQuery, searchText } from '../query.ts'
import { unitOfCheck } from '../reach.ts'
import { recorded } from '../recorded.ts'
import { refuse } from '../refuse.ts'
import { frameOf, isPartial } from '../show.ts'
import type { Page, WebContext } from '../web.ts'
import { toCheckItem } from './checks.tsx'

export const checkPages: Page[] = [
  {
    method: 'GET',
    path: '/checks/:id',
    rule: 'unit',
    unitsOf: unitOfCheck,
    formats: ['json'],
    handle: showCheck,
  },
  { method: 'GET', path: '/checks/:id/state', rule: 'unit', unitsOf: unitOfCheck, handle: showCheck },
  {
    method: 'GET',
    path: '/checks/:id/series',
    rule: 'unit',
    unitsOf: unitOfCheck,
    formats: ['json', 'csv'],
    handle: showSeries,
  },
  { method: 'POST', path: '/checks/:id/probe', rule: 'engineer', form: z.strictObject({}), handle: probeNow },
  {
    method: 'GET',
    path: '/checks/:id/:firstDueAt',
    rule: 'unit',
    unitsOf: unitOfCheck,
    formats: ['json'],
    handle: showObservation,
  },
]

const intervalsPerPage = 30
const samplesShown = 30
/** Samples older than this are no news. */
const samplesWithinMs = 7 * 86_400_000

const instant = z.iso.datetime().optional()

async function showCheck(c: WebContext) {
  const { db, now, pace } = c.var.deps
  const { before, queued, chart, ...asked } = readQuery(c, {
    before: instant,
    queued: instant,
    chart: searchText,
    ...rangeQuery,
  })
  const check = await requireCheck(c)
  const found = await listObservations(db, check.id, { limit: intervalsPerPage + 1, before })
  const at = now()
  const range = readRange(asked, { at, otherwise: '24h', pace })
  const samples = await listSamples(db, check.id, {
    from: new Date(Date.parse(at) - samplesWithinMs).toISOString(),
    to: new Date(Date.parse(at) + 1).toISOString(),
    limit: samplesShown,
  })
  if (c.var.format === 'json') {
    const evidence = await findLastEvidence(db, check.id)
    return sendJson(c, {
      ...toCheckItem(check),
      intervals: found,
      samples,
      evidence: evidence?.evidence ?? null,
      asOf: at,
    })
  }
  const frame = await frameOf(c)
  const props = {
    frame: { ...frame, url: frame.url.replace(/\/state(?=\?|$)/, '') },
    check,
    unit: await unitOf(c, check.unit),
    everySeconds: check.everySeconds / pace,
    intervals: found.slice(0, intervalsPerPage),
    oldest: found[intervalsPerPage] ?? null,
    samples,
    evidence: await findLastEvidence(db, check.id),
    queuedAt: queued ?? null,
    charts: isPartial(c) ? null : await chartsOf(c, check, { chart, range }),
  }
  return c.html(isPartial(c) ? <CheckState {...props} /> : <CheckPage {...props} />)
}

/** So many charts of a check are all shown; of more, the one that the address names. */
const chartsShown = 6

async function chartsOf(
  c: WebContext,
  check: CheckRow,
  { chart, range }: { chart?: string | undefined; range: ChartRange },
) {
  const { db, pace } = c.var.deps
  const groups = groupSeries(await listSeriesNames(db, check.id))
  const named = groups.filter(({ id }) => id === chart)
  const shown = groups.length <= chartsShown ? groups : named.length > 0 ? named : groups.slice(0, 1)
  const everySeconds = periodMsOf(check.everySeconds, pace) / 1000
  const charts = await loadCheckCharts(db, check, shown, { range, everySeconds })
  return { groups, charts, range, links: await linkNames(c, check) }
}

/** Counters come by ifIndex; what the device calls its interfaces, another check of it has seen. */
async function linkNames(c: WebContext, { asset }: CheckRow): Promise<Record<string, string>> {
  const names = await findCheck(c.var.deps.db, `${asset.kind}~${asset.code}~snmp-interfaces`)
  const result = names?.last?.observation.result
  if (!result?.ok) return {}
  const { interfaces } = result.facts as FactsOf<typeof snmpInterfaces>
  return Object.fromEntries(
    interfaces.flatMap(({ ifIndex, name }) => (name ? [[`if.${ifIndex}`, name]] : [])),
  )
}

/** One chart: as a page, as the numbers that a page unfolds, or as a file of exactly these. */
async function showSeries(c: WebContext) {
  const { db, now, pace } = c.var.deps
  const { chart: id = '', ...asked } = readQuery(c, { chart: searchText, ...rangeQuery })
  const check = await requireCheck(c)
  const range = readRange(asked, { at: now(), otherwise: '24h', pace })
  const groups = groupSeries(await listSeriesNames(db, check.id))
  const group = groups.find((one) => one.id === id) ?? refuse('notFound', [id])
  const everySeconds = periodMsOf(check.everySeconds, pace) / 1000
  const [{ chart } = refuse('notFound')] = await loadCheckCharts(db, check, [group], { range, everySeconds })
  if (c.var.format === 'json') return sendChartJson(c, chart)
  if (c.var.format === 'csv') return sendChartCsv(c, `${check.id}-${group.id}`, chart)
  const props = { frame: await frameOf(c), check, group, chart, range, links: await linkNames(c, check) }
  return c.html(isPartial(c) ? <CheckChartTable {...props} /> : <CheckChartPage {...props} />)
}

/** Asks for a look, unless one is under way, and shows the check while it is waited for. */
async function probeNow(c: WebContext) {
  const check = await requireCheck(c)
  // a sweep is asked for where it is held against what is allowed
  if (check.retiredAt !== null || isOnRequest(check)) refuse('notFound', [check.id])
  const queued = await askLook(c.var.deps, check)
  await recorded(c, (_, tell) => tell({ action: 'check.look', subject: check.id, after: { dueAt: queued } }))
  return c.redirect(`/checks/${encodeURIComponent(check.id)}?${new URLSearchParams({ queued })}`, 303)
}

async function showObservation(c: WebContext) {
  const { db } = c.var.deps
  const check = await requireCheck(c)
  const firstDueAt = c.req.param('firstDueAt') ?? ''
  const observation = await findObservation(db, check.id, firstDueAt)
  if (observation === undefined) refuse('notFound', [firstDueAt])
  const evidence = await findEvidence(db, check.id, firstDueAt)
  if (c.var.format === 'json')
    return sendJson(c, {
      ...observation,
      evidence: evidence?.evidence ?? null,
      evidenceSha256: evidence?.sha256 ?? null,
      evidenceState: evidence?.state ?? null,
    })
  const [before = null] = await listObservations(db, check.id, { limit: 1, before: firstDueAt })
  const frame = await frameOf(c)
  const unit = await unitOf(c, check.unit)
  return c.html(<ObservationPage {...{ frame, check, unit, observation, before, evidence }} />)
}

async function requireCheck(c: WebContext) {
  const id = c.req.param('id') ?? ''
  return (await findCheck(c.var.deps.db, id)) ?? refuse('notFound', [id])
}

async function unitOf(c: WebContext, code: string | null) {
  return code === null ? null : ((await findUnit(c.var.deps.db, code)) ?? null)
}
