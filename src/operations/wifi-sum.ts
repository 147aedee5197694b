import type { Hotspot } from '../model/inventory.ts'
import { availabilityOf } from './availability.ts'
import { outageMinutes } from './incidents.ts'
import { firstAndLast } from './line-day.ts'
import { trafficOf } from './line-sum.ts'
import { countApMinutes, countSiteMinutes } from './site-minutes.ts'
import { clientsOf } from './wifi-clients.ts'
import type { WifiDayNumbers } from './wifi-day.ts'
import {
  type ApMinutes,
  type ApRun,
  apStates,
  type ShareUp,
  type SiteMinutes,
  type WifiFigures,
  type WifiIncident,
  wifiMethod,
} from './wifi-figures.ts'

/** What the figures of a site take from its contract. */
type WifiContract = Pick<Hotspot, 'code' | 'downMbps' | 'upMbps' | 'directionSwap'>

/** The figures of a site over days that follow one another, oldest first. null for no days. */
export function wifiFiguresOf(days: WifiDayNumbers[], contract: WifiContract): WifiFigures | null {
  const [firstDay, lastDay] = [days[0], days.at(-1)]
  if (firstDay === undefined || lastDay === undefined) return null
  const runs = days.flatMap((day) => day.runs)
  const apTotal = countApMinutes(runs)
  const siteTotal = countSiteMinutes(runs)
  const counted = days.flatMap(({ octets }) => octets ?? [])
  return {
    hotspot: contract.code,
    from: firstDay.from,
    to: lastDay.to,
    method: [...new Set(days.map(({ method }) => method))].join(', '),
    contracted: lastDay.contracted,
    apMinutes: apTotal,
    aps: shareUp(apTotal),
    siteMinutes: siteTotal,
    site: siteShareUp(siteTotal),
    byAp: byAp(days),
    incidents: incidentsOf(days, lastDay.to),
    clients: clientsOf(days),
    traffic: trafficOf(days, {
      cirDownMbps: contract.downMbps,
      cirUpMbps: contract.upMbps,
      directionSwap: contract.directionSwap ?? false,
    }),
    volumeGb: counted.length === 0 ? null : counted.reduce((sum, octets) => sum + octets, 0) / 1e9,
    apEvidence: firstAndLast(days.flatMap(({ apEvidence }) => apEvidence)),
    uplinkEvidence: firstAndLast(days.flatMap(({ uplinkEvidence }) => uplinkEvidence)),
  }
}

/** Minutes up of those that were seen (OPS-WF-01), as of lines: what nobody saw is neither up nor down. */
export function shareUp(minutes: ApMinutes): ShareUp {
  const { availability, coverage } = availabilityOf({ ...minutes, degraded_v6: 0 }, wifiMethod)
  return { share: availability, coverage }
}

/** Minutes with at least one access point up, of those that were seen (OPS-WF-02). */
export function siteShareUp({ partial, ...minutes }: SiteMinutes): ShareUp {
  const { availability, coverage } = availabilityOf({ ...minutes, degraded_v6: partial }, wifiMethod)
  return { share: availability, coverage }
}

function byAp(days: WifiDayNumbers[]): WifiFigures['byAp'] {
  const names = [...new Set(days.flatMap(({ aps }) => aps.map(({ name }) => name)))]
  return names.map((name) => {
    const minutes = countOwn(days.flatMap(({ aps }) => aps.find((one) => one.name === name)?.runs ?? []))
    return { name, minutes, ...shareUp(minutes) }
  })
}

function countOwn(runs: ApRun[]): ApMinutes {
  const sum = Object.fromEntries(apStates.map((state) => [state, 0])) as ApMinutes
  for (const { state, minutes } of runs) sum[state] += minutes
  return sum
}

/** Every outage that reaches into the days, from its true beginning to its end or that of the days. */
function incidentsOf(days: WifiDayNumbers[], end: string): WifiIncident[] {
  const all = new Map(
    days.flatMap(({ outages }) => outages.map((one) => [`${one.ap ?? ''} ${one.from}`, one] as const)),
  )
  const outages = [...all.values()].map((one) => ({
    ap: one.ap,
    from: one.from,
    to: one.to === null || one.to >= end ? null : one.to,
    minutes: outageMinutes(one, end),
    opened: one.opened,
  }))
  const whole = outages.filter(({ ap }) => ap === null)
  return outages
    .filter((one) => one.ap === null || !whole.some((all) => holds(all, one)))
    .sort((one, other) => (one.from < other.from ? -1 : Number(one.from > other.from)))
}

/** What an access point was down for while its whole site was is told once. */
function holds(all: WifiIncident, one: WifiIncident): boolean {
  return all.from <= one.from && (all.to ?? '~') >= (one.to ?? '~')
}
