import { capabilityOf } from '../world/capability.ts'
import type { DemoDevice } from '../world/device.ts'
import type { DeviceState } from '../world/device-state.ts'
import { announces } from '../world/hosts.ts'
import { gauge, number, type Row, tableRow } from './rows.ts'

const ipv6RouterAdvertEntry = '1.3.6.1.2.1.4.39.1'

const truth = (value: boolean) => number(value ? 1 : 2)

/** What the router announces on its links with IPv6 (RFC 4293): to users and guests yes, on lines no. */
export function advertRows(device: DemoDevice, state: DeviceState): Row[] {
  if (!capabilityOf(device).adverts || device.role !== 'router') return []
  return state.interfaces.flatMap(({ interface: { index, role }, addresses6 }) => {
    if (addresses6.length === 0 || role === 'management' || role === 'tunnel') return []
    const sends = (role === 'user' || role === 'wifi') && announces(device.oddity)
    const byDhcp = role === 'user' && device.place.kind !== 'commune'
    return tableRow(ipv6RouterAdvertEntry, [index], {
      2: truth(sends),
      3: gauge(600),
      4: gauge(200),
      5: truth(false),
      6: truth(byDhcp),
      7: gauge(1500),
      8: gauge(0),
      9: gauge(0),
      10: gauge(64),
      11: gauge(sends ? 1800 : 0),
    })
  })
}
