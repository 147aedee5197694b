import { z } from 'zod'
import type { FactsOf } from '../../../probes/probe.ts'
import type { snmpRa } from '../../../probes/snmp-ra.ts'
import type { SiteDay } from '../../../views/parts/site-strip.ts'
import { WifiChartPage, WifiChartTable } from '../../../views/wifi-charts.tsx'
import { WifiDaysPage, WifiLooksPage } from '../../../views/wifi-looks.tsx'
import { type ShownNetwork, type SiteDayRuns, WifiSitePage } from '../../../views/wifi-site.tsx'
import { dayAt, dayMsOf, startOfDayAt } from '../../days.ts'
import type { Hotspot } from '../../model/inventory.ts'
import type { Instant, Observation } from '../../model.ts'
import type { LineEvidence } from '../../operations/line-figures.ts'
import { minuteMs } from '../../operations/minutes.ts'
import { countSiteMinutes } from '../../operations/site-minutes.ts'
import type { WifiDayNumbers } from '../../operations/wifi-day.ts'
import { type SiteRun, siteStates, uplinkCheckId, wifiCheckIds } from '../../operations/wifi-figures.ts'
import { type GuestNetwork, guestNetworksOf } from '../../readiness/guest-networks.ts'
import { isClosed } from '../../report/period.ts'
import { findCheck } from '../../store/checks.ts'
import { findAsset, listAssets } from '../../store/inventory.ts'
import { listObservations, listObservationsIn } from '../../store/observations.ts'
import { listWifiDays } from '../../store/wifi-days.ts'
import { neighbourCheckId, portalCheckId } from '../../store/wifi-now.ts'
import { sendChartCsv, sendChartJson } from '../chart-data.ts'
import { type ChartRange, rangeQuery, readRange } from '../chart-range.ts'
import { type CsvColumn, sendCsv, sendJson, sendList } from '../data.ts'
import { endOfMonth, readMonth } from '../lines.ts'
import { choice, readAsOf, readQuery } from '../query.ts'
import { unitOfAsset } from '../reach.ts'
import { refuse } from '../refuse.ts'
import { frameOf, isPartial } from '../show.ts'
import type { Page, WebContext } from '../web.ts'
import { loadWifiRows, withIpv6, withSiteDays } from '../wifi.ts'
import { loadSince, loadWifiCharts, type WifiCharted, wifiChartNames } from '../wifi-charts.ts'
import { wifiColumns } from './wifi.tsx'

