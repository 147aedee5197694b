import type { FactsOf } from '../../probes/probe.ts'
import type { reachPing } from '../../probes/reach-ping.ts'
import type { Instant, LinkGrowth, Observation } from '../model.ts'
import type { AccountingMethod } from './accounting-method.ts'
import { clockAverages, knownOf } from './clock-averages.ts'
import { type Outage, outagesIn } from './incidents.ts'
import { type DelaySum, sumDelay } from './line-delay.ts'
import type { LineEvidence, LineRun } from './line-figures.ts'
import { lineMinutes, type ReachRun } from './line-minutes.ts'
import { type LinkRates, linkRates } from './link-rates.ts'
import { type MaintenanceWindow, maintenanceIn } from './maintenance.ts'
import { minuteMs, type Stretch } from './minutes.ts'
import type { Readings } from './series.ts'

type LineOutage = Outage & { opened: LineEvidence }

/** What one day of a line came to: the figures of any time of whole days are made of these. */
export type LineDayNumbers = {
  from: Instant
  to: Instant
  /** The accounting method that made its minutes. */
  method: string
  runs: LineRun[]
  /** Those that reach into the day, each from its true beginning on. */
  outages: LineOutage[]
  /** Averages over steps of the clock that are known, in Mb/s as the interface counts, and how many steps there were. */
  traffic: { in: number[]; out: number[]; steps: number }
  /** Packets, in the part of the day of which they are known, in milliseconds. */
  errors: { errors: number; packets: number; discards: number; knownMs: number }
  delay: { ipv4: DelaySum | null; ipv6: DelaySum | null }
  /** What grew by version of IP on the line's interface; null where nobody counts. */
  growth: { link: LinkGrowth | null; device: LinkGrowth | null; uplinks: number; expected: number } | null
  /** The first and the last look at its end, and at its interface. */
  reachEvidence: LineEvidence[]
  countEvidence: LineEvidence[]
}

/** What the minutes of a line are made of, in a time. */
export type LineReach = {
  from: Instant
  to: Instant
  /** Looks at its end, oldest first; the one that began before the time and the one after it come along. */
  reach: Observation[]
  /** Milliseconds between two looks. */
  reachPeriodMs: number
  blind: Stretch[]
  there: Stretch[]
  maintenance: MaintenanceWindow[]
}

/** What was seen of a line on a day, or on a part of it. */
export type LineDaySeen = LineReach & {
  reachNumbers: Readings
  /** Packets of one look. */
  packets: number
  counters: Readings
  /** Looks at its interface, oldest first. */
  counted: Observation[]
  /** The interface by which `counters` are named; null where nobody counts. */
  interface: string | null
  countPeriodMs: number
  /** Milliseconds of the steps of the clock that averages are made over. */
  stepMs: number
  growth: LineDayNumbers['growth']
  /** The last outage of the day before. */
  before: LineOutage | undefined
}

/** From a time of more periods than these nothing is an average. */
const longestPeriods = 3

/** Domain rules 3.7, all of one day. Pure: equal looks give equal numbers. */
export function lineDayOf(seen: LineDaySeen, method: AccountingMethod): LineDayNumbers {
  const { from, to, reach, reachPeriodMs: periodMs, before } = seen
  const time = { fromMs: Date.parse(from), toMs: Date.parse(to) }
  const runs = lineRunsOf(seen, method)
  const outages = outagesIn(runs, { mergeMinutes: method.mergeMinutes, before }).map((one) => ({
    ...one,
    opened: one.from === before?.from ? before.opened : openedBy(one, reach),
  }))
  const kept = outages.filter((one) => one.to === null || one.to > from)
  const looks = {
    readings: seen.reachNumbers,
    packets: seen.packets,
    expected: (time.toMs - time.fromMs) / periodMs,
    runs,
  }
  return {
    from,
    to,
    method: method.id,
    runs,
    outages: kept,
    ...countedOn(seen, time),
    delay: { ipv4: sumDelay('v4', looks), ipv6: sumDelay('v6', looks) },
    growth: seen.growth,
    reachEvidence: endsOf(reach, seen),
    countEvidence: endsOf(seen.counted, seen),
  }
}

/** The minutes of a line in a time, in runs. */
export function lineRunsOf(seen: LineReach, method: AccountingMethod): LineRun[] {
  const { from, to, reach, reachPeriodMs, blind, there, maintenance } = seen
  return lineMinutes({
    fromMs: Date.parse(from),
    toMs: Date.parse(to),
    runs: reach.map(reachRun),
    periodMs: reachPeriodMs,
    blind,
    there,
    maintenance: maintenanceIn(maintenance),
    method,
  })
}

