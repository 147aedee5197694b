import { isIPv4, isIPv6 } from 'node:net'
import type { Device } from '../model/inventory.ts'
import type { Stranger } from './judge-inventory.ts'

/**
 * The row of the inventory that a device found over LLDP would get: its code is its name, else its chassis identifier; it is
 * asked with the credential of the device that told of it, which a person sees in the preview and may change.
 */
export function proposedDevice({ key, unit, sysName, addresses, capabilities, by }: Stranger): Device {
  const [label = ''] = sysName.split('.')
  const code = (label || key).replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '')
  return {
    ...{ kind: 'device', code: code.slice(0, 64), unit, name: sysName, role: roleOf(capabilities) },
    address: addresses.find((one) => isIPv4(one)) ?? null,
    address6: addresses.find((one) => isIPv6(one) && !/^fe[89ab]/i.test(one)) ?? null,
    credential: by.credential,
    ...{ internetIf: null, tslcdIf: null, userIf: [], wifiIf: [] },
  }
}

/** By what LLDP says that it does: whoever bridges and routes is a switch that can route. */
function roleOf(capabilities: string[]): Device['role'] {
  if (capabilities.includes('wlan_access_point')) return 'ap'
  if (capabilities.includes('bridge') || capabilities.includes('repeater')) return 'switch'
  return 'router'
}
