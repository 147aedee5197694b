import type { DemoDevice } from '../world/device.ts'
import type { DeviceState } from '../world/device-state.ts'
import { masked, octetsOf } from '../world/octets.ts'
import { oid } from './ber.ts'
import { arcs, number, type Row, row, tableRow, text, ticks } from './rows.ts'

const ipAddrEntry = '1.3.6.1.2.1.4.20.1'
const ipAddressEntry = '1.3.6.1.2.1.4.34.1'
const ipAddressPrefixEntry = '1.3.6.1.2.1.4.32.1'
const ipv6InterfaceEntry = '1.3.6.1.2.1.4.30.1'
const ipv6IfEntry = '1.3.6.1.2.1.55.1.5.1'
const ipv6AddrEntry = '1.3.6.1.2.1.55.1.8.1'

/** InetAddressType (RFC 4001). */
const ipv4 = 1
const ipv6 = 2

/** The addresses of a device in the tables that its kind of agent serves. */
export function addressRows(device: DemoDevice, state: DeviceState): Row[] {
  const forwards = number(state.forwards6 ? 1 : 2)
  const rows = [
    row(arcs('1.3.6.1.2.1.4.1.0'), number(device.role === 'switch' ? 2 : 1)),
    ...state.interfaces.flatMap(({ interface: { index, address4 } }) =>
      address4 ? tableRow(ipAddrEntry, address4.address.split('.').map(Number), { 2: number(index) }) : [],
    ),
  ]
  if (device.oddity === 'no_ipv6_mib') return rows
  if (device.oddity === 'ipv6_mib') {
    return [...rows, row(arcs('1.3.6.1.2.1.55.1.1.0'), forwards), ...ipv6MibRows(state)]
  }
  return [...rows, row(arcs('1.3.6.1.2.1.4.25.0'), forwards), ...ipMibRows(device, state)]
}

/** IP-MIB (RFC 4293): ipAddressTable, ipAddressPrefixTable, ipv6InterfaceTable. */
function ipMibRows(device: DemoDevice, state: DeviceState): Row[] {
  const forwards = number(state.forwards6 ? 1 : 2)
  return state.interfaces.flatMap(({ interface: { index, address4, role }, addresses6, up }) => {
    const rows: Row[] = []
    if (address4) {
      const own = address4.address.split('.').map(Number)
      const prefix = masked(own, address4.prefixLength)
      rows.push(
        ...addressRow([ipv4, 4, ...own], [index, ipv4, 4, ...prefix, address4.prefixLength], index, 1),
      )
    }
    for (const { address, prefixLength, status } of addresses6) {
      const own = octetsOf(address)
      const prefix = [index, ipv6, 16, ...masked(own, prefixLength), prefixLength]
      rows.push(...addressRow(indexOf(device, own, index), prefix, index, status))
      if (prefixLength === 64) rows.push(...prefixRow(prefix))
    }
    // Every interface that speaks IP has its row; where IPv6 is not configured, it is not enabled.
    if (role !== 'port') {
      const enabled = number(up && addresses6.length > 0 ? 1 : 2)
      rows.push(...tableRow(ipv6InterfaceEntry, [index], { 2: number(65_535), 5: enabled, 8: forwards }))
    }
    return rows
  })
}

function addressRow(index: number[], prefix: number[], ifIndex: number, status: number): Row[] {
  return tableRow(ipAddressEntry, index, {
    3: number(ifIndex),
    4: number(1), // unicast
    5: oid([...arcs(ipAddressPrefixEntry), 5, ...prefix]), // ipAddressPrefixOrigin of the prefix
    6: number(2), // manual
    7: number(status),
    8: ticks(0),
    9: ticks(0),
    10: number(1), // active
    11: number(2), // volatile
  })
}

function prefixRow(index: number[]): Row[] {
  return tableRow(ipAddressPrefixEntry, index, { 5: number(2), 6: number(1), 7: number(1) })
}

/** The table's index for an IPv6 address: as RFC 4001 says, or as two makes of device write it all the same. */
function indexOf(device: DemoDevice, own: number[], ifIndex: number): number[] {
  if (device.oddity === 'asa_index') return [ipv6, ...own]
  if (device.oddity !== 'fortigate_index') return [ipv6, 16, ...own]
  const groups = Array.from({ length: 8 }, (_, at) => (own[2 * at] ?? 0) * 256 + (own[2 * at + 1] ?? 0))
  return [ipv6, ...groups, ifIndex]
}

/** The old IPV6-MIB (RFC 2465): the address stands in the index without its length. */
function ipv6MibRows(state: DeviceState): Row[] {
  return state.interfaces.flatMap(({ interface: { index, descr }, addresses6, up }) => {
    if (addresses6.length === 0) return []
    return [
      ...tableRow(ipv6IfEntry, [index], { 2: text(descr), 9: number(1), 10: number(up ? 1 : 2) }),
      ...addresses6.flatMap(({ address, prefixLength, status }) =>
        tableRow(ipv6AddrEntry, [index, ...octetsOf(address)], {
          2: number(prefixLength),
          3: number(2), // stateful: set by hand
          4: number(2),
          5: number(status),
        }),
      ),
    ]
  })
}
