import type { Device } from '../../model/inventory.ts'
import { access } from './credentials.ts'
import type { DemoDevice } from './device.ts'
import { addressIn, flows, interfaceOf, preferred } from './interfaces.ts'
import { known } from './known.ts'
import { lineCuts } from './line-cuts.ts'
import { milestone } from './milestones.ts'
import type { Place } from './places.ts'
import { routerOf } from './router.ts'
import { vendors } from './vendors.ts'

/** The devices of one place: `number` (1 to 99) sets its addresses. */
export function devicesOf(seed: number, place: Place, number: number): DemoDevice[] {
  const devices = [routerOf(seed, place, number)]
  if (place.kind === 'platform') {
    devices.push(
      companion(seed, place, number, 2, 'firewall', 'Tường lửa Trung tâm dữ liệu'),
      companion(seed, place, number, 3, 'switch', 'Chuyển mạch lõi Trung tâm dữ liệu'),
      companion(seed, place, number, 4, 'controller', 'Bộ điều khiển Wi-Fi công cộng'),
    )
  } else if (place.kind !== 'commune' && number % 2 === 0) {
    devices.push(companion(seed, place, number, 2, 'switch', 'Chuyển mạch tầng 1'))
  }
  return devices
}

/** A device behind the router: it has a management address, ports, and for the firewall the Internet side. */
function companion(
  seed: number,
  place: Place,
  number: number,
  host: number,
  role: Device['role'],
  name: string,
): DemoDevice {
  const code = `${role === 'firewall' ? 'FW' : role === 'controller' ? 'WLC' : 'SW'}-${place.code}`
  const from = place.router === 'never' ? Infinity : milestone(seed, place.kind, 'line', place.code) + 0.04
  const address6 = addressIn(place, number, 0, String(host))
  const ports = Array.from({ length: 8 }, (_, port) =>
    interfaceOf(seed, code, 1000, {
      index: 101 + port,
      name: `Gi1/0/${port + 1}`,
      role: 'port',
      ...flows(seed, `${code} ${port}`, 40),
    }),
  )
  const management = interfaceOf(seed, code, 1000, {
    index: 1,
    name: 'Vlan1',
    role: 'management',
    type: 136,
    address4: { address: `10.30.${number}.${host}`, prefixLength: 24 },
    addresses6: [{ address: address6, prefixLength: 64, from, status: preferred }],
  })
  return {
    code,
    place,
    number,
    name,
    role,
    vendor: known(vendors[role === 'firewall' ? 3 : 0]),
    address: `10.30.${number}.${host}`,
    address6,
    managed6From: from,
    forwards6From: role === 'firewall' ? from : Infinity,
    ...access(place, place.kind === 'platform' ? 'v3' : 'plain'),
    oddity: 'plain',
    sysName: code.toLowerCase(),
    interfaces: [management, ...ports],
    reachedBy: place.ownInternet ? null : lineCuts(seed, place),
  }
}
