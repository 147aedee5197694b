import type { DemoDevice } from './device.ts'

/** What an agent has beside its interfaces and addresses; as in life no two makes have the same. */
export type Capability = {
  routes: 'inet_cidr' | 'ipv6_mib' | 'ip_cidr' | 'rfc1213'
  neighbours: 'ip_mib' | 'ipv6_mib' | 'media'
  /** Octets by version of IP; `packets_only`: the row for IPv6 counts packets and leaves octets at zero. */
  traffic: 'ok' | 'packets_only' | 'none'
  adverts: boolean
  equipment: 'entity' | 'scalars' | 'none'
  lldp: boolean
}

export function capabilityOf({ vendor, oddity, role, place }: DemoDevice): Capability {
  const modern = {
    routes: 'inet_cidr',
    neighbours: 'ip_mib',
    adverts: true,
    lldp: role !== 'firewall',
  } as const
  if (oddity === 'ipv6_mib') {
    return {
      routes: 'ipv6_mib',
      neighbours: 'ipv6_mib',
      traffic: 'none',
      adverts: false,
      equipment: 'entity',
      lldp: false,
    }
  }
  if (oddity === 'no_ipv6_mib') {
    return {
      routes: 'ip_cidr',
      neighbours: 'media',
      traffic: 'none',
      adverts: false,
      equipment: 'entity',
      lldp: true,
    }
  }
  if (oddity === 'v1') {
    return {
      routes: 'rfc1213',
      neighbours: 'media',
      traffic: 'none',
      adverts: false,
      equipment: 'none',
      lldp: false,
    }
  }
  switch (vendor.name) {
    case 'MikroTik-like':
      return { ...modern, traffic: 'none', adverts: false, equipment: 'scalars' }
    case 'UniFi-like':
      return { ...modern, traffic: 'none', adverts: false, equipment: 'none' }
    case 'FortiGate-like':
      return { ...modern, traffic: 'none', adverts: false, equipment: 'scalars', lldp: false }
    case 'Huawei-like':
      return { ...modern, traffic: place.kind === 'commune' ? 'packets_only' : 'ok', equipment: 'entity' }
    default:
      return { ...modern, traffic: role === 'router' ? 'ok' : 'none', equipment: 'entity' }
  }
}
