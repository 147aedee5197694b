import { neighboursOf } from '../world/cables.ts'
import { capabilityOf } from '../world/capability.ts'
import type { DemoDevice } from '../world/device.ts'
import { octetsOf } from '../world/octets.ts'
import type { World } from '../world.ts'
import { octets } from './ber.ts'
import { inetIndex } from './inet.ts'
import { number, type Row, tableRow, text } from './rows.ts'

const lldpLocPortEntry = '1.0.8802.1.1.2.1.3.7.1'
const lldpRemEntry = '1.0.8802.1.1.2.1.4.1.1'
const lldpRemManAddrEntry = '1.0.8802.1.1.2.1.4.2.1'
/** lldpRemTimeMark: when it was last heard anew. */
const timeMark = 0
const macAddress = 4
const interfaceName = 5
const ifIndex = 2

/** LLDP-MIB (IEEE 802.1AB): the device's ports, and what is at the other end of their cables. */
export function lldpRows(world: World, device: DemoDevice): Row[] {
  if (!capabilityOf(device).lldp) return []
  const ports = device.interfaces.filter(({ type }) => type === 6)
  return [
    ...ports.flatMap(({ index, name, alias }) =>
      tableRow(lldpLocPortEntry, [index], {
        2: number(interfaceName),
        3: text(name),
        4: text(alias || name),
      }),
    ),
    ...neighboursOf(world, device).flatMap((near, n) => {
      const port = ports.find(({ name }) => name === near.localPort)?.index ?? 0
      const index = [timeMark, port, n + 1]
      return [
        ...tableRow(lldpRemEntry, index, {
          4: number(macAddress),
          5: octets(Buffer.from(near.mac)),
          6: number(interfaceName),
          7: text(near.port),
          8: text(near.port),
          9: text(near.sysName),
          12: octets(Buffer.from([near.capabilities, 0])),
        }),
        ...near.addresses.flatMap((address) =>
          tableRow(lldpRemManAddrEntry, [...index, ...inetIndex(octetsOf(address))], {
            3: number(ifIndex),
            4: number(1),
          }),
        ),
      ]
    }),
  ]
}
