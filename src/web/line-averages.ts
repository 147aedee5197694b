import { periodMsOf } from '../days.ts'
import type { Line } from '../model/inventory.ts'
import type { Check, Instant } from '../model.ts'
import { clockAverages } from '../operations/clock-averages.ts'
import { lineCounters } from '../operations/line-day.ts'
import { linkRates, linkSeries } from '../operations/link-rates.ts'
import type { Database } from '../store/database.ts'
import { readSeries } from '../store/series.ts'

/** As in figures (domain rules 3.7). */
const stepSeconds = 300
const longestPeriods = 3

/** One step of the clock: when it began, and the average over it in Mb/s. */
export type LineAverage = { from: Instant; mbps: number }

/** The averages that p95 of a direction, as the unit sees it, is made of, from what was read; oldest first. */
export async function loadLineAverages(
  db: Database,
  line: Pick<Line, 'directionSwap'>,
  {
    counters,
    way,
    from,
    to,
    pace,
  }: { counters: Check; way: 'down' | 'up'; from: Instant; to: Instant; pace: number },
): Promise<LineAverage[]> {
  const link = `if.${(counters.settings as { interface: string }).interface}`
  const name = (way === 'down') === line.directionSwap ? 'outOctets' : 'inOctets'
  const longestMs = longestPeriods * periodMsOf(counters.everySeconds, pace)
  const time = { from: Date.parse(from), to: Date.parse(to), stepMs: periodMsOf(stepSeconds, pace) }
  const readings = await readSeries(db, {
    checkId: counters.id,
    series: linkSeries(link, lineCounters),
    from: new Date(time.from - longestMs - 1).toISOString(),
    to: new Date(time.to + longestMs + 1).toISOString(),
  })
  // both directions are dropped together, as in the figures
  const rates = linkRates(readings, link, ['inOctets', 'outOctets'], { longestMs })
  const averages = clockAverages(rates, rates.rates[name] ?? new Float64Array(0), time)
  return Array.from(averages.values, (perSecond, step) => ({
    from: new Date(averages.from + step * averages.stepMs).toISOString(),
    mbps: Number(((perSecond * 8) / 1e6).toPrecision(4)),
  })).filter(({ mbps }) => !Number.isNaN(mbps))
}
