import type { DemoDevice } from './device.ts'
import type { DeviceState } from './device-state.ts'
import { addressIn } from './interfaces.ts'
import { masked, octetsOf } from './octets.ts'
import { unlistedBlock } from './unlisted.ts'

/** A route of a device. `nextHop` is null for what is straight on the link. */
export type DemoRoute = {
  octets: number[]
  length: number
  nextHop: number[] | null
  ifIndex: number
  by: 'connected' | 'static' | 'bgp'
}

/** The blocks of the province's data centre: where its shared services are. */
const dataCentre = { ipv4: '10.30.1.0/24', ipv6: '2001:db8:30::/52' } as const

/** The routes of a device at a moment: its links, the data centre, and the way out of the province. */
export function routesOf(device: DemoDevice, { interfaces }: DeviceState): DemoRoute[] {
  const up = interfaces.filter((each) => each.up)
  const connected = up.flatMap(({ interface: { index, address4 }, addresses6 }) => {
    const all = [...(address4 ? [address4] : []), ...addresses6].filter(
      ({ address }) => !address.startsWith('fe80'),
    )
    return all.map(({ address, prefixLength }): DemoRoute => {
      const octets = masked(octetsOf(address), prefixLength)
      return { octets, length: prefixLength, nextHop: null, ifIndex: index, by: 'connected' }
    })
  })
  return [...connected, ...waysOut(device, up)]
}

/** What stands on the other side of a line; null when the line has no address of that family yet. */
export function farSide(
  device: DemoDevice,
  role: 'tslcd' | 'internet' | 'management',
  family: 4 | 6,
): string {
  const { number, place } = device
  const hex = number.toString(16).padStart(2, '0')
  if (role === 'management') return family === 4 ? `10.30.${number}.1` : addressIn(place, number, 0, '1')
  if (role === 'internet') return family === 4 ? `10.40.${number}.1` : `2001:db8:f0${hex}::1`
  return family === 4 ? `10.31.${number}.1` : addressIn(place, number, 1, '1')
}

function waysOut(device: DemoDevice, up: DeviceState['interfaces']): DemoRoute[] {
  const isBorder = device.role === 'router' && device.place.kind === 'platform'
  const via = (
    destination: string,
    role: 'tslcd' | 'internet' | 'management',
    family: 4 | 6,
  ): DemoRoute[] => {
    const line = up.find((each) => each.interface.role === role)
    const speaks =
      family === 4 ? line?.interface.address4 : line?.addresses6.some(({ status }) => status === 1)
    if (!line || !speaks) return []
    const [address = '', length = '0'] = destination.split('/')
    return [
      {
        octets: octetsOf(address),
        length: Number(length),
        nextHop: octetsOf(farSide(device, role, family)),
        ifIndex: line.interface.index,
        by: isBorder ? 'bgp' : 'static',
      },
    ]
  }
  if (device.role !== 'router') return [...via('0.0.0.0/0', 'management', 4), ...via('::/0', 'management', 6)]
  const out = (destination: string, family: 4 | 6) => {
    const internet = via(destination, 'internet', family)
    return internet.length > 0 ? internet : via(destination, 'tslcd', family)
  }
  return [
    ...out('0.0.0.0/0', 4),
    // Somebody gave the line its addresses and forgot the route.
    ...(device.oddity === 'no_default6' ? [] : out('::/0', 6)),
    ...(isBorder
      ? behindFirewall(device, up)
      : [...via(dataCentre.ipv4, 'tslcd', 4), ...via(dataCentre.ipv6, 'tslcd', 6)]),
  ]
}

/** The border router hands the data centre's blocks to the firewall on its LAN side. */
function behindFirewall(device: DemoDevice, up: DeviceState['interfaces']): DemoRoute[] {
  const lan = up.find((each) => each.interface.name === device.vendor.ports[1])
  if (!lan) return []
  const has6 = up.some(
    ({ interface: { role }, addresses6 }) => role === 'management' && addresses6.length > 0,
  )
  const firewall = { 4: `10.30.${device.number}.2`, 6: addressIn(device.place, device.number, 0, '2') }
  const to = (destination: string, family: 4 | 6, by = firewall[family]): DemoRoute => {
    const [address = '', length = '0'] = destination.split('/')
    const nextHop = octetsOf(by)
    return {
      octets: octetsOf(address),
      length: Number(length),
      nextHop,
      ifIndex: lan.interface.index,
      by: 'static',
    }
  }
  const other = addressIn(device.place, device.number, 0, unlistedBlock.host)
  return [to(dataCentre.ipv4, 4), ...(has6 ? [to(dataCentre.ipv6, 6), to(unlistedBlock.to, 6, other)] : [])]
}
