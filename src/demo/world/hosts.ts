import type { UnitKind } from '../../model/inventory.ts'
import type { Moment, World } from '../world.ts'
import { between, chance } from './chance.ts'
import type { DemoDevice } from './device.ts'
import type { InterfaceState } from './device-state.ts'
import { macOf } from './mac.ts'
import { octetsOf } from './octets.ts'
import { hourOf, presence } from './presence.ts'

/** A computer on a link as the router knows it: its MAC address and its addresses, all in octets. */
export type LinkHost = { mac: number[]; address4: number[]; addresses6: number[][] }

const most: Record<UnitKind, [low: number, high: number]> = {
  platform: [40, 60],
  department: [20, 45],
  district: [30, 60],
  commune: [6, 14],
}

/** Plan's progress over which the computers of a link take up IPv6 once the router offers it. */
const takesUp = 0.2
/** Computers that never will: printers, old time clocks. */
const neverShare = 0.08

/**
 * The hosts on a link of a router in one hour. Each has a link-local address; once the router announces a prefix, more
 * and more of them have a global one, along the plan.
 */
export function hostsOn(
  { seed }: World,
  { code, place }: DemoDevice,
  { interface: { name, role, address4 }, addresses6, up }: InterfaceState,
  moment: Moment,
): LinkHost[] {
  if (!up || address4 === null || (role !== 'user' && role !== 'wifi')) return []
  const [low, high] = most[place.kind]
  const key = `${code} ${name}`
  const count = Math.round(between(low, high, chance(seed, 'hosts', key)))
  const here = presence(role === 'wifi' ? 'public' : 'office', hourOf(moment.schedule))
  const [offer] = addresses6
  const prefix = offer && announces(place.router) ? octetsOf(offer.address).slice(0, 8) : undefined
  return Array.from({ length: count }, (_, n) => n)
    .filter((n) => chance(seed, 'comes', key, n) < here)
    .map((n) => {
      const mac = macOf(seed, key, n)
      const own = [mac[0] ?? 0, mac[1] ?? 0, mac[2] ?? 0, 0xff, 0xfe, mac[3] ?? 0, mac[4] ?? 0, mac[5] ?? 0]
      const taken = chance(seed, 'takes up', key, n) * takesUp * (1 / (1 - neverShare))
      const hasGlobal =
        prefix !== undefined && offer !== undefined && taken < takesUp && moment.done >= offer.from + taken
      return {
        mac,
        address4: [...octetsOf(address4.address).slice(0, 3), 10 + n],
        addresses6: [[0xfe, 0x80, 0, 0, 0, 0, 0, 0, ...own], ...(hasGlobal ? [[...prefix, ...own]] : [])],
      }
    })
}

/** Whether a router sends router advertisements to its users at all. */
export function announces(router: DemoDevice['oddity']): boolean {
  return router !== 'no_ra'
}
