import type { DemoDevice } from '../world/device.ts'
import type { DeviceState } from '../world/device-state.ts'
import { type AccessPoint, accessPoint, accessPointState, publicSsid } from '../world/hotspots.ts'
import { momentOf, type World } from '../world.ts'
import { arcs, counter, gauge, number, type Row, row, tableRow, text } from './rows.ts'

const bands = [0, 1] as const

/** Public Wi-Fi as a controller of its maker tells it, or an access point that stands alone. */
export function wifiRows(world: World, device: DemoDevice, { listed }: DeviceState): Row[] {
  const { role, vendor, code } = device
  if (role === 'ap') return apRows(world, accessPoint(world.seed, code), vendor.name === 'MikroTik-like')
  if (role !== 'controller') return []
  return vendor.name === 'Huawei-like' ? huaweiRows(world, listed) : airespaceRows(world, listed)
}

function stateOf(world: World, ap: AccessPoint, at: number) {
  const state = accessPointState(world, ap, momentOf(world, at))
  return { ...state, clients: state.radios[0] + state.radios[1] }
}

/** AIRESPACE-WIRELESS-MIB, and APs connected in CISCO-LWAPP-SYS-MIB. */
function airespaceRows(world: World, aps: AccessPoint[]): Row[] {
  const [bsnDot11EssEntry, bsnAPEntry] = ['1.3.6.1.4.1.14179.2.1.1.1', '1.3.6.1.4.1.14179.2.2.1.1']
  const [bsnAPIfEntry, bsnAPIfLoadParametersEntry] = [
    '1.3.6.1.4.1.14179.2.2.2.1',
    '1.3.6.1.4.1.14179.2.2.13.1',
  ]
  const [associated, disassociating] = [1, 2]
  const sum = (at: number, of: (state: ReturnType<typeof stateOf>) => number) =>
    aps.reduce((total, ap) => total + of(stateOf(world, ap, at)), 0)
  return [
    row(arcs('1.3.6.1.4.1.9.9.618.1.8.4.0'), (at) => gauge(sum(at, ({ up }) => Number(up)))),
    ...tableRow(bsnDot11EssEntry, [1], {
      2: text(publicSsid),
      38: (at: number) => counter(BigInt(sum(at, ({ clients }) => clients))),
    }),
    ...aps.flatMap((ap) => [
      ...tableRow(bsnAPEntry, ap.mac, {
        3: text(ap.name),
        6: (at: number) => number(stateOf(world, ap, at).up ? associated : disassociating),
        17: text(ap.serial),
      }),
      ...bands.flatMap((slot) => [
        ...tableRow(bsnAPIfEntry, [...ap.mac, slot], {
          4: (at: number) => number(stateOf(world, ap, at).channels[slot]),
          15: (at: number) => counter(BigInt(stateOf(world, ap, at).radios[slot])),
        }),
        ...tableRow(bsnAPIfLoadParametersEntry, [...ap.mac, slot], {
          3: (at: number) => number(stateOf(world, ap, at).busy[slot] ?? 0),
        }),
      ]),
    ]),
  ]
}

/** HUAWEI-WLAN-AP-MIB with its global, radio and VAP modules. */
function huaweiRows(world: World, aps: AccessPoint[]): Row[] {
  const [hwWlanApEntry, hwWlanRadioInfoEntry, hwWlanSsidStatisticEntry] = [
    '1.3.6.1.4.1.2011.6.139.13.3.3.1',
    '1.3.6.1.4.1.2011.6.139.16.1.2.1',
    '1.3.6.1.4.1.2011.6.139.17.1.2.1',
  ]
  const [fault, normal] = [4, 8]
  const ssid = [...Buffer.from(publicSsid)]
  const sum = (at: number, of: (state: ReturnType<typeof stateOf>) => number) =>
    aps.reduce((total, ap) => total + of(stateOf(world, ap, at)), 0)
  return [
    row(arcs('1.3.6.1.4.1.2011.6.139.12.1.2.1.0'), (at) => gauge(sum(at, ({ up }) => Number(up)))),
    row(arcs('1.3.6.1.4.1.2011.6.139.12.1.2.2.0'), (at) => gauge(sum(at, ({ clients }) => clients))),
    ...tableRow(hwWlanSsidStatisticEntry, [ssid.length, ...ssid], {
      2: (at: number) => gauge(sum(at, ({ radios }) => radios[0])),
      3: (at: number) => gauge(sum(at, ({ radios }) => radios[1])),
    }),
    ...aps.flatMap((ap) => [
      ...tableRow(hwWlanApEntry, ap.mac, {
        2: text(ap.serial),
        4: text(ap.name),
        6: (at: number) => number(stateOf(world, ap, at).up ? normal : fault),
        44: (at: number) => gauge(stateOf(world, ap, at).clients),
      }),
      ...bands.flatMap((band) =>
        tableRow(hwWlanRadioInfoEntry, [...ap.mac, band], {
          7: (at: number) => gauge(stateOf(world, ap, at).channels[band]),
          25: (at: number) => gauge(stateOf(world, ap, at).busy[band] ?? 0),
        }),
      ),
    ]),
  ]
}

/** An access point of its own: MIKROTIK-MIB, which types clients as a counter, or UBNT-UniFi-MIB. */
function apRows(world: World, ap: AccessPoint, isMikroTik: boolean): Row[] {
  const [mtxrWlApEntry, unifiRadioEntry, unifiVapEntry] = [
    '1.3.6.1.4.1.14988.1.1.1.3.1',
    '1.3.6.1.4.1.41112.1.6.1.1.1',
    '1.3.6.1.4.1.41112.1.6.1.2.1',
  ]
  const megahertz = (channel: number) => (channel < 15 ? 2407 : 5000) + 5 * channel
  return bands.flatMap((band) => {
    const state = (at: number) => stateOf(world, ap, at)
    return isMikroTik
      ? tableRow(mtxrWlApEntry, [band + 1], {
          4: text(publicSsid),
          6: (at: number) => counter(BigInt(state(at).radios[band])),
          7: (at: number) => number(megahertz(state(at).channels[band])),
        })
      : [
          ...tableRow(unifiRadioEntry, [band + 1], { 6: (at: number) => number(state(at).busy[band] ?? 0) }),
          ...tableRow(unifiVapEntry, [band + 1], {
            6: text(publicSsid),
            8: (at: number) => number(state(at).radios[band]),
            22: number(1),
          }),
        ]
  })
}
