import { probes } from '../../../probes/index.ts'
import type { CheckDay, Instant, UnitState } from '../../model.ts'
import { hostWeeks, weekDays, weekMsOf } from '../../operations/host-weeks.ts'
import { interfacesNamed, userDevice } from '../criteria/concerns.ts'
import { outagesOf } from '../history.ts'
import { seeWindow } from '../window.ts'

/**
 * Machines on a unit's user VLANs; `complete` when at least one week was looked at nearly without gaps, on every
 * interface that the inventory names towards users.
 */
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
  const routers = assets.filter(userDevice.concerns).map((asset) => ({
    interfaces: interfacesNamed(asset, 'userIf'),
    looking: checks.filter(
      ({ check }) =>
        check.probe === 'snmp-neighbours' && check.asset.kind === 'device' && check.asset.code === asset.code,
    ),
  }))
  let most: number | null = null
  let complete = false
  for (let week = 0; week < hostWeeks; week++) {
    const end = new Date(Date.parse(asOf) - week * weekMsOf(pace)).toISOString()
    const hosts = new Set<bigint>()
    let told = false
    // a router that nobody asks, or a VLAN of which nothing was told, has machines that nobody counted
    let whole = true
    for (const { looking, interfaces } of routers) {
      const views = looking.map((state) => {
        const self = prober.find(({ check }) => check.vantage === state.check.vantage)
        return seeWindow(
          { ...state, days: daysOf(state.check.id) },
          { over: { days: weekDays, sets: true } },
          {
            asOf: end,
            pace,
            probeVersion: probes['snmp-neighbours'].version,
            outages: self === undefined ? [] : outagesOf(self, asOf),
          },
        )
      })
      whole &&= views.length > 0 && views.every(({ coverage }) => coverage >= leastCoverage)
      for (const name of interfaces) {
        const sets = views.flatMap(({ membersOf }) =>
          ['ipv4', 'gua'].flatMap((kind) => membersOf(`if.${name}.${kind}`) ?? []),
        )
        told ||= sets.length > 0
        whole &&= sets.length > 0
        for (const host of sets.flatMap((set) => [...set])) hosts.add(host)
      }
    }
    if (!told) continue
    most = Math.max(most ?? 0, hosts.size)
    complete ||= whole
  }
  return most === null ? null : { hosts: most, complete }
}
