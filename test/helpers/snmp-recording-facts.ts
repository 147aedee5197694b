import { existsSync } from 'node:fs'
import { canonicalAddress } from '../../probes/lib/address-class.ts'
import type { Endpoint, Sample } from '../../probes/probe.ts'
import { snmpAddresses } from '../../probes/snmp-addresses.ts'
import { snmpBgp } from '../../probes/snmp-bgp.ts'
import { snmpCounters } from '../../probes/snmp-counters.ts'
import { snmpInterfaces } from '../../probes/snmp-interfaces.ts'
import { snmpLldp } from '../../probes/snmp-lldp.ts'
import { snmpNeighbours } from '../../probes/snmp-neighbours.ts'
import { snmpRoutes } from '../../probes/snmp-routes.ts'
import { snmpSystem } from '../../probes/snmp-system.ts'
import { snmpTraffic } from '../../probes/snmp-traffic.ts'
import { snmpWifi } from '../../probes/snmp-wifi.ts'
import { must } from './process.ts'
import { snmpContext } from './snmp-context.ts'

/** A reader of recordings that knows no SNMP; not part of this project. */
const reader = new URL('../../../shared/tools/snmprec_facts.py', import.meta.url).pathname
export const hasReader = existsSync(reader)

type Address = { addr: string; ifIndex?: number | null; plen?: number | null }
type Read = {
  file: string
  sysName: string | null
  sysObjectID: string | null
  ifTable_rows: number
  interfaces_up: number
  ifHCInOctets_rows: number
  ipv6_any: string[]
  ipv6_ipAddressTable: Address[]
  ipv6_ipv6AddrTable: Address[]
  ipv6_ciscoIetfIp: Address[]
  ipv6_nonstandard: Address[]
  ipSystemStats: Partial<Record<'ipv4' | 'ipv6', Partial<Record<string, number>>>>
  ipNetToPhysical: { ipv4: number; ipv6: number }
  inetCidrRoute: { ipv4: number; ipv6: number }
  bgpPeers: number
  lldpRem: number
  wireless: Partial<Record<string, number>>
}

/** What is compared, by name. A value of undefined is not compared. */
export type RecordingFacts = Record<string, unknown>

/** Runs the reader over recordings; by file name without its end. */
export async function readRecordings(files: readonly string[]): Promise<Map<string, Read>> {
  const out = await must(['/usr/bin/python3', reader, ...files])
  // numbers of 64 bits do not fit a double
  const lines = out.replace(/: (\d{16,})/g, ': "$1"').split('\n')
  return new Map(
    lines
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Read)
      .map((read) => [read.file.replace(/\.snmprec$/, ''), read]),
  )
}

/** The facts as the reader saw them. */
export function wantedFacts(read: Read): RecordingFacts {
  const { wireless } = read
  const addresses = [
    ...read.ipv6_ipAddressTable,
    ...read.ipv6_nonstandard,
    ...read.ipv6_ciscoIetfIp,
    ...read.ipv6_ipv6AddrTable,
  ]
  const lengths = addresses.filter(({ plen }) => plen !== undefined && plen !== null)
  const systemStats = wireless.ruckus_sz_systemstats as unknown as Record<string, number> | undefined
  return {
    sysName: read.sysName ?? '',
    sysObjectId: read.sysObjectID ?? '',
    interfaces: read.ifTable_rows,
    up: read.interfaces_up,
    octets64: read.ifHCInOctets_rows,
    addresses: sorted(read.ipv6_any.map(canonicalAddress)),
    onInterfaces: sorted(
      addresses.flatMap(({ addr, ifIndex }) => (ifIndex ? [`${canonicalAddress(addr)} ${ifIndex}`] : [])),
    ),
    lengths: sorted(lengths.map(({ addr, plen }) => `${canonicalAddress(addr)}/${plen}`)),
    counters: Object.fromEntries(
      Object.entries(read.ipSystemStats).flatMap(([version, counted]) =>
        Object.entries(seriesOf).flatMap(([name, series]): [string, string][] => {
          const wide = counted?.[`HC${name}`]
          const value = wide ?? counted?.[name]
          const end = wide === undefined ? '32' : ''
          return value === undefined ? [] : [[`system.${version}.${series}${end}`, String(value)]]
        }),
      ),
    ),
    neighbours: { ipv4: read.ipNetToPhysical.ipv4, ipv6: read.ipNetToPhysical.ipv6 },
    routes: { ipv4: read.inetCidrRoute.ipv4, ipv6: read.inetCidrRoute.ipv6 },
    bgpPeers: read.bgpPeers,
    lldp: read.lldpRem,
    aps:
      wireless.airespace_aps ??
      wireless.aruba_aps ??
      wireless.aruba_iap_aps ??
      wireless.huawei_ap_rows ??
      systemStats?.['1.0'],
    apsUp: wireless.aruba_switchTotalAPs ?? wireless.ruckus_zd_aps ?? wireless.fortinet_wc_managed_aps,
    clients:
      wireless.airespace_ess_clients_sum ??
      wireless.aruba_wlsxSysExtStations ??
      wireless.aruba_radio_clients_sum ??
      wireless.unifi_vap_clients_sum ??
      wireless.ubnt_stations ??
      wireless.ruckus_zd_stas ??
      systemStats?.['2.0'] ??
      wireless.mikrotik_ap_clients_sum ??
      wireless.huawei_ap_online_users_sum ??
      wireless.fortinet_wc_stations ??
      wireless.cambium_epmp_connected,
  }
}

