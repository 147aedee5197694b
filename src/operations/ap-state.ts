import type { FactsOf } from '../../probes/probe.ts'
import type { reachPing } from '../../probes/reach-ping.ts'
import type { snmpWifi } from '../../probes/snmp-wifi.ts'
import type { Observation } from '../model.ts'
import type { ApState } from './wifi-figures.ts'

type WifiFacts = FactsOf<typeof snmpWifi>

/** The entry of an access point in what its controller tells, by its name there, its id or its serial number. */
export function findAp({ accessPoints }: WifiFacts, name: string): WifiFacts['accessPoints'][number] | null {
  return (
    accessPoints.find((one) => one.name === name) ??
    accessPoints.find(({ id }) => id.toLowerCase() === name.toLowerCase()) ??
    accessPoints.find(({ serial }) => serial === name) ??
    null
  )
}

/**
 * What an access point was at a look at its controller. One that vanished from the list of those that it had before is down,
 * since many controllers drop it; one that never was there is not known (domain rules 3.8).
 */
export function stateOnController(
  { result }: Pick<Observation, 'result'>,
  name: string,
  wasListed: boolean,
): ApState {
  if (!result.ok) return 'void'
  const facts = result.facts as WifiFacts
  const found = findAp(facts, name)
  if (found !== null) return found.up === null ? 'unmeasured' : found.up ? 'up' : 'down'
  return wasListed && listsAll(facts) ? 'down' : 'unmeasured'
}

/** Whether an access point that is not in the list is not there. */
function listsAll({ sources, tables, truncated }: WifiFacts): boolean {
  return sources.length > 0 && !truncated && !Object.values(tables).includes('malformed')
}

/** What an access point that is asked itself says it is; null where it says nothing of its Wi-Fi. */
export function stateOfItself({ result }: Pick<Observation, 'result'>): ApState | null {
  if (!result.ok) return null
  const [own] = (result.facts as WifiFacts).accessPoints
  return own === undefined || own.up === null ? null : own.up ? 'up' : 'down'
}

/** What ping shows of an access point: that it is there, which is not that it serves, or that it is silent. */
export function stateByReach({ result }: Pick<Observation, 'result'>): ApState {
  if (!result.ok) return 'void'
  const { ipv4, ipv6 } = result.facts as FactsOf<typeof reachPing>
  return ipv4?.answered || ipv6?.answered ? 'up' : 'down'
}