export const wifiSitePages: Page[] = [
  {
    method: 'GET',
    path: '/wifi/:code',
    rule: 'unit',
    unitsOf: unitOfAsset('hotspot'),
    formats: ['json', 'csv'],
    handle: showSite,
  },
  {
    method: 'GET',
    path: '/wifi/:code/days',
    rule: 'unit',
    unitsOf: unitOfAsset('hotspot'),
    formats: ['json', 'csv'],
    handle: showDays,
  },
  {
    method: 'GET',
    path: '/wifi/:code/looks',
    rule: 'unit',
    unitsOf: unitOfAsset('hotspot'),
    formats: ['json'],
    handle: showLooks,
  },
  {
    method: 'GET',
    path: '/wifi/:code/:chart',
    choices: { chart: wifiChartNames },
    rule: 'unit',
    unitsOf: unitOfAsset('hotspot'),
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

async function showSite(c: WebContext) {
  const { deps } = c.var
  const asked = readQuery(c, query)
  const about = await readSite(c, asked.period)
  const { asOf, at, period } = about
  const today = await loadToday(about)
  const [withGuests = about.row] = await withIpv6(deps, [about.row], { at, period })
  const row = { ...withGuests, days: await daysOf(about, today) }
  if (c.var.format === 'csv') return sendCsv(c, `wifi-${row.site.code}-${period.name}`, wifiColumns, [row])
  const day = asked.day === undefined ? null : await loadDay(about, asked.day, today)
  if (c.var.format === 'json') return sendJson(c, { ...row, day, period: period.name, asOf: at })
  const range = rangeOf(about, asked)
  return c.html(
    <WifiSitePage
      frame={await frameOf(c, { asOf })}
      row={row}
      networks={await Promise.all(about.networks.map((one) => loadAdverts(about, one)))}
      period={period}
      day={day}
      charts={await loadWifiCharts(deps.db, wifiChartNames, await chartedOf(about, range))}
      range={range}
    />,
  )
}

async function showDays(c: WebContext) {
  const { period: name } = readQuery(c, { asOf: query.asOf, period: query.period })
  const about = await readSite(c, name)
  const days = (await daysOf(about, await loadToday(about))).toReversed()
  const { site } = about.row
  if (c.var.format === 'json') return sendList(c, { items: days, total: days.length, asOf: about.at })
  if (c.var.format === 'csv')
    return sendCsv(c, `wifi-${site.code}-days-${about.period.name}`, dayColumns, days)
  return c.html(<WifiDaysPage frame={await frameOf(c, { asOf: about.asOf })} site={site} days={days} />)
}

const dayColumns: CsvColumn<SiteDay>[] = [
  ['from', ({ from }) => from],
  ['to', ({ to }) => to],
  ...siteStates.map((state): CsvColumn<SiteDay> => [state, ({ minutes }) => minutes?.[state] ?? null]),
]

const mostLooks = 200

/** What the figures of a period rest on: every interval of the checks of the site that reaches into it. */
async function showLooks(c: WebContext) {
  const { period: name, of = 'aps' } = readQuery(c, {
    asOf: query.asOf,
    period: query.period,
    of: choice(['aps', 'uplink', 'test', 'guests']),
  })
  const about = await readSite(c, name)
  const { at, period, row } = about
  const { db } = c.var.deps
  const looks = []
  for (const id of { ...checkIdsOf(row.site), guests: about.networks.map(neighbourCheckId) }[of]) {
    const check = await findCheck(db, id)
    if (check === undefined) continue
    const time = { from: period.from, to: endOfMonth(period, at), limit: mostLooks + 1 }
    const found = await listObservationsIn(db, id, time)
    looks.push({ check, intervals: found.slice(0, mostLooks), oldest: found[mostLooks] ?? null })
  }
  const items = looks.flatMap(({ intervals }) => intervals)
  if (c.var.format === 'json') return sendList(c, { items, total: items.length, asOf: at })
  const frame = await frameOf(c, { asOf: about.asOf })
  return c.html(<WifiLooksPage frame={frame} site={row.site} of={of} period={period} looks={looks} />)
}

/** One chart: as a page, as the numbers that a page unfolds, or as a file of exactly these. */
async function showChart(c: WebContext) {
  const { deps } = c.var
  const name = wifiChartNames.find((one) => one === c.req.param('chart'))
  if (name === undefined) refuse('notFound', [c.req.param('chart') ?? ''])
  const { day: _, ...shape } = query
  const asked = readQuery(c, shape)
  const about = await readSite(c, asked.period)
  const { site } = about.row
  const range = rangeOf(about, asked)
  const [{ chart } = refuse('notFound')] = await loadWifiCharts(
    deps.db,
    [name],
    await chartedOf(about, range),
  )
  if (c.var.format === 'json') return sendChartJson(c, chart)
  if (c.var.format === 'csv') return sendChartCsv(c, `wifi-${site.code}-${name}`, chart)
  const props = { frame: await frameOf(c, { asOf: about.asOf }), site, name, chart, range }
  return c.html(isPartial(c) ? <WifiChartTable {...props} /> : <WifiChartPage {...props} />)
}

type About = Awaited<ReturnType<typeof readSite>>

/** The site that the address names, at the moment and in the month that it names. */
async function readSite(c: WebContext, month: string | undefined) {
  const { deps } = c.var
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  const code = c.req.param('code') ?? ''
  const site =
    (await findAsset(deps.db, 'hotspot', code, { asOf: asOf ?? undefined })) ?? refuse('notFound', [code])
  const period = readMonth(month, at)
  const [row] = await loadWifiRows(deps, [site], { at, asOf, period })
  if (row === undefined) refuse('notFound', [code])
  const networks = guestNetworksOf(site, await listAssets(deps.db, { unit: site.unit, asOf: at }))
  return { deps, asOf, at, period, row, networks }
}

/** What the router says of addresses to the guests on a network, by the newest look at that. */
async function loadAdverts({ deps, at }: About, { device, interfaces }: GuestNetwork): Promise<ShownNetwork> {
  const [look] = await listObservations(deps.db, `device~${device.code}~snmp-ra`, { limit: 1, before: at })
  const facts = look?.result.ok ? (look.result.facts as FactsOf<typeof snmpRa>) : null
  const ofGuests = facts?.adverts.filter(({ ifName }) => interfaces.includes(ifName ?? '')) ?? []
  const sending = ofGuests.filter(({ send }) => send)
  return {
    device: device.code,
    interfaces,
    adverts:
      ofGuests.length === 0
        ? 'unknown'
        : sending.length === 0
          ? 'none'
          : sending.some(({ managed }) => managed)
            ? 'dhcp'
            : 'own',
    evidence: look ? { checkId: look.checkId, firstDueAt: look.firstDueAt } : null,
  }
}

function checkIdsOf({ code, controller, aps }: Hotspot): Record<'aps' | 'uplink' | 'test', string[]> {
  return {
    aps:
      controller === null
        ? aps.flatMap((device) => Object.values(wifiCheckIds(device)))
        : [wifiCheckIds(controller).wifi],
    uplink: [uplinkCheckId(code)],
    test: [portalCheckId(code)],
  }
}

/** As of lines: the month, or at a high pace a week of the schedule. */
function rangeOf({ deps: { pace }, at, period }: About, asked: Parameters<typeof readRange>[0]): ChartRange {
  const end = new Date(Date.parse(at) + 1).toISOString()
  const month = { from: period.from, to: endOfMonth(period, end) }
  return readRange(asked, { at: end, otherwise: pace > 1 && month.to === end ? '7d' : month, pace })
}

async function chartedOf({ deps, row, at }: About, range: ChartRange): Promise<WifiCharted> {
  const uplink = (await findCheck(deps.db, uplinkCheckId(row.site.code))) ?? null
  return { site: row.site, uplink, range, at, pace: deps.pace }
}

/** What is over since the newest day that is kept, where the month goes on: made from looks. */
async function loadToday({ deps, row, at, asOf, period }: About): Promise<WifiDayNumbers | null> {
  if (asOf !== null || isClosed(period, at)) return null
  return loadSince(deps.db, { site: row.site, at, pace: deps.pace })
}

/** The days of the month that are over, and what is over of today. */
async function daysOf({ deps, row, at, period }: About, today: WifiDayNumbers | null): Promise<SiteDay[]> {
  const [{ days } = row] = await withSiteDays(deps, [row], { at, from: period.from, to: period.to })
  if (today === null) return days
  const { from, to, runs } = today
  return [...days.filter((day) => day.from < from), { from, to, minutes: countSiteMinutes(runs) }]
}

/** The minutes of the day of a moment, each run with the look that shows it; null where nothing is kept. */
async function loadDay(
  { deps, row, at }: About,
  moment: Instant,
  today: WifiDayNumbers | null,
): Promise<SiteDayRuns | null> {
  const dayMs = dayMsOf(deps.pace)
  const from = startOfDayAt(dayAt(moment, dayMs), dayMs)
  const until = startOfDayAt(dayAt(moment, dayMs) + 1, dayMs)
  const { code } = row.site
  const day =
    today !== null && moment >= today.from
      ? today
      : (await listWifiDays(deps.db, { hotspots: [code], from, until })).get(code)?.at(-1)
  if (day === undefined || day.to > at) return null
  const looks: Observation[] = []
  for (const id of checkIdsOf(row.site).aps)
    looks.push(...(await listObservationsIn(deps.db, id, { from: day.from, to: day.to, limit: mostLooks })))
  looks.sort((one, other) => (one.firstSeenAt < other.firstSeenAt ? 1 : -1))
  return { ...day, runs: day.runs.map((run) => ({ ...run, proof: proofOf(run, looks) })) }
}

/** The newest interval, `looks` newest first, that reaches into the first minute of a run; nobody looked in what was not measured. */
function proofOf({ state, from, minutes }: SiteRun, looks: Observation[]): LineEvidence | null {
  if (state === 'unmeasured') return null
  const after = new Date(Date.parse(from) + minuteMs).toISOString()
  const end = new Date(Date.parse(from) + minutes * minuteMs).toISOString()
  const found =
    looks.find(({ firstSeenAt, lastSeenAt }) => firstSeenAt <= after && lastSeenAt >= from) ??
    looks.findLast(({ firstSeenAt, lastSeenAt }) => firstSeenAt <= end && lastSeenAt >= from)
  return found ? { checkId: found.checkId, firstDueAt: found.firstDueAt } : null
}
