import type { Quantity } from './chart.ts'
import type { Series } from './series.ts'

/** Series of one check that are drawn together: the same of both families, or of both directions. */
export type SeriesGroup = {
  /** What they have in common, as "rttAvgMs" or "if.2.Octets". */
  id: string
  quantity: Quantity
  /** The link whose counters they are; null for gauges, which are shown as they were read. */
  link: string | null
  /** Names of gauges, or of counters without their link and width. */
  series: string[]
}

/** Clocks and marks that rates are reckoned by, and nothing to look at. */
const hidden = /(^|\.)(sysUpTime|engineBoots|engineTime|tableLastChange|discontinuity|speedMbps)$/
/** A link's name may hold dots; what it counts is after the last one, or after the family. */
const counterName = /^(if\..+?|system)\.((?:ipv[46]\.)?\w+)$/

/** In the order in which the probe tells them. */
export function groupSeries(
  readings: Iterable<readonly [name: string, kind: Series['kind']]>,
): SeriesGroup[] {
  const groups = new Map<string, SeriesGroup>()
  for (const [name, kind] of readings) {
    if (hidden.test(name)) continue
    const told = kind === 'counter' ? counterName.exec(name) : null
    if (kind === 'counter' && told === null) continue // of no link: nobody can tell when it was reset
    const link = told?.[1] ?? null
    const series = told?.[2]?.replace(/32$/, '') ?? name
    const common = series.replace(/\b(v|ipv)[46]\./, '').replace(/^(in|out)(?=[A-Z])/, '')
    const id = link === null ? common : `${link}.${/^ipv[46]\./.test(series) ? 'ip' : ''}${common}`
    const group = groups.get(id) ?? { id, quantity: quantityOf(common, kind), link, series: [] }
    if (!group.series.includes(series)) group.series.push(series)
    groups.set(id, group)
  }
  return [...groups.values()]
}

function quantityOf(name: string, kind: Series['kind']): Quantity {
  if (kind === 'counter') return name.endsWith('Octets') ? 'bitRate' : 'rate'
  if (/Ms$/.test(name)) return 'ms'
  return name === 'loss' ? 'share' : 'number'
}
