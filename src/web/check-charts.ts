import type { Check } from '../model.ts'
import { type Chart, chartOf, type Points } from '../operations/chart.ts'
import type { SeriesGroup } from '../operations/chart-groups.ts'
import { linkRates, linkSeries } from '../operations/link-rates.ts'
import type { Readings } from '../operations/series.ts'
import type { Database } from '../store/database.ts'
import { readSeries } from '../store/series.ts'
import type { ChartRange } from './chart-range.ts'

/** A time between two looks that is longer than so many periods says nothing of when in it something was carried. */
const longestPeriods = 3
const bitsPerOctet = 8

/** The chart of one group of a check's series; counters are shown as what they grew by a second. */
export async function loadCheckChart(
  db: Database,
  check: Pick<Check, 'id'>,
  group: SeriesGroup,
  { range: { from, to }, everySeconds }: { range: ChartRange; everySeconds: number },
): Promise<Chart> {
  const { link, series, quantity } = group
  const names = link === null ? series : linkSeries(link, series)
  // the look before the time, from which counters grow into it
  const before = new Date(Date.parse(from) - longestPeriods * everySeconds * 1000).toISOString()
  const readings = await readSeries(db, { checkId: check.id, series: names, from: before, to })
  const points = link === null ? gaugesOf(readings, series) : ratesOf(readings, link, group, everySeconds)
  return chartOf({ quantity, from, to, series: points, everySeconds })
}

function gaugesOf(readings: Readings, series: string[]): Points[] {
  return series.map((name) => ({ name, ...(readings.get(name) ?? { at: [], values: [] }) }))
}

function ratesOf(
  readings: Readings,
  link: string,
  { series, quantity }: SeriesGroup,
  everySeconds: number,
): Points[] {
  const { to, rates } = linkRates(readings, link, series, { longestMs: longestPeriods * everySeconds * 1000 })
  const factor = quantity === 'bitRate' ? bitsPerOctet : 1
  return series.map((name) => ({
    name,
    at: to,
    values: (rates[name] ?? new Float64Array()).map((rate) => rate * factor),
  }))
}
