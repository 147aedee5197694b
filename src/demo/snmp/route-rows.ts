import { capabilityOf } from '../world/capability.ts'
import type { DemoDevice } from '../world/device.ts'
import type { DeviceState } from '../world/device-state.ts'
import { masked } from '../world/octets.ts'
import { type DemoRoute, routesOf } from '../world/routes.ts'
import { octets, tags } from './ber.ts'
import { inetIndex } from './inet.ts'
import { arcs, gauge, number, type Row, row, tableRow } from './rows.ts'

const inetCidrRouteEntry = '1.3.6.1.2.1.4.24.7.1'
const ipCidrRouteEntry = '1.3.6.1.2.1.4.24.4.1'
const ipRouteEntry = '1.3.6.1.2.1.4.21.1'
const ipv6RouteEntry = '1.3.6.1.2.1.55.1.11.1'

/** IANAipRouteProtocol, and the old numbers of IPV6-MIB. */
const protocols = { connected: 2, static: 3, bgp: 14 } as const
const oldProtocols = { connected: 2, static: 3, bgp: 7 } as const
const local = 3
const remote = 4

/** The forwarding table in the form that the agent's age gives it. */
export function routeRows(device: DemoDevice, state: DeviceState): Row[] {
  const routes = routesOf(device, state)
  const of4 = routes.filter(({ octets }) => octets.length === 4)
  const of6 = routes.filter(({ octets }) => octets.length === 16)
  const cidr = () => [row(arcs('1.3.6.1.2.1.4.24.3.0'), gauge(of4.length)), ...of4.flatMap(cidrRow)]
  switch (capabilityOf(device).routes) {
    case 'inet_cidr':
      return [
        row(arcs('1.3.6.1.2.1.4.24.6.0'), gauge(routes.length)),
        ...routes.flatMap((route) => inetRow(route, device.oddity === 'asa_index')),
      ]
    case 'ipv6_mib':
      return [...cidr(), ...of6.flatMap(ipv6Row)]
    case 'ip_cidr':
      return cidr()
    case 'rfc1213':
      return of4.flatMap(oldRow)
  }
}

function typeOf({ nextHop }: DemoRoute): number {
  return nextHop === null ? local : remote
}

function hopOf({ nextHop, octets }: DemoRoute): number[] {
  return nextHop ?? octets.map(() => 0)
}

/** RFC 4292; the policy in the index is zeroDotZero. */
function inetRow(route: DemoRoute, bare: boolean): Row[] {
  const policy = [2, 0, 0]
  const index = [...inetIndex(route.octets, bare), route.length, ...policy, ...inetIndex(hopOf(route), bare)]
  return tableRow(inetCidrRouteEntry, index, {
    7: number(route.ifIndex),
    8: number(typeOf(route)),
    9: number(protocols[route.by]),
  })
}

/** RFC 2096. */
function cidrRow(route: DemoRoute): Row[] {
  const index = [...route.octets, ...maskOf(route.length), 0, ...hopOf(route)]
  return tableRow(ipCidrRouteEntry, index, {
    5: number(route.ifIndex),
    6: number(typeOf(route)),
    7: number(protocols[route.by]),
  })
}

/** RFC 1213. */
function oldRow(route: DemoRoute): Row[] {
  return tableRow(ipRouteEntry, route.octets, {
    2: number(route.ifIndex),
    7: octets(Buffer.from(hopOf(route)), tags.ipAddress),
    8: number(typeOf(route)),
    9: number(protocols[route.by]),
    11: octets(Buffer.from(maskOf(route.length)), tags.ipAddress),
  })
}

/** RFC 2465; one route to a destination, number 1. */
function ipv6Row(route: DemoRoute): Row[] {
  return tableRow(ipv6RouteEntry, [...route.octets, route.length, 1], {
    4: number(route.ifIndex),
    5: octets(Buffer.from(hopOf(route))),
    6: number(typeOf(route)),
    7: number(oldProtocols[route.by]),
  })
}

function maskOf(length: number): number[] {
  return masked([255, 255, 255, 255], length)
}
