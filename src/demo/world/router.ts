import { chance } from './chance.ts'
import { access } from './credentials.ts'
import type { Address6, DemoDevice, DemoInterface } from './device.ts'
import { hotspotsIn, siteMbps } from './hotspots.ts'
import { addressIn, flows, interfaceOf, preferred } from './interfaces.ts'
import { known } from './known.ts'
import { lineCuts } from './line-cuts.ts'
import { milestone } from './milestones.ts'
import type { Place } from './places.ts'
import { vendors } from './vendors.ts'

/** Of a line's rate in the mean, so that it is nearly full in the daytime. */
const congestedShare = 0.54
const congestedSite = 'WIFI-30-2'

/** The router of a place: its leased line, its users' network, and where it has them Wi-Fi, the Internet, a tunnel. */
export function routerOf(seed: number, place: Place, number: number): DemoDevice {
  const { router: oddity, kind, code } = place
  const never = oddity === 'never'
  const vendor = known(
    vendors[
      oddity === 'fortigate_index'
        ? 3
        : kind === 'platform'
          ? 0
          : Math.floor(chance(seed, 'vendor', code) * 3)
    ],
  )
  const lineFrom = never ? Infinity : milestone(seed, kind, 'line', code)
  const internetFrom = milestone(seed, kind, 'internet', code)
  const userFrom = lineFrom + 0.03
  const cuts = lineCuts(seed, place)
  const speed = kind === 'platform' ? 1000 : kind === 'commune' ? 20 : 50
  const [linePort, lanPort, internetPort] = vendor.ports
  const make = (over: Partial<DemoInterface> & Pick<DemoInterface, 'index' | 'name' | 'role'>) =>
    interfaceOf(seed, code, speed, over)
  const in6 = (which: number, host: string, from: number, status = preferred): Address6[] =>
    never ? [] : [{ address: addressIn(place, number, which, host), prefixLength: 64, from, status }]

  const interfaces = [
    make({
      index: 1,
      name: linePort,
      role: 'tslcd',
      alias: `TSLCD cấp II ${place.name}`,
      address4: { address: `10.31.${number}.2`, prefixLength: 30 },
      addresses6: in6(1, '2', lineFrom),
      ...flows(seed, `${code} line`, speed, cuts, oddity === 'congested' ? congestedShare : undefined),
    }),
    make({
      index: 2,
      name: lanPort,
      role: 'port',
      alias: 'LAN',
      speedMbps: 1000,
      ...flows(seed, `${code} lan`, speed * 1.5),
    }),
    make({
      index: 20,
      name: 'Loopback0',
      role: 'management',
      type: 24,
      address4: { address: `10.30.${number}.1`, prefixLength: 32 },
      addresses6: in6(0, '1', lineFrom + 0.02),
    }),
    make({
      index: 10,
      name: 'Vlan10',
      role: 'user',
      type: 136,
      alias: 'Người dùng',
      address4: { address: `10.32.${number}.1`, prefixLength: 24 },
      addresses6: in6(2, '1', userFrom),
    }),
  ]
  if (place.hotspots > 0) {
    interfaces.push(
      make({
        index: 11,
        name: 'Vlan20',
        role: 'wifi',
        type: 136,
        alias: 'Wi-Fi công cộng',
        address4: { address: `10.33.${number}.1`, prefixLength: 24 },
        addresses6: in6(3, '1', userFrom),
      }),
      ...hotspotsIn(place).map((site, index) => {
        const share = site.code === congestedSite ? congestedShare : undefined
        // The router sends what guests receive.
        const { incoming, outgoing } = flows(seed, site.code, siteMbps, undefined, share)
        return make({
          index: 12 + index,
          name: site.uplinkIf,
          role: 'port',
          type: 136,
          alias: `Wi-Fi ${site.name}`,
          speedMbps: 1000,
          incoming: outgoing,
          outgoing: incoming,
        })
      }),
    )
  }
  if (place.ownInternet) {
    interfaces.push(
      make({
        index: 3,
        name: internetPort,
        role: 'internet',
        alias: 'Internet',
        speedMbps: 200,
        address4: { address: `10.40.${number}.2`, prefixLength: 30 },
        // The last step of a few is left undone: duplicate(7) shows that the address is not in use.
        addresses6: [
          {
            address: `2001:db8:f0${number.toString(16).padStart(2, '0')}::2`,
            prefixLength: 64,
            from: internetFrom,
            status: code === 'VP' ? 7 : preferred,
          },
        ],
        ...flows(seed, `${code} internet`, 200),
      }),
    )
  }
  if (oddity === 'sixToFour' || oddity === 'isatap') interfaces.push(tunnelOf(make, oddity, number))
  return {
    code: `R-${code}`,
    place,
    number,
    name: `Bộ định tuyến ${place.name}`,
    role: 'router',
    vendor,
    address: `10.30.${number}.1`,
    address6: addressIn(place, number, 0, '1'),
    managed6From: never ? Infinity : lineFrom + 0.02,
    forwards6From: Math.min(lineFrom, place.ownInternet ? internetFrom : Infinity) - 0.01,
    ...access(place, oddity),
    oddity,
    sysName: oddity === 'hostile_name' ? '<script>alert(1)</script>' : `r-${code.toLowerCase()}`,
    interfaces,
    reachedBy: place.ownInternet ? null : cuts,
  }
}

/** Tunnels that somebody once turned on and nobody turned off: a way around the firewall. */
function tunnelOf(
  make: (over: Partial<DemoInterface> & Pick<DemoInterface, 'index' | 'name' | 'role'>) => DemoInterface,
  oddity: 'sixToFour' | 'isatap',
  number: number,
): DemoInterface {
  // 6to4 writes the IPv4 address 10.40.<number>.2 into the prefix (RFC 3056).
  const address =
    oddity === 'sixToFour'
      ? `2002:a28:${(number * 256 + 2).toString(16)}::1`
      : `fe80::5efe:a1f:${number.toString(16)}02`
  return make({
    index: 30,
    name: 'Tunnel0',
    role: 'tunnel',
    type: 131,
    tunnel: oddity === 'sixToFour' ? 11 : 13,
    addresses6: [{ address, prefixLength: oddity === 'sixToFour' ? 48 : 64, from: 0, status: preferred }],
  })
}
