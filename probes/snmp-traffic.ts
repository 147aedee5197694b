import { z } from 'zod'
import { gauges } from './lib/gauges.ts'
import { runLook } from './lib/look.ts'
import type { ObjectName } from './lib/mib.ts'
import { type SnmpRow, withAgent } from './lib/snmp.ts'
import { type TableReader, tableReader, tableStates } from './lib/snmp-capability.ts'
import { readInterfaceNames, speedMbpsOf } from './lib/snmp-interface.ts'
import { sourceOf, type Traffic, trafficColumns, trafficOf, trafficSamples } from './lib/snmp-ip-traffic.ts'
import { snmpTarget } from './lib/snmp-target.ts'
import { defineProbe, type Sample } from './probe.ts'

const budgetMs = 45_000

const source = z.enum(['ok', 'zero_octets_with_packets', 'empty', 'no_such_object'])

const facts = z.object({
  tables: tableStates,
  /** ipSystemStatsTable: the device as a whole. */
  system: z.object({
    ipv4: source,
    ipv6: source,
    /** How often the agent counts anew, in milliseconds; looking more often shows rates of zero. */
    refreshMs: z.number().nullable(),
  }),
  /** ipIfStatsTable, one entry for each of `settings.interfaces`, in that order. */
  interfaces: z.array(
    z.object({
      name: z.string(),
      /** null: the device has no such interface. */
      ifIndex: z.number().nullable(),
      ipv4: source,
      ipv6: source,
      /** Which octet counters of all protocols there are, to check the others by. */
      link: z.enum(['octets64', 'octets32', 'none']),
    }),
  ),
  truncated: z.boolean(),
})

const linkColumns = [
  'ifHCInOctets',
  'ifHCOutOctets',
  'ifInOctets',
  'ifOutOctets',
  'ifCounterDiscontinuityTime',
  'ifHighSpeed',
  'ifSpeed',
] as const

/**
 * Traffic by version of IP, of the device and of some interfaces (IP-MIB RFC 4293), beside all octets of the same
 * interfaces (IF-MIB) at the same moment: what the IPv6 share is computed from (domain rules 3.5).
 *
 * Samples: counters `system.<ipv4|ipv6>.<counter>`, `if.<name>.<ipv4|ipv6>.<counter>` and `if.<name>.<inOctets|
 * outOctets>`, where a counter of 32 bits ends in "32"; gauges `….discontinuity`, `sysUpTime`, `engineBoots` and
 * `engineTime`, `if.<name>.speedMbps` (by which wraps and impossible rates are told).
 */
export const snmpTraffic = defineProbe({
  version: 1,
  budgetMs,
  settings: snmpTarget.extend({
    /** ifNames (or ifDescr) of the uplinks and lines to measure. */
    interfaces: z.array(z.string()).max(32).default([]),
  }),
  facts,
  needsIpv6: ({ address }) => address.includes(':'),
  run: (settings, context) =>
    runLook<z.output<typeof facts>>(context, (look) =>
      withAgent(look, settings, budgetMs, async (agent) => {
        const reader = tableReader(agent, look.missingTables)
        const clocks = await reader.get('sysUpTime', 'snmpEngineBoots', 'snmpEngineTime')
        const served = await reader.survey(['ipSystemStatsTable', 'ipIfStatsTable'])
        const names = await readInterfaceNames(reader, settings.interfaces.length > 0 ? undefined : [])
        const found = settings.interfaces.map((name) => ({ name, ifIndex: names.indexOf(name) }))
        const ifIndexes = found.flatMap(({ ifIndex }) => ifIndex ?? [])

        const system = served.has('ipSystemStatsTable')
          ? await versions(reader, 'ipSystemStats', (version) => version)
          : {}
        const links = await reader.rows(linkColumns, ifIndexes.map(String))
        const interfaces = []
        for (const { name, ifIndex } of found) {
          const byVersion =
            ifIndex !== null && served.has('ipIfStatsTable')
              ? await versions(reader, 'ipIfStats', (version) => `${version}.${ifIndex}`)
              : {}
          interfaces.push({ name, ifIndex, byVersion, link: linkOf(links.get(String(ifIndex))) })
        }
        const isServed = served.has('ipIfStatsTable')
        return {
          facts: {
            tables: await reader.states(),
            system: {
              ipv4: sourceOf(system.ipv4, served.has('ipSystemStatsTable')),
              ipv6: sourceOf(system.ipv6, served.has('ipSystemStatsTable')),
              refreshMs: system.ipv6?.refreshMs ?? system.ipv4?.refreshMs ?? null,
            },
            interfaces: interfaces.map(({ name, ifIndex, byVersion, link }) => ({
              name,
              ifIndex,
              ipv4: sourceOf(byVersion.ipv4, isServed),
              ipv6: sourceOf(byVersion.ipv6, isServed),
              link: link.kind,
            })),
            truncated: !reader.isWhole(),
          },
          samples: [
            ...gauges({
              sysUpTime: clocks.sysUpTime,
              engineBoots: clocks.snmpEngineBoots,
              engineTime: clocks.snmpEngineTime,
            }),
            ...samplesOf('system', system),
            ...interfaces.flatMap(({ name, byVersion, link }) => [
              ...samplesOf(`if.${name}`, byVersion),
              ...link.samples(`if.${name}`),
            ]),
          ],
        }
      }),
    ),
})

type ByVersion = { ipv4?: Traffic; ipv6?: Traffic }

/** Rows 1 (IPv4) and 2 (IPv6) of a statistics table; one that is not there is left out. */
async function versions(
  reader: TableReader,
  prefix: 'ipSystemStats' | 'ipIfStats',
  indexOf: (version: 1 | 2) => number | string,
): Promise<ByVersion> {
  const rows = await reader.rows(trafficColumns(prefix), [String(indexOf(1)), String(indexOf(2))])
  const ipv4 = rows.get(String(indexOf(1)))
  const ipv6 = rows.get(String(indexOf(2)))
  return {
    ...(ipv4 && { ipv4: trafficOf(prefix, ipv4) }),
    ...(ipv6 && { ipv6: trafficOf(prefix, ipv6) }),
  }
}

function samplesOf(name: string, { ipv4, ipv6 }: ByVersion): Sample[] {
  return [
    ...(ipv4 ? trafficSamples(`${name}.ipv4`, ipv4) : []),
    ...(ipv6 ? trafficSamples(`${name}.ipv6`, ipv6) : []),
  ]
}

/** The octets of an interface in both directions, of 64 bits where IF-MIB has them. */
function linkOf(row: SnmpRow<ObjectName> | undefined) {
  const pairs = [
    ['octets64', '', row?.ifHCInOctets, row?.ifHCOutOctets],
    ['octets32', '32', row?.ifInOctets, row?.ifOutOctets],
  ] as const
  for (const [kind, end, inOctets, outOctets] of pairs) {
    if (typeof inOctets !== 'bigint' || typeof outOctets !== 'bigint') continue
    const samples = (name: string): Sample[] => [
      { series: `${name}.inOctets${end}`, kind: 'counter', value: inOctets },
      { series: `${name}.outOctets${end}`, kind: 'counter', value: outOctets },
      ...gauges({
        [`${name}.discontinuity`]: row?.ifCounterDiscontinuityTime ?? null,
        [`${name}.speedMbps`]: row ? speedMbpsOf(row) : null,
      }),
    ]
    return { kind, samples }
  }
  return { kind: 'none' as const, samples: (): Sample[] => [] }
}
