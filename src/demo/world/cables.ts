import type { World } from '../world.ts'
import type { DemoDevice } from './device.ts'
import { hotspotsIn } from './hotspots.ts'
import { macOf } from './mac.ts'
import { addressesAt, unlistedSwitch } from './unlisted.ts'

/** What a device hears by LLDP on one of its ports. */
export type LldpNeighbour = {
  localPort: string
  mac: number[]
  port: string
  sysName: string
  /** Bits of LldpSystemCapabilitiesMap: bridge 0x20, wlanAccessPoint 0x10, router 0x08. */
  capabilities: number
  addresses: string[]
}

const uplink = 'Gi1/0/1'
const capabilities = { router: 0x08, switch: 0x20, firewall: 0x08, controller: 0x20, ap: 0x10 } as const
/** Ports of a switch from which cables lead to access points. */
const apPorts = ['Gi1/0/5', 'Gi1/0/6', 'Gi1/0/7', 'Gi1/0/8']

/** The device's neighbours: its place's router, switch and controller, and access points on a switch. */
export function neighboursOf(world: World, device: DemoDevice): LldpNeighbour[] {
  const near = world.devices.filter(({ place }) => place === device.place)
  const switches = near.filter(({ role }) => role === 'switch')
  if (device.role === 'switch') {
    const others = near.filter((each) => each !== device && speaksLldp(each))
    const names = hotspotsIn(device.place)[0]?.aps ?? []
    return [
      ...others.map((each, n) => seen(world, each, `Gi1/0/${n + 1}`, portTowards(each))),
      ...names.slice(0, apPorts.length).map((name, n) => ({
        localPort: apPorts[n] ?? uplink,
        mac: macOf(world.seed, name),
        port: 'eth0',
        sysName: name,
        capabilities: 0x10,
        addresses: [],
      })),
      ...(device.place.code === unlistedSwitch.at ? [newSwitch(world, device)] : []),
    ]
  }
  if (!speaksLldp(device)) return []
  return switches.map((each) => {
    const others = near.filter((other) => other !== each && speaksLldp(other))
    return seen(world, each, portTowards(device), `Gi1/0/${others.indexOf(device) + 1}`)
  })
}

/** Connected to the first switch by somebody who told nobody. */
function newSwitch({ seed }: World, device: DemoDevice): LldpNeighbour {
  const { sysName, host } = unlistedSwitch
  const { ipv4, ipv6 } = addressesAt(device, host)
  return {
    ...{ localPort: 'Gi1/0/4', mac: macOf(seed, sysName), port: 'Gi1/0/1', sysName },
    ...{ capabilities: capabilities.switch, addresses: [ipv4, ipv6] },
  }
}

/** Firewalls keep silent on what they are. */
function speaksLldp({ role }: DemoDevice): boolean {
  return role !== 'firewall'
}

/** The chassis' own address on the link. */
function chassisMac({ seed }: World, { code }: DemoDevice): number[] {
  return macOf(seed, 'chassis', code)
}

function portTowards({ role, vendor }: DemoDevice): string {
  return role === 'router' ? vendor.ports[1] : uplink
}

function seen(world: World, other: DemoDevice, localPort: string, port: string): LldpNeighbour {
  return {
    localPort,
    mac: chassisMac(world, other),
    port,
    sysName: other.sysName,
    capabilities: capabilities[other.role as keyof typeof capabilities] ?? 0,
    addresses: [other.address, ...(other.managed6From === Infinity ? [] : [other.address6])],
  }
}
