import type { DemoDevice } from '../world/device.ts'
import type { DeviceState } from '../world/device-state.ts'
import type { World } from '../world.ts'
import { addressRows } from './address-rows.ts'
import { advertRows } from './advert-rows.ts'
import { octets, oid } from './ber.ts'
import { bgpRows } from './bgp-rows.ts'
import { equipmentRows } from './equipment-rows.ts'
import { interfaceRows } from './interface-rows.ts'
import { lldpRows } from './lldp-rows.ts'
import { routeRows } from './route-rows.ts'
import { arcs, compareOids, number, type Row, row, text, ticks } from './rows.ts'
import { trafficRows } from './traffic-rows.ts'
import { wifiRows } from './wifi-rows.ts'

/** The variables of an agent but for its neighbours, in the order of their OIDs. They hold while nothing but counters and time moves. */
export function rowsOf(world: World, device: DemoDevice, state: DeviceState, engineId: Buffer): Row[] {
  const { vendor, sysName, place } = device
  return [
    row(arcs('1.3.6.1.2.1.1.1.0'), text(`v6gov demo agent, ${vendor.name} ${device.role}`)),
    row(arcs('1.3.6.1.2.1.1.2.0'), oid(arcs(vendor.objectId))),
    row(arcs('1.3.6.1.2.1.1.3.0'), (at) => ticks(at - state.bootedAt)),
    row(arcs('1.3.6.1.2.1.1.4.0'), text('quantri@haiduong.test')),
    row(arcs('1.3.6.1.2.1.1.5.0'), text(sysName)),
    row(arcs('1.3.6.1.2.1.1.6.0'), text(place.name)),
    row(arcs('1.3.6.1.2.1.1.7.0'), number(device.role === 'switch' ? 2 : 78)),
    row(arcs('1.3.6.1.6.3.10.2.1.1.0'), octets(engineId)),
    row(arcs('1.3.6.1.6.3.10.2.1.2.0'), number(state.boots)),
    row(arcs('1.3.6.1.6.3.10.2.1.3.0'), (at) => number(secondsSince(state.bootedAt, at))),
    row(arcs('1.3.6.1.6.3.10.2.1.4.0'), number(65_507)),
    ...interfaceRows(world, state, { withIfX: device.oddity !== 'v1' }),
    ...addressRows(device, state),
    ...advertRows(device, state),
    ...routeRows(device, state),
    ...trafficRows(world, device, state),
    ...equipmentRows(world, device),
    ...bgpRows(world, device),
    ...lldpRows(world, device),
    ...wifiRows(world, device, state),
  ].sort((one, other) => compareOids(one.oid, other.oid))
}

/** snmpEngineTime. */
export function secondsSince(bootedAt: number, at: number): number {
  return Math.max(0, Math.floor((at - bootedAt) / 1000))
}
