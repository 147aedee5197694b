import type { Line } from '../model/inventory.ts'
import type { Instant, LinkGrowth } from '../model.ts'
import type { AccountingMethod } from './accounting-method.ts'
import { availabilityOf } from './availability.ts'
import { mergeGrowth } from './fold-day.ts'
import { growthShare } from './growth-share.ts'
import { outageMinutes, repairFigures } from './incidents.ts'
import { firstAndLast, type LineDayNumbers } from './line-day.ts'
import { delayOf } from './line-delay.ts'
import type { LineErrors, LineFigures, LineIncident, LineTraffic } from './line-figures.ts'
import { countMinutes } from './line-minutes.ts'
import { percentile } from './percentile.ts'

/** What the figures of a line take from its contract. */
export type LineContract = Pick<
  Line,
  'code' | 'cirDownMbps' | 'cirUpMbps' | 'slaRestoreHours' | 'directionSwap'
>

/** Domain rules 3.7: from fewer of the averages p95 is not told. */
const leastForP95 = 0.8

/** The figures of a line over days that follow one another, oldest first, up to a moment. null for no days. */
export function lineFiguresOf(
  days: LineDayNumbers[],
  contract: LineContract,
  method: AccountingMethod,
): LineFigures | null {
  const [firstDay, lastDay] = [days[0], days.at(-1)]
  if (firstDay === undefined || lastDay === undefined) return null
  const to = lastDay.to
  const minutes = countMinutes(days.flatMap(({ runs }) => runs))
  const incidents = incidentsOf(days, contract, to)
  const restoreHours = contract.slaRestoreHours
  const methods = [...new Set(days.map((day) => day.method))]
  return {
    line: contract.code,
    from: firstDay.from,
    to,
    method: methods.join(', '),
    minutes,
    ...availabilityOf(minutes, method),
    incidents,
    ...repairFigures(incidents, minutes, restoreHours),
    traffic: trafficOf(days, contract),
    errors: errorsOf(days),
    delay: {
      ipv4: delayOf(days.map(({ delay }) => delay.ipv4)),
      ipv6: delayOf(days.map(({ delay }) => delay.ipv6)),
    },
    ipv6: ipv6Of(days),
    reachEvidence: firstAndLast(days.flatMap(({ reachEvidence }) => reachEvidence)),
    countEvidence: firstAndLast(days.flatMap(({ countEvidence }) => countEvidence)),
  }
}

/** Every incident that reaches into the days, from its true beginning to its end or that of the days. */
function incidentsOf(
  days: LineDayNumbers[],
  { slaRestoreHours }: LineContract,
  end: Instant,
): LineIncident[] {
  const byStart = new Map(days.flatMap(({ outages }) => outages.map((one) => [one.from, one] as const)))
  return [...byStart.values()].map((one) => {
    const minutes = outageMinutes(one, end)
    const goesOn = one.to === null || one.to >= end
    return {
      from: one.from,
      to: goesOn ? null : one.to,
      minutes,
      late: slaRestoreHours === null ? null : minutes > slaRestoreHours * 60,
      opened: one.opened,
    }
  })
}

/** The traffic of days both ways, as who is served sees it. */
export function trafficOf(
  days: Pick<LineDayNumbers, 'traffic'>[],
  {
    cirDownMbps,
    cirUpMbps,
    directionSwap,
  }: Pick<LineContract, 'cirDownMbps' | 'cirUpMbps' | 'directionSwap'>,
): LineFigures['traffic'] {
  const steps = days.reduce((sum, { traffic }) => sum + traffic.steps, 0)
  const carried = (way: 'in' | 'out', cirMbps: number | null) =>
    carriedOf(Float64Array.from(days.flatMap(({ traffic }) => traffic[way])), steps, cirMbps)
  return {
    down: carried(directionSwap ? 'out' : 'in', cirDownMbps),
    up: carried(directionSwap ? 'in' : 'out', cirUpMbps),
  }
}

function carriedOf(values: Float64Array, steps: number, cirMbps: number | null): LineTraffic {
  const coverage = steps === 0 ? 0 : Math.min(1, values.length / steps)
  const p95Mbps = coverage >= leastForP95 ? percentile(values, 0.95) : null
  return {
    meanMbps: values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length,
    maxMbps: values.length === 0 ? null : values.reduce((most, value) => Math.max(most, value)),
    p95Mbps,
    p95OfCir: p95Mbps === null || !cirMbps ? null : p95Mbps / cirMbps,
    coverage,
  }
}

function errorsOf(days: LineDayNumbers[]): LineErrors {
  const total = (of: keyof LineDayNumbers['errors']) => days.reduce((sum, { errors }) => sum + errors[of], 0)
  const [errors, packets] = [total('errors'), total('packets')]
  const lengthMs = days.reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0)
  return {
    ratio: errors + packets === 0 ? null : errors / (errors + packets),
    errors,
    packets,
    discards: total('discards'),
    coverage: lengthMs === 0 ? 0 : Math.min(1, total('knownMs') / lengthMs),
  }
}

function ipv6Of(days: LineDayNumbers[]): LineFigures['ipv6'] {
  const counted = days.flatMap(({ growth }) => growth ?? [])
  if (counted.length === 0) return null
  const merged = (of: 'link' | 'device') =>
    counted
      .flatMap((one) => one[of] ?? [])
      .reduce<LinkGrowth | null>((sum, one) => (sum === null ? one : mergeGrowth(sum, one)), null)
  const link = merged('link')
  const expected = counted.reduce((sum, one) => sum + one.expected, 0)
  return {
    share: growthShare(link, merged('device'), {
      uplinks: Math.max(...counted.map(({ uplinks }) => uplinks)),
      expected,
    }),
    coverage: Math.min(1, (link?.intervals ?? 0) / expected),
  }
}
