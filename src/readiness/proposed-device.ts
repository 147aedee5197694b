import { isIPv4, isIPv6 } from 'node:net'
import type { Device } from '../model/inventory.ts'
import { isAskable, type Stranger } from './strangers.ts'

/**
 * The row of the inventory that a device which was found would get: its code is its name, else its chassis identifier or
 * address; a device of the network is asked with the credential of the one that told of it, which the preview shows.
 */
export function proposedDevice({ key, unit, sysName, addresses, capabilities, ways }: Stranger): Device {
  const [{ source, by }] = ways
  const [label = ''] = sysName.split('.')
  const code = (label || key).replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '')
  return {
    ...{ kind: 'device', code: code.slice(0, 64), unit, name: sysName, role: roleOf(capabilities) },
    address: addresses.find((one) => isIPv4(one)) ?? null,
    address6: addresses.find((one) => isIPv6(one) && isAskable(one)) ?? null,
    // who only stands there has not said that he speaks SNMP, and would be sent the community
    credential: source === 'neighbour' || source === 'sweep' ? '' : by.credential,
    ...{ internetIf: null, tslcdIf: null, userIf: [], wifiIf: [] },
  }
}

/** By what it says or is seen to do: whoever bridges and routes is a switch that can route; of others nothing is known. */
function roleOf(capabilities: string[]): Device['role'] {
  if (capabilities.length === 0) return 'server'
  if (capabilities.includes('wlan_access_point')) return 'ap'
  if (capabilities.includes('bridge') || capabilities.includes('repeater')) return 'switch'
  return 'router'
}
