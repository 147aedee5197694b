import type { DemoDevice } from '../world/device.ts'
import { type AccessPoint, accessPointState, accessPointsOf, publicSsid } from '../world/hotspots.ts'
import { momentOf, type World } from '../world.ts'
import { arcs, counter, gauge, number, type Row, row, tableRow, text } from './rows.ts'

const bsnDot11EssEntry = '1.3.6.1.4.1.14179.2.1.1.1'
const bsnAPEntry = '1.3.6.1.4.1.14179.2.2.1.1'
const bsnAPIfEntry = '1.3.6.1.4.1.14179.2.2.2.1'
const associated = 1
const disassociating = 2

/** The public Wi-Fi as its controller tells it: AIRESPACE-WIRELESS-MIB, and APs connected in CISCO-LWAPP-SYS-MIB. */
export function wifiRows(world: World, device: DemoDevice): Row[] {
  if (device.role !== 'controller') return []
  const aps = accessPointsOf(world)
  const state = (ap: AccessPoint, at: number) => accessPointState(world, ap, momentOf(world, at))
  const clients = (ap: AccessPoint, at: number) => state(ap, at).radios[0] + state(ap, at).radios[1]
  const sum = (of: (ap: AccessPoint) => number) => aps.reduce((total, ap) => total + of(ap), 0)
  return [
    row(arcs('1.3.6.1.4.1.9.9.618.1.8.4.0'), (at) => gauge(sum((ap) => Number(state(ap, at).up)))),
    ...tableRow(bsnDot11EssEntry, [1], {
      2: text(publicSsid),
      38: (at: number) => counter(BigInt(sum((ap) => clients(ap, at)))),
    }),
    ...aps.flatMap((ap) => [
      ...tableRow(bsnAPEntry, ap.mac, {
        3: text(ap.name),
        6: (at: number) => number(state(ap, at).up ? associated : disassociating),
      }),
      ...[0, 1].flatMap((slot) =>
        tableRow(bsnAPIfEntry, [...ap.mac, slot], {
          15: (at: number) => counter(BigInt(state(ap, at).radios[slot] ?? 0)),
        }),
      ),
    ]),
  ]
}
