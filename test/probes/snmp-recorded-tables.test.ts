import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sample } from '../../probes/probe.ts'
import { snmpBgp } from '../../probes/snmp-bgp.ts'
import { snmpInterfaces } from '../../probes/snmp-interfaces.ts'
import { snmpInventory } from '../../probes/snmp-inventory.ts'
import { snmpLldp } from '../../probes/snmp-lldp.ts'
import { snmpNeighbours } from '../../probes/snmp-neighbours.ts'
import { snmpRa } from '../../probes/snmp-ra.ts'
import { snmpRoutes } from '../../probes/snmp-routes.ts'
import { snmpTraffic } from '../../probes/snmp-traffic.ts'
import { snmpWifi } from '../../probes/snmp-wifi.ts'
import { snmpContext } from '../helpers/snmp-context.ts'
import { sampleOf, seriesOf } from '../helpers/snmp-recording-facts.ts'
import { hasSnmpsim, startSimulator } from '../helpers/snmp-simulator.ts'

/** Recordings of devices in service with what an independent reader found in them. They are not part of this project. */
const folder = new URL('../../../shared/snmprec', import.meta.url).pathname
const names = existsSync(folder)
  ? readdirSync(folder)
      .filter((file) => file.endsWith('.snmprec'))
      .map((file) => file.slice(0, -'.snmprec'.length))
  : []

type Counters = Partial<Record<string, bigint>>
type Expected = {
  ipSystemStats: { ipv4?: Counters; ipv6?: Counters }
  neighbours: { ipv4: number; ipv6: number }
  inetCidrRoute: { ipv4: number; ipv6: number }
  bgpPeerTable_rows: number
  cbgpPeer2_objects: number
  lldp_neighbours: number
  wireless: { aps_total?: number; aps_connected?: number; clients?: number } | null
  check_librenms_test_data: { serial?: string | null; bgpPeers?: number; bgpPeers_v6?: number } | null
}

/** Numbers of 64 bits do not fit a double, so long ones are kept apart as text. */
function readExpected(name: string): Expected {
  const text = readFileSync(join(folder, `${name}.expected.json`), 'utf8')
  const exact = text.replace(/: (\d{16,})/g, ': "$1n"')
  return JSON.parse(exact, (_, value) =>
    typeof value === 'string' && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  )
}

const tally = { facts: 0, devices: 0 }

describe.skipIf(names.length === 0 || !hasSnmpsim)(
  'tables of recorded devices (needs ../shared/snmprec and snmpsim)',
  () => {
    let simulator: Awaited<ReturnType<typeof startSimulator>>
    beforeAll(async () => {
      simulator = await startSimulator(folder)
    })
    afterAll(() => {
      console.log(`${tally.facts} facts of ${tally.devices} recorded devices compared`)
      return simulator?.stop()
    })

    test.each(names)('%s', async (name) => {
      const endpoint = simulator.devices.get(name)
      if (!endpoint) throw new Error(`${name} is not served`)
      const expected = readExpected(name)
      const recording = readFileSync(join(folder, `${name}.snmprec`), 'latin1')
      const credentials = { public: { version: '2c', community: 'public' } } as const
      const context = snmpContext({ credentials, patience: 2 })
      const target = { ...endpoint, credential: 'public' }

      const { facts: listed } = await snmpInterfaces.run({ ...endpoint, credential: 'public' }, context)
      const links = linksWithGua(recording)
      const named = listed.interfaces.filter(({ ifIndex }) => links.has(ifIndex))
      const interfaces = named.map(({ name }) => name)

      const routes = await snmpRoutes.run({ ...target, prefixes: [], census: true }, context)
      const neighbours = await snmpNeighbours.run({ ...target, interfaces, routers: [] }, context)
      const traffic = await snmpTraffic.run({ ...target, interfaces: [] }, context)
      const bgp = await snmpBgp.run(target, context)
      const lldp = await snmpLldp.run(target, context)
      const wifi = await snmpWifi.run(target, context)
      const inventory = await snmpInventory.run(target, context)
      const ra = await snmpRa.run({ ...target, interfaces: [] }, context)

      const peersOf = (table: string) => bgp.facts.peers.filter(({ tables }) => tables.includes(table))
      const current = (family: 'ipv4' | 'ipv6') =>
        neighbours.facts.sources[family] === 'ipNetToPhysicalTable'
          ? sampleOf(neighbours.samples, `rows.${family}`)
          : 0
      const seen = {
        neighbours: { ipv4: current('ipv4'), ipv6: current('ipv6') },
        hostsGua: named.map(({ name }) => sampleOf(neighbours.samples, `if.${name}.hostsGua`)),
        routes: {
          ipv4: sampleOf(routes.samples, 'routes.inetCidrRouteTable.ipv4'),
          ipv6: sampleOf(routes.samples, 'routes.inetCidrRouteTable.ipv6'),
        },
        hasDefault: { ipv4: routes.facts.default4.length > 0, ipv6: routes.facts.default6.length > 0 },
        bgpPeers: peersOf('bgpPeerTable').length,
        lldp: lldp.facts.neighbours.length,
        ipSystemStats: compared(expected, traffic.samples),
        wireless: {
          aps: expected.wireless?.aps_total && sampleOf(wifi.samples, 'aps'),
          apsUp: expected.wireless?.aps_connected && sampleOf(wifi.samples, 'apsUp'),
          clients: expected.wireless ? sampleOf(wifi.samples, 'clients') : undefined,
        },
        serial: serialIn(recording, expected) && inventory.facts.serial,
        isWhole: ![routes, neighbours, traffic, bgp, lldp, wifi, inventory, ra].some(
          ({ facts }) => facts.truncated || Object.values(facts.tables).includes('malformed'),
        ),
      }
      const wanted = {
        neighbours: { ipv4: expected.neighbours.ipv4, ipv6: expected.neighbours.ipv6 },
        hostsGua: named.map(({ ifIndex }) => links.get(ifIndex)),
        routes: { ipv4: expected.inetCidrRoute.ipv4, ipv6: expected.inetCidrRoute.ipv6 },
        hasDefault: defaultsIn(recording),
        bgpPeers: expected.bgpPeerTable_rows,
        lldp: expected.lldp_neighbours,
        ipSystemStats: expectedCounters(expected),
        wireless: {
          aps: expected.wireless?.aps_total,
          apsUp: expected.wireless?.aps_connected,
          clients: expected.wireless?.clients,
        },
        serial: serialIn(recording, expected),
        isWhole: true,
      }
      expect(seen).toEqual(wanted)
      if (expected.cbgpPeer2_objects > 0) {
        const { bgpPeers, bgpPeers_v6 } = expected.check_librenms_test_data ?? {}
        expect(bgp.facts.peers).toHaveLength(bgpPeers ?? 0)
        expect(bgp.facts.peers.filter(({ transport }) => transport === 6)).toHaveLength(bgpPeers_v6 ?? 0)
      }
      tally.devices += 1
      tally.facts += leaves(wanted)
    })
  },
)

