import { probes } from '../../../probes/index.ts'
import type { CheckDay, Instant, UnitState } from '../../model.ts'
import { hostWeeks, weekDays, weekMsOf } from '../../operations/host-weeks.ts'
import { interfacesNamed, userDevice } from '../criteria/concerns.ts'
import { outagesOf } from '../history.ts'
import { seeWindow } from '../window.ts'

/** Machines on a unit's user VLANs; `complete` when at least one week was looked at nearly without gaps. */
export type HostsSeen = { hosts: number; complete: boolean }

/** From fewer of the looks a week is not complete. */
const leastCoverage = 0.8

/**
 * The machines met on the user VLANs of a unit, by ARP and by IPv6 neighbours: the largest of the last four weeks, which
 * cannot be more than all that were there in 30 days. null when no look could tell.
 */
export function hostsSeen(
  { assets, checks, prober }: UnitState,
  daysOf: (checkId: string) => CheckDay[],
  { asOf, pace }: { asOf: Instant; pace: number },
): HostsSeen | null {
  const looking = assets.filter(userDevice.concerns).flatMap((asset) => {
    const own = checks.filter(
      ({ check }) =>
        check.probe === 'snmp-neighbours' && check.asset.kind === 'device' && check.asset.code === asset.code,
    )
    return own.map((state) => ({ state, interfaces: interfacesNamed(asset, 'userIf') }))
  })
  if (looking.length === 0) return null
  let most: number | null = null
  let complete = false
  for (let week = 0; week < hostWeeks; week++) {
    const end = new Date(Date.parse(asOf) - week * weekMsOf(pace)).toISOString()
    const hosts = new Set<bigint>()
    let told = false
    let coverage = 1
    for (const { state, interfaces } of looking) {
      const self = prober.find(({ check }) => check.vantage === state.check.vantage)
      const seen = seeWindow(
        { ...state, days: daysOf(state.check.id) },
        { over: { days: weekDays, sets: true } },
        {
          asOf: end,
          pace,
          probeVersion: probes['snmp-neighbours'].version,
          outages: self === undefined ? [] : outagesOf(self, asOf),
        },
      )
      coverage = Math.min(coverage, seen.coverage)
      for (const name of interfaces)
        for (const kind of ['ipv4', 'gua']) {
          const members = seen.membersOf(`if.${name}.${kind}`)
          told ||= members !== null
          for (const host of members ?? []) hosts.add(host)
        }
    }
    if (!told) continue
    most = Math.max(most ?? 0, hosts.size)
    complete ||= coverage >= leastCoverage
  }
  return most === null ? null : { hosts: most, complete }
}
