import { capabilityOf } from '../world/capability.ts'
import type { DemoDevice } from '../world/device.ts'
import type { DeviceState } from '../world/device-state.ts'
import { hostsOn } from '../world/hosts.ts'
import { macOf } from '../world/mac.ts'
import { octetsOf } from '../world/octets.ts'
import { farSide } from '../world/routes.ts'
import { addressesAt, unlistedAt } from '../world/unlisted.ts'
import type { Moment, World } from '../world.ts'
import { octets } from './ber.ts'
import { inetIndex } from './inet.ts'
import { compareOids, number, type Row, tableRow } from './rows.ts'

const ipNetToPhysicalEntry = '1.3.6.1.2.1.4.35.1'
const ipNetToMediaEntry = '1.3.6.1.2.1.4.22.1'
const ipv6NetToMediaEntry = '1.3.6.1.2.1.55.1.12.1'

/** An entry of a neighbour table; without a MAC address nobody has answered. */
type Entry = { ifIndex: number; address: number[]; mac: number[] | null }

/** The neighbours of a device in the tables that its kind of agent serves, in the order of their OIDs. */
export function neighbourRows(world: World, device: DemoDevice, state: DeviceState, moment: Moment): Row[] {
  const { neighbours } = capabilityOf(device)
  return entriesOf(world, device, state, moment)
    .flatMap((entry) =>
      neighbours === 'ip_mib' ? physicalRow(device, entry) : oldRow(entry, neighbours === 'ipv6_mib'),
    )
    .sort((one, other) => compareOids(one.oid, other.oid))
}

function entriesOf(world: World, device: DemoDevice, state: DeviceState, moment: Moment): Entry[] {
  if (device.role !== 'router') return []
  const lan = lanEntries(world, device, state)
  const links = state.interfaces.flatMap((each) => {
    const { index: ifIndex, role, address4 } = each.interface
    const hosts = hostsOn(world, device, each, moment).flatMap(({ mac, address4, addresses6 }) =>
      [address4, ...addresses6].map((address) => ({ ifIndex, address, mac })),
    )
    if (!each.up || (role !== 'tslcd' && role !== 'internet')) return hosts
    const far = (family: 4 | 6, mac: number[] | null): Entry => {
      return { ifIndex, address: octetsOf(farSide(device, role, family)), mac }
    }
    const mac = macOf(world.seed, 'far', device.code, role)
    return [
      ...(address4 ? [far(4, mac)] : []),
      // The route is there, but nobody answers to its next hop.
      ...(each.addresses6.length > 0 ? [far(6, device.oddity === 'dead_hop6' ? null : mac)] : []),
    ]
  })
  return [...links, ...lan]
}

/** On the LAN side: the place's other devices, and what nobody has entered. */
function lanEntries(world: World, device: DemoDevice, { interfaces }: DeviceState): Entry[] {
  const lan = interfaces.find((each) => each.interface.name === device.vendor.ports[1])
  if (!lan?.up) return []
  const has6 = interfaces.some((each) => each.interface.role === 'management' && each.addresses6.length > 0)
  const beside = world.devices
    .filter((other) => other.place === device.place && other !== device)
    .map(({ code, address, address6 }) => ({ code, ipv4: address, ipv6: address6, speaks6: true }))
  const others = unlistedAt(device).map((one) => {
    return { code: one.code, ...addressesAt(device, one.host), speaks6: one.has6 }
  })
  return [...beside, ...others].flatMap(({ code, ipv4, ipv6, speaks6 }) =>
    [ipv4, ...(has6 && speaks6 ? [ipv6] : [])].map((address) => ({
      ifIndex: lan.interface.index,
      address: octetsOf(address),
      mac: macOf(world.seed, device.place.code, code),
    })),
  )
}

/** RFC 4293: type dynamic(3) or, for what did not resolve, the state incomplete(7). */
function physicalRow(device: DemoDevice, { ifIndex, address, mac }: Entry): Row[] {
  const index = [ifIndex, ...inetIndex(address, device.oddity === 'asa_index')]
  return tableRow(ipNetToPhysicalEntry, index, {
    4: octets(Buffer.from(mac ?? [])),
    6: number(3),
    7: number(mac === null ? 7 : 1),
  })
}

/** RFC 1213 for IPv4, RFC 2465 for IPv6 where the agent knows it. */
function oldRow({ ifIndex, address, mac }: Entry, withIpv6: boolean): Row[] {
  const physical = octets(Buffer.from(mac ?? []))
  if (address.length === 4) {
    return tableRow(ipNetToMediaEntry, [ifIndex, ...address], { 2: physical, 4: number(3) })
  }
  if (!withIpv6) return []
  return tableRow(ipv6NetToMediaEntry, [ifIndex, ...address], { 2: physical, 3: number(2), 4: number(1) })
}
