import type { Moment, World } from '../world.ts'
import type { Address6, DemoDevice, DemoInterface } from './device.ts'
import { type AccessPoint, listedBy } from './hotspots.ts'
import { lineCuts6 } from './line-cuts.ts'
import type { Reach } from './site-state.ts'
import { type Spells, spellAt, spellOf, spellsBetween } from './spells.ts'
import { clockAt } from './timeline.ts'

export type InterfaceState = {
  interface: DemoInterface
  up: boolean
  /** When it last came or went, in milliseconds of the clock; the boot when it has not since. */
  changedAt: number
  addresses6: Address6[]
}

export type DeviceState = {
  bootedAt: number
  /** snmpEngineBoots. */
  boots: number
  forwards6: boolean
  interfaces: InterfaceState[]
  /** Access points in the list of a controller. */
  listed: AccessPoint[]
}

const day = 86_400_000
/** A device restarts about every 45 days of schedule. */
function restarts(device: DemoDevice): Spells {
  return { key: `restart ${device.code}`, everyMs: 45 * day, likelihood: 1, shortestMs: 1, longestMs: 1 }
}

/** How an address of the device meets SNMP: over IPv6 only once it is managed so, and never while its line is cut. */
export function deviceReach(world: World, device: DemoDevice, family: 4 | 6, moment: Moment): Reach {
  if (device.oddity === 'silent') return 'silent'
  if (device.reachedBy !== null && spellAt(world.seed, device.reachedBy, moment.schedule)) return 'silent'
  return family === 4 || moment.done >= device.managed6From ? 'open' : 'silent'
}

/** How an address of a line's end meets whoever asks from the data centre. */
export function lineEndReach(
  world: World,
  { place }: DemoDevice,
  { incoming, addresses6 }: DemoInterface,
  family: 4 | 6,
  { schedule, done }: Moment,
): Reach {
  if (incoming.outages && spellAt(world.seed, incoming.outages, schedule)) return 'silent'
  if (family === 4) return 'open'
  const cuts = lineCuts6(world.seed, place)
  const isCut = cuts === 'always' || (cuts !== null && spellAt(world.seed, cuts, schedule) !== undefined)
  return isCut || done < (addresses6[0]?.from ?? Infinity) ? 'silent' : 'open'
}

export function deviceState(world: World, device: DemoDevice, moment: Moment): DeviceState {
  const { bootedAt, boots } = lastRestart(world, device, moment)
  return {
    bootedAt,
    boots,
    forwards6: moment.done >= device.forwards6From,
    interfaces: device.interfaces.map((each) => interfaceState(world, each, moment, bootedAt)),
    listed: device.role === 'controller' ? listedBy(world, device.code, moment) : [],
  }
}

function interfaceState(world: World, each: DemoInterface, moment: Moment, bootedAt: number): InterfaceState {
  const { outages } = each.incoming
  const cut = outages && spellAt(world.seed, outages, moment.schedule)
  const edge = cut?.from ?? lastEnd(world, outages, moment.schedule)
  const changedAt = edge === undefined ? bootedAt : Math.max(bootedAt, clockAt(world.spans, edge))
  const up = cut === undefined
  // A device takes the IPv6 addresses of a dead port out of use.
  const addresses6 = up ? each.addresses6.filter(({ from }) => moment.done >= from) : []
  return { interface: each, up, changedAt, addresses6 }
}

/** When the last cut within a fortnight of schedule ended. */
function lastEnd(world: World, outages: Spells | undefined, schedule: number): number | undefined {
  return outages && spellsBetween(world.seed, outages, schedule - 14 * day, schedule).at(-1)?.to
}

function lastRestart(world: World, device: DemoDevice, moment: Moment): { bootedAt: number; boots: number } {
  const spells = restarts(device)
  const slot = Math.floor(moment.schedule / spells.everyMs)
  const inSlot = (n: number) => spellOf(world.seed, spells, n)?.from ?? n * spells.everyMs
  const boots = inSlot(slot) <= moment.schedule ? slot : slot - 1
  return { bootedAt: clockAt(world.spans, inSlot(boots)), boots }
}
