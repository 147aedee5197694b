import { periodMsOf } from '../days.ts'
import type { Line } from '../model/inventory.ts'
import type { Check } from '../model.ts'
import { type Chart, chartOf, inUnit, type Points } from '../operations/chart.ts'
import { clockAverages } from '../operations/clock-averages.ts'
import type { LineFigures } from '../operations/line-figures.ts'
import { linkRates, linkSeries } from '../operations/link-rates.ts'
import type { Series } from '../operations/series.ts'
import type { Database } from '../store/database.ts'
import { readSeries } from '../store/series.ts'
import type { ChartRange } from './chart-range.ts'
import { readOlder } from './older-points.ts'

/** The charts of a line, by their names in addresses. */
export const lineChartNames = ['traffic', 'rtt', 'loss', 'jitter', 'errors'] as const
type LineChartName = (typeof lineChartNames)[number]

/** What the charts of a line are made from. A check is null where nobody looks. */
export type LineCharted = {
  line: Line
  figures: LineFigures | null
  reach: Check | null
  counters: Check | null
  range: ChartRange
  pace: number
}

/** As in figures (domain rules 3.7): averages over five minutes, of times of at most three periods. */
const stepSeconds = 300
const longestPeriods = 3
const bitsPerMbit = 1e6
const bitsPerOctet = 8

/** Packets in error, and those that congestion cost. */
const errorCounters: readonly string[] = ['inErrors', 'inDiscards', 'outDiscards']
const octetCounters: readonly string[] = ['inOctets', 'outOctets']
const reachSeries = { rtt: 'rttAvgMs', loss: 'loss', jitter: 'jitterMs' } as const
const isOfReach = (name: LineChartName): name is keyof typeof reachSeries => name in reachSeries

/** The charts of these names, from what was read once. */
export async function loadLineCharts(
  db: Database,
  names: readonly LineChartName[],
  of: LineCharted,
): Promise<{ name: LineChartName; chart: Chart }[]> {
  const reach = names.some(isOfReach) ? await readReach(db, of, names.filter(isOfReach)) : []
  const wanted = [
    ...(names.includes('traffic') ? octetCounters : []),
    ...(names.includes('errors') ? errorCounters : []),
  ]
  const counted = wanted.length > 0 ? await readRates(db, of, wanted) : new Map()
  return names.map((name) => ({ name, chart: chartOfName(name, of, { reach, counted }) }))
}

type Read = { reach: Points[]; counted: Map<string, Points> }

function chartOfName(name: LineChartName, of: LineCharted, { reach, counted }: Read): Chart {
  const { line, range, pace } = of
  if (!isOfReach(name)) {
    const everySeconds = periodMsOf(stepSeconds, pace) / 1000
    const series = name === 'traffic' ? trafficOf(line, counted) : named(counted, [...errorCounters])
    return name === 'traffic'
      ? chartOf({ ...range, quantity: 'bitRate', series, everySeconds, limits: trafficLimits(of) })
      : chartOf({ ...range, quantity: 'rate', series, everySeconds })
  }
  const everySeconds = periodMsOf(of.reach?.everySeconds ?? 60, pace) / 1000
  const ending = `.${reachSeries[name]}`
  const series = reach
    .filter((one) => one.name.endsWith(ending))
    .map((one) => ({ ...one, name: one.name.slice(0, -ending.length) }))
  const limits = {
    rtt: limit('slaRtt', line.slaRttMsP95),
    loss: limit('slaLoss', line.slaLossPct, 0.01),
    jitter: [],
  }[name]
  return chartOf({ ...range, quantity: name === 'loss' ? 'share' : 'ms', series, everySeconds, limits })
}

/** As the unit sees it. */
export function trafficOf(
  { directionSwap }: Pick<Line, 'directionSwap'>,
  counted: Map<string, Points>,
): Points[] {
  const ways = directionSwap ? ['outOctets', 'inOctets'] : ['inOctets', 'outOctets']
  return named(counted, ways).map((one, index) => ({ ...one, name: index === 0 ? 'down' : 'up' }))
}

function named(counted: Map<string, Points>, names: string[]): Points[] {
  return names.flatMap((name) => counted.get(name) ?? [])
}

/** The committed rate, and p95 of the period. */
function trafficLimits({ line: { cirDownMbps, cirUpMbps }, figures }: LineCharted): Chart['limits'] {
  const cir =
    cirDownMbps === cirUpMbps
      ? limit('cir', cirDownMbps, bitsPerMbit)
      : [...limit('cirDown', cirDownMbps, bitsPerMbit), ...limit('cirUp', cirUpMbps, bitsPerMbit)]
  const { down, up } = figures?.traffic ?? {}
  return [
    ...cir,
    ...limit('p95Down', down?.p95Mbps ?? null, bitsPerMbit),
    ...limit('p95Up', up?.p95Mbps ?? null, bitsPerMbit),
  ]
}

/** Averages over steps of the clock of what counters grew by a second; octets in bits. */
export async function readRates(
  db: Database,
  { counters, range, pace }: Pick<LineCharted, 'counters' | 'range' | 'pace'>,
  names: readonly string[],
): Promise<Map<string, Points>> {
  if (counters === null) return new Map()
  const periodMs = periodMsOf(counters.everySeconds, pace)
  const stepMs = periodMsOf(stepSeconds, pace)
  const link = `if.${(counters.settings as { interface: string }).interface}`
  const { older, looksFrom } = await readOlder(db, {
    checkId: counters.id,
    series: names.map((name) => `${link}.${name}`),
    ...range,
  })
  const [from, to] = [Date.parse(looksFrom), Date.parse(range.to)]
  const around = {
    from: new Date(from - longestPeriods * periodMs).toISOString(),
    to: new Date(to + longestPeriods * periodMs).toISOString(),
  }
  const series = linkSeries(link, names)
  const readings =
    from < to ? await readSeries(db, { checkId: counters.id, series, ...around }) : new Map<string, Series>()
  const found = new Map<string, Points>()
  // apart from octets: counters of 32 bits may have wrapped unseen where those of 64 did not
  for (const own of [octetCounters, errorCounters].map((all) => all.filter((one) => names.includes(one)))) {
    const rates = linkRates(readings, link, own, { longestMs: longestPeriods * periodMs })
    for (const name of own) {
      const averages = clockAverages(rates, rates.rates[name] ?? new Float64Array(), { from, to, stepMs })
      const points = {
        name,
        at: averages.values.map((_, step) => averages.from + step * stepMs),
        values: averages.values,
        older: older.get(`${link}.${name}`),
      }
      found.set(name, name.endsWith('Octets') ? inUnit(points, bitsPerOctet) : points)
    }
  }
  return found
}

/** Of both families, by their names. */
async function readReach(
  db: Database,
  { reach, range }: LineCharted,
  charts: (keyof typeof reachSeries)[],
): Promise<Points[]> {
  if (reach === null) return []
  const { address, address6 } = reach.settings as { address: string | null; address6: string | null }
  const families = [...(address === null ? [] : ['v4']), ...(address6 === null ? [] : ['v6'])]
  const series = families.flatMap((family) => charts.map((chart) => `${family}.${reachSeries[chart]}`))
  const { older, looksFrom } = await readOlder(db, { checkId: reach.id, series, ...range })
  const readings = await readSeries(db, { checkId: reach.id, series, from: looksFrom, to: range.to })
  return series.map((name) => ({
    name,
    ...(readings.get(name) ?? { at: [], values: [] }),
    older: older.get(name),
  }))
}

function limit(name: string, value: number | null, factor = 1): Chart['limits'] {
  return value === null ? [] : [{ name, value: value * factor }]
}
