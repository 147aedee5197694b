import type { Device } from '../../model/inventory.ts'
import { access } from './credentials.ts'
import type { DemoDevice } from './device.ts'
import { accessPoint, deafController, hasOwnController, hotspotsIn } from './hotspots.ts'
import { addressIn, flows, interfaceOf, preferred } from './interfaces.ts'
import { known } from './known.ts'
import { lineCuts } from './line-cuts.ts'
import { milestone } from './milestones.ts'
import type { Place } from './places.ts'
import { routerOf } from './router.ts'
import { vendors } from './vendors.ts'

/** Where somebody wrote another prefix length than the plan says. */
const mistyped = 'SW-SNV'

/** The devices of one place: `number` (1 to 99) sets its addresses. */
export function devicesOf(seed: number, place: Place, number: number): DemoDevice[] {
  const add = (host: number, role: Device['role'], name: string, over: Partial<DemoDevice> = {}) => ({
    ...companion(seed, place, number, { host, role, name, code: `${codes[role]}-${place.code}` }),
    ...over,
  })
  const devices = [routerOf(seed, place, number)]
  if (place.kind === 'platform') {
    devices.push(
      add(2, 'firewall', 'Tường lửa Trung tâm dữ liệu'),
      add(3, 'switch', 'Chuyển mạch lõi Trung tâm dữ liệu'),
    )
  } else if (place.kind !== 'commune' && number % 2 === 0)
    devices.push(add(2, 'switch', 'Chuyển mạch tầng 1'))
  if (hasOwnController(place.code))
    devices.push(
      add(4, 'controller', 'Bộ điều khiển Wi-Fi công cộng', {
        ...(place.kind !== 'platform' && { vendor: known(vendors[1]) }),
        ...(place.code === deafController && { oddity: 'silent' }),
      }),
    )
  const alone = hotspotsIn(place).flatMap(({ controller, aps }) => (controller === null ? aps : []))
  return [...devices, ...alone.map((code, index) => standAlone(seed, place, number, { code, index }))]
}

const codes: Record<Device['role'], string> = {
  router: 'R',
  switch: 'SW',
  firewall: 'FW',
  controller: 'WLC',
  ap: 'AP',
  server: 'SRV',
}

/** An access point that is managed by itself, and is not there while it has no power. */
function standAlone(
  seed: number,
  place: Place,
  number: number,
  { code, index }: { code: string; index: number },
): DemoDevice {
  const host = 20 + index
  const device = companion(seed, place, number, {
    host,
    role: 'ap',
    name: `AP ${index + 1} Wi-Fi công cộng`,
    code,
  })
  return {
    ...device,
    vendor: known(vendors[number % 2 === 0 ? 2 : 4]),
    interfaces: device.interfaces.slice(0, 2),
    reachedBy: accessPoint(seed, code).outages,
  }
}

/** A device behind the router: it has a management address, ports, and for the firewall the Internet side. */
function companion(
  seed: number,
  place: Place,
  number: number,
  { host, role, name, code }: { host: number; role: Device['role']; name: string; code: string },
): DemoDevice {
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
    addresses6: [{ address: address6, prefixLength: code === mistyped ? 120 : 64, from, status: preferred }],
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