/** A look of ours that failed says nothing of the line. */
export function reachRun({ firstSeenAt, lastSeenAt, timesSeen, result }: Observation): ReachRun {
  const facts = result.ok ? (result.facts as FactsOf<typeof reachPing>) : null
  return {
    fromMs: Date.parse(firstSeenAt),
    lastMs: Date.parse(lastSeenAt),
    looks: timesSeen,
    seen: facts ? { ipv4: facts.ipv4?.answered ?? null, ipv6: facts.ipv6?.answered ?? null } : 'void',
  }
}

/** The first look that was not fully answered of those around the beginning of an outage. */
function openedBy({ from }: Outage, reach: Observation[]): LineEvidence {
  const fromMs = Date.parse(from)
  const silent = reach.find((one) => {
    const { seen } = reachRun(one)
    const isSilent = seen !== 'void' && (seen.ipv4 === false || seen.ipv6 === false)
    return isSilent && Date.parse(one.lastSeenAt) >= fromMs - minuteMs
  })
  const { checkId, firstDueAt } = silent ?? reach[0] ?? { checkId: '', firstDueAt: from }
  return { checkId, firstDueAt }
}

/** The intervals that hold the first and the last look of a time. */
function endsOf(observations: Observation[], { from, to }: Pick<LineDaySeen, 'from' | 'to'>): LineEvidence[] {
  const within = observations.filter((one) => one.lastSeenAt >= from && one.firstSeenAt < to)
  return firstAndLast(within.map(({ checkId, firstDueAt }) => ({ checkId, firstDueAt })))
}

/** One interval may hold both. */
export function firstAndLast(evidence: LineEvidence[]): LineEvidence[] {
  const [first, last] = [evidence[0], evidence.at(-1)]
  if (first === undefined || last === undefined) return []
  return first.firstDueAt === last.firstDueAt ? [last] : [first, last]
}

const octets = ['inOctets', 'outOctets'] as const
const packets = ['inErrors', 'inPackets', 'inDiscards', 'outDiscards'] as const

function countedOn(
  { counters: readings, interface: name, countPeriodMs, stepMs }: LineDaySeen,
  time: Stretch,
): Pick<LineDayNumbers, 'traffic' | 'errors'> {
  const longestMs = longestPeriods * countPeriodMs
  return {
    traffic: trafficOn({ readings, interface: name, countPeriodMs, stepMs }, time),
    // apart from octets: counters of 32 bits may have wrapped unseen where those of 64 did not
    errors: errorsOn(linkRates(readings, `if.${name}`, packets, { longestMs }), time),
  }
}

/** What an interface carried in each step of the clock of a time; `interface` null where nobody counts. */
export function trafficOn(
  {
    readings,
    interface: name,
    countPeriodMs,
    stepMs,
  }: { readings: Readings } & Pick<LineDaySeen, 'interface' | 'countPeriodMs' | 'stepMs'>,
  { fromMs, toMs }: Stretch,
): LineDayNumbers['traffic'] {
  const rates = linkRates(readings, `if.${name}`, octets, { longestMs: longestPeriods * countPeriodMs })
  const steps = { from: fromMs, to: toMs, stepMs }
  const mbps = (counter: (typeof octets)[number]) =>
    Array.from(
      knownOf(clockAverages(rates, rates.rates[counter] ?? new Float64Array(0), steps)),
      (perSecond) => Number(((perSecond * 8) / 1e6).toPrecision(4)),
    )
  const whole = Math.floor(toMs / stepMs) - Math.floor(fromMs / stepMs)
  return { in: mbps('inOctets'), out: mbps('outOctets'), steps: name === null ? 0 : whole }
}

function errorsOn({ from, to, rates, dropped }: LinkRates, time: Stretch): LineDayNumbers['errors'] {
  const sum = { errors: 0, packets: 0, discards: 0, knownMs: 0 }
  dropped.forEach((why, index) => {
    const [start = 0, end = 0] = [from[index], to[index]]
    const of = (counter: (typeof packets)[number]) =>
      ((rates[counter]?.[index] ?? Number.NaN) * (end - start)) / 1000
    const [bad, good] = [of('inErrors'), of('inPackets')]
    if (why || start < time.fromMs || start >= time.toMs || Number.isNaN(bad + good)) return
    sum.errors += bad
    sum.packets += good
    sum.discards += (of('inDiscards') || 0) + (of('outDiscards') || 0)
    sum.knownMs += end - start
  })
  return {
    ...sum,
    errors: Math.round(sum.errors),
    packets: Math.round(sum.packets),
    discards: Math.round(sum.discards),
  }
}

/** All series that `counters` of a line's interface are made of. */
export const lineCounters: readonly string[] = [...octets, ...packets]