/** The same as the probes see them. */
export async function seenFacts(endpoint: Endpoint, wanted: RecordingFacts): Promise<RecordingFacts> {
  const credentials = { public: { version: '2c', community: 'public' } } as const
  const context = snmpContext({ credentials, patience: 3 })
  const target = { ...endpoint, credential: 'public' }
  const system = await snmpSystem.run(target, context)
  const interfaces = await snmpInterfaces.run(target, context)
  const counters = await snmpCounters.run(target, context)
  const { facts: found } = await snmpAddresses.run({ ...target, interfaces: [] }, context)
  const neighbours = await snmpNeighbours.run({ ...target, interfaces: [], routers: [] }, context)
  const routes = await snmpRoutes.run({ ...target, prefixes: [], census: true }, context)
  const traffic = await snmpTraffic.run({ ...target, interfaces: [] }, context)
  const bgp = await snmpBgp.run(target, context)
  const lldp = await snmpLldp.run(target, context)
  const wifi = await snmpWifi.run(target, context)

  const isWanted = (name: string, fact: string) => (wanted[name] as string[]).includes(fact)
  const rowsOf = (version: 'ipv4' | 'ipv6') =>
    neighbours.facts.sources[version] === 'ipNetToPhysicalTable'
      ? sampleOf(neighbours.samples, `rows.${version}`)
      : 0
  const names = Object.values(seriesOf).flatMap((name) => [name, `${name}32`])
  return {
    sysName: system.facts.sysName,
    sysObjectId: system.facts.sysObjectId,
    interfaces: interfaces.facts.interfaces.length,
    up: interfaces.facts.interfaces.filter(({ operStatus }) => operStatus === 'up').length,
    octets64: counters.samples?.filter(({ series }) => series.endsWith('.inOctets')).length,
    addresses: sorted(found.addresses.map(({ address }) => address)),
    // one table may tell less of an address than another
    onInterfaces: sorted(found.addresses.map(({ address, ifIndex }) => `${address} ${ifIndex}`)).filter(
      (fact) => isWanted('onInterfaces', fact),
    ),
    lengths: sorted(found.addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`)).filter(
      (fact) => isWanted('lengths', fact),
    ),
    counters: Object.fromEntries(
      (traffic.samples ?? []).flatMap(({ series, value }): [string, string][] => {
        const [name, , counter = ''] = series.split('.')
        return name === 'system' && names.includes(counter) ? [[series, String(value)]] : []
      }),
    ),
    neighbours: { ipv4: rowsOf('ipv4'), ipv6: rowsOf('ipv6') },
    routes: {
      ipv4: sampleOf(routes.samples, 'routes.inetCidrRouteTable.ipv4'),
      ipv6: sampleOf(routes.samples, 'routes.inetCidrRouteTable.ipv6'),
    },
    bgpPeers: bgp.facts.peers.filter(({ tables }) => tables.includes('bgpPeerTable')).length,
    lldp: lldp.facts.neighbours.length,
    aps: wanted.aps && sampleOf(wifi.samples, 'aps'),
    apsUp: wanted.apsUp && sampleOf(wifi.samples, 'apsUp'),
    clients: wanted.clients && sampleOf(wifi.samples, 'clients'),
  }
}

/**
 * Counters of ipSystemStatsTable by the names of their series. A counter of 64 bits is preferred, so those of 32 are
 * compared where there is no other.
 */
export const seriesOf = {
  InReceives: 'inPackets',
  OutTransmits: 'outPackets',
  InOctets: 'inOctets',
  OutOctets: 'outOctets',
  InDelivers: 'inDelivered',
} as const

export function sampleOf(samples: Sample[] = [], series: string): number | bigint | undefined {
  return samples.find((each) => each.series === series)?.value
}

function sorted(texts: string[]): string[] {
  return [...new Set(texts)].sort()
}
