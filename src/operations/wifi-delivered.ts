import type { Hotspot } from '../model/inventory.ts'
import type { Day } from '../model.ts'
import {
  type ApMinutes,
  apStates,
  type ShareUp,
  type SiteMinutes,
  siteStates,
  type WifiFigures,
  type WifiIncident,
} from './wifi-figures.ts'
import { shareUp, siteShareUp } from './wifi-sum.ts'

/** What was contracted for sites together, and what was delivered of it in a time. */
export type Delivered = {
  contracts: { no: string; from: Day | null; to: Day | null }[]
  /** Vietnamese dong a month; null where none is entered. */
  fee: number | null
  apsContracted: number
  apsNamed: number
  apMinutes: ApMinutes
  siteMinutes: SiteMinutes
  aps: ShareUp
  site: ShareUp
  /** The longest incidents, each with its site; those of a whole site and of its access points. */
  longest: (WifiIncident & { hotspot: string })[]
}

const mostIncidents = 10

/** What sites of one provider came to together: minutes are added up, so that a large site counts for as much as it is. */
export function deliveredBy(sites: { site: Hotspot; figures: WifiFigures | null }[]): Delivered {
  const figures = sites.flatMap((one) => one.figures ?? [])
  const apMinutes = added(
    apStates,
    figures.map((one) => one.apMinutes),
  )
  const siteMinutes = added(
    siteStates,
    figures.map((one) => one.siteMinutes),
  )
  const fees = sites.flatMap(({ site }) => site.monthlyFee ?? [])
  const contracts = new Map(
    sites.flatMap(({ site: { contractNo: no, contractFrom: from, contractTo: to } }) =>
      no === '' ? [] : [[no, { no, from, to }] as const],
    ),
  )
  return {
    contracts: [...contracts.values()].sort((one, other) => (one.no < other.no ? -1 : 1)),
    fee: fees.length === 0 ? null : fees.reduce((sum, one) => sum + one, 0),
    apsContracted: sites.reduce((sum, { site }) => sum + (site.apContracted ?? site.aps.length), 0),
    apsNamed: sites.reduce((sum, { site }) => sum + site.aps.length, 0),
    apMinutes,
    siteMinutes,
    aps: shareUp(apMinutes),
    site: siteShareUp(siteMinutes),
    longest: figures
      .flatMap(({ hotspot, incidents }) => incidents.map((one) => ({ ...one, hotspot })))
      .sort((one, other) => other.minutes - one.minutes || (one.from < other.from ? -1 : 1))
      .slice(0, mostIncidents),
  }
}

function added<State extends string>(
  states: readonly State[],
  all: Record<State, number>[],
): Record<State, number> {
  return Object.fromEntries(
    states.map((state) => [state, all.reduce((sum, one) => sum + one[state], 0)]),
  ) as Record<State, number>
}
