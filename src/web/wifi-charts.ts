import { dayAt, dayMsOf, periodMsOf, startOfDayAt } from '../days.ts'
import type { Hotspot } from '../model/inventory.ts'
import type { Check, Instant } from '../model.ts'
import { type Chart, chartOf, type Points } from '../operations/chart.ts'
import { minuteMs } from '../operations/minutes.ts'
import { stepMoments } from '../operations/wifi-clients.ts'
import type { WifiDayNumbers } from '../operations/wifi-day.ts'
import type { Database } from '../store/database.ts'
import { findLastWifiDay, listWifiDays } from '../store/wifi-days.ts'
import { loadWifiDay } from '../store/wifi-looks.ts'
import type { ChartRange } from './chart-range.ts'
import { readRates, trafficOf } from './line-charts.ts'

/** The charts of a site, by their names in addresses. */
export const wifiChartNames = ['clients', 'aps', 'traffic'] as const
type WifiChartName = (typeof wifiChartNames)[number]

export type WifiCharted = {
  site: Hotspot
  /** What counts its traffic; null where nobody does. */
  uplink: Check | null
  range: ChartRange
  at: Instant
  pace: number
}

const stepSeconds = 300
const bitsPerMbit = 1e6

/** The charts of these names. Clients and access points are those of the days, so that figures and charts cannot differ. */
export async function loadWifiCharts(
  db: Database,
  names: readonly WifiChartName[],
  of: WifiCharted,
): Promise<{ name: WifiChartName; chart: Chart }[]> {
  const { site, range, pace, uplink } = of
  const days = names.some((name) => name !== 'traffic') ? await loadDays(db, of) : []
  const everySeconds =
    Math.max(periodMsOf(stepSeconds, pace), ...days.map(({ clients }) => clients.stepMs)) / 1000
  const contracted = (name: string, value: number | null, factor = 1) =>
    value === null ? [] : [{ name, value: value * factor }]
  const load: Record<WifiChartName, () => Promise<Chart>> = {
    clients: async () =>
      chartOf({ ...range, quantity: 'number', series: [clientPoints(days)], everySeconds }),
    aps: async () =>
      chartOf({
        ...range,
        quantity: 'number',
        series: [apPoints(days)],
        everySeconds,
        limits: contracted('contracted', site.apContracted),
      }),
    traffic: async () =>
      chartOf({
        ...range,
        quantity: 'bitRate',
        series: trafficOf(
          { directionSwap: site.directionSwap ?? false },
          await readRates(db, { counters: uplink, range, pace }, ['inOctets', 'outOctets']),
        ),
        everySeconds: periodMsOf(stepSeconds, pace) / 1000,
        limits:
          site.downMbps === site.upMbps
            ? contracted('contracted', site.downMbps, bitsPerMbit)
            : [
                ...contracted('contractedDown', site.downMbps, bitsPerMbit),
                ...contracted('contractedUp', site.upMbps, bitsPerMbit),
              ],
      }),
  }
  return Promise.all(names.map(async (name) => ({ name, chart: await load[name]() })))
}

/** The days that reach into the time, and what has passed since the newest that is kept. */
async function loadDays(db: Database, { site, range, at, pace }: WifiCharted): Promise<WifiDayNumbers[]> {
  const dayMs = dayMsOf(pace)
  const day = startOfDayAt(dayAt(range.from, dayMs) - 1, dayMs)
  const until = new Date(Date.parse(range.to) + 2 * dayMs).toISOString()
  const kept = (await listWifiDays(db, { hotspots: [site.code], from: day, until })).get(site.code) ?? []
  const today = await loadSince(db, { site, at, pace })
  return today === null || today.from >= range.to ? kept : [...kept, today]
}

/** What a site came to since the newest day that is kept, up to the last full minute; null for nothing. */
export async function loadSince(
  db: Database,
  { site, at, pace }: Pick<WifiCharted, 'site' | 'at' | 'pace'>,
): Promise<WifiDayNumbers | null> {
  const dayMs = dayMsOf(pace)
  const from = (await findLastWifiDay(db, site.code, at))?.to ?? startOfDayAt(dayAt(at, dayMs), dayMs)
  const to = new Date(Math.floor(Date.parse(at) / minuteMs) * minuteMs).toISOString()
  return from < to ? loadWifiDay(db, site, { from, to, pace }) : null
}

function clientPoints(days: WifiDayNumbers[]): Points {
  return {
    name: 'clients',
    at: days.flatMap((day) => stepMoments(day, day.clients)),
    values: days.flatMap(({ clients }) => clients.values.map((value) => value ?? Number.NaN)),
  }
}

/** How many were up at the beginning of each step; where nobody could see any, that is not known. */
function apPoints(days: WifiDayNumbers[]): Points {
  const at = days.flatMap((day) => stepMoments(day, day.clients))
  let index = 0
  const runs = days.flatMap((day) => day.runs)
  const values = at.map((ms) => {
    while (index < runs.length - 1 && Date.parse(runs[index + 1]?.from ?? '') <= ms) index++
    const run = runs[index]
    return run === undefined || run.state === 'void' || run.state === 'unmeasured' ? Number.NaN : run.aps.up
  })
  return { name: 'apsUp', at, values }
}