/** Of expected counters those that the probe tells: the 64-bit one where there are both. */
function expectedCounters({ ipSystemStats }: Expected): Record<string, bigint> {
  return Object.fromEntries(
    (['ipv4', 'ipv6'] as const).flatMap((version) =>
      Object.entries(seriesOf).flatMap(([name, series]) => {
        const counters = ipSystemStats[version] ?? {}
        const value = counters[`HC${name}`] ?? counters[name]
        const end = counters[`HC${name}`] === undefined ? '32' : ''
        return value === undefined ? [] : [[`system.${version}.${series}${end}`, BigInt(value)]]
      }),
    ),
  )
}

/** The probe's counters of the same names, and any that the expectation lacks. */
function compared(expected: Expected, samples: Sample[] = []): Record<string, number | bigint> {
  const names = Object.values(seriesOf)
  const isWanted = (series: string) =>
    names.some((name) => series.endsWith(`.${name}`) || series.endsWith(`.${name}32`))
  const known = expectedCounters(expected)
  return Object.fromEntries(
    samples
      .filter(({ series }) => series.startsWith('system.') && (isWanted(series) || series in known))
      .map(({ series, value }) => [series, value]),
  )
}

/** Default routes as the lines of a recording show them. */
function defaultsIn(recording: string) {
  const zeros = (count: number) => '0\\.'.repeat(count)
  const has = (pattern: string) => new RegExp(`^1\\.3\\.6\\.1\\.2\\.1\\.${pattern}`, 'm').test(recording)
  return {
    ipv4:
      has(`4\\.24\\.7\\.1\\.8\\.1\\.4\\.${zeros(5)}`) ||
      has(`4\\.24\\.4\\.1\\.6\\.${zeros(8)}`) ||
      has(`4\\.21\\.1\\.8\\.0\\.0\\.0\\.0\\|`),
    ipv6: has(`4\\.24\\.7\\.1\\.8\\.2\\.16\\.${zeros(17)}`) || has(`55\\.1\\.11\\.1\\.6\\.${zeros(17)}`),
  }
}

/** By ifIndex how many MAC addresses have an address of 2000::/3 but 2001:db8::/32 in ipNetToPhysicalTable. */
function linksWithGua(recording: string): Map<number, number> {
  const rows =
    /^1\.3\.6\.1\.2\.1\.4\.35\.1\.4\.(\d+)\.2\.16\.(?!32\.1\.13\.184\.)(3[2-9]|[45]\d|6[0-3])\.[\d.]+\|4x\|([0-9A-F]{12})\s*$/gm
  const macs = new Map<number, Set<string>>()
  for (const [, ifIndex, , mac = ''] of recording.matchAll(rows)) {
    const isHost = !/^0+$/.test(mac) && Number.parseInt(mac.slice(0, 2), 16) % 2 === 0
    if (isHost) macs.set(Number(ifIndex), (macs.get(Number(ifIndex)) ?? new Set()).add(mac))
  }
  return new Map([...macs].map(([ifIndex, each]) => [ifIndex, each.size]))
}

/** The serial number of the device, where its recording has it in ENTITY-MIB. */
function serialIn(recording: string, { check_librenms_test_data }: Expected): string | undefined {
  const serial = check_librenms_test_data?.serial
  return serial &&
    new RegExp(`^1\\.3\\.6\\.1\\.2\\.1\\.47\\.1\\.1\\.1\\.1\\.11\\..*${serial}`, 'm').test(recording)
    ? serial
    : undefined
}

function leaves(value: unknown): number {
  if (value === undefined || value === null) return 0
  return typeof value === 'object' ? Object.values(value).reduce((count, each) => count + leaves(each), 0) : 1
}
