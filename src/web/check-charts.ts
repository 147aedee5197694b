import type { Check } from '../model.ts'
import { type Chart, chartOf, inUnit, type Points } from '../operations/chart.ts'
import type { SeriesGroup } from '../operations/chart-groups.ts'
import { linkRates, linkSeries } from '../operations/link-rates.ts'
import type { Readings } from '../operations/series.ts'
import type { Database } from '../store/database.ts'
import { readSeries } from '../store/series.ts'
import type { ChartRange } from './chart-range.ts'
import { readOlder } from './older-points.ts'

/** A time between two looks that is longer than so many periods says nothing of when in it something was carried. */
const longestPeriods = 3
const bitsPerOctet = 8

/** The charts of groups of a check's series, from what was read once; counters are shown as what they grew by a second. */
export async function loadCheckCharts(
  db: Database,
  { id: checkId }: Pick<Check, 'id'>,
  groups: SeriesGroup[],
  { range, everySeconds }: { range: ChartRange; everySeconds: number },
): Promise<{ group: SeriesGroup; chart: Chart }[]> {
  const shown = groups.flatMap(({ link, series }) => series.map((name) => fullName(link, name)))
  const { older, looksFrom } = await readOlder(db, { checkId, series: shown, ...range })
  const readings = await readSeries(db, {
    checkId,
    series: groups.flatMap(({ link, series }) => (link === null ? series : linkSeries(link, series))),
    // the look before the time, from which counters grow into it
    from: new Date(Date.parse(looksFrom) - longestPeriods * everySeconds * 1000).toISOString(),
    to: range.to,
  })
  return groups.map((group) => {
    const { quantity, link } = group
    const points = link === null ? gaugesOf(readings, group) : ratesOf(readings, link, group, everySeconds)
    const series = points.map((one) => ({
      ...since(one, Date.parse(looksFrom)),
      older: older.get(fullName(link, one.name)),
    }))
    const factor = quantity === 'bitRate' ? bitsPerOctet : 1
    return {
      group,
      chart: chartOf({ ...range, quantity, series: series.map((one) => inUnit(one, factor)), everySeconds }),
    }
  })
}

function fullName(link: string | null, name: string): string {
  return link === null ? name : `${link}.${name}`
}

function gaugesOf(readings: Readings, { series }: SeriesGroup): Points[] {
  return series.map((name) => ({ name, ...(readings.get(name) ?? { at: [], values: [] }) }))
}

function ratesOf(readings: Readings, link: string, { series }: SeriesGroup, everySeconds: number): Points[] {
  const { to, rates } = linkRates(readings, link, series, { longestMs: longestPeriods * everySeconds * 1000 })
  return series.map((name) => ({ name, at: to, values: rates[name] ?? [] }))
}

/** Without what was read of before. */
function since({ name, at, values }: Points, fromMs: number): Points {
  const first = Array.from(at).findIndex((ms) => ms >= fromMs)
  return first < 0
    ? { name, at: [], values: [] }
    : { name, at: Array.from(at).slice(first), values: Array.from(values).slice(first) }
}
