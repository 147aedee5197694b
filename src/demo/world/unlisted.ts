import type { DemoDevice } from './device.ts'
import { addressIn } from './interfaces.ts'

/** A machine on the LAN side of a router. */
type Unlisted = { code: string; host: number; has6: boolean }

/** What somebody put up without a word to those who keep the inventory, by the unit that has it. */
const unlisted: Record<string, Unlisted[]> = {
  SNV: [{ code: 'may-in', host: 77, has6: true }],
  STTTT: [
    { code: 'nas', host: 61, has6: true },
    { code: 'camera', host: 62, has6: false },
  ],
}
/** Where a second switch was connected to the first. */
export const unlistedSwitch = { at: 'SNV', sysName: 'sw-tang-3', host: 9 }
/** A block that the data centre's router sends to a device that no plan knows of. */
export const unlistedBlock = { to: '2001:db8:30:f00::/60', host: 'f' }

/** On the LAN side of a router. */
export function unlistedAt({ place, role }: DemoDevice): Unlisted[] {
  return role === 'router' ? (unlisted[place.code] ?? []) : []
}

/** The addresses of a machine in the network that a place's devices are managed in. */
export function addressesAt({ place, number }: DemoDevice, host: number): { ipv4: string; ipv6: string } {
  return { ipv4: `10.30.${number}.${host}`, ipv6: addressIn(place, number, 0, String(host)) }
}
