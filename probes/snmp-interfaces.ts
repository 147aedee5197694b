import { z } from 'zod'
import { gauges } from './lib/gauges.ts'
import { runLook } from './lib/look.ts'
import { type ObjectName, tunnelTypes } from './lib/mib.ts'
import { ifAnswered, type SnmpAgent, type SnmpRow, withAgent } from './lib/snmp.ts'
import { stateWithoutRows } from './lib/snmp-capability.ts'
import { ifStatus, ifStatusFact, parseIfIndex, speedMbpsOf } from './lib/snmp-interface.ts'
import { snmpTarget } from './lib/snmp-target.ts'
import { defineProbe, ProbeError, type Sample } from './probe.ts'

const budgetMs = 45_000

const facts = z.object({
  interfaces: z.array(
    z.object({
      ifIndex: z.number(),
      name: z.string(),
      descr: z.string(),
      alias: z.string(),
      /** IANAifType number; 131 is tunnel. */
      type: z.number().nullable(),
      adminStatus: ifStatus.nullable(),
      operStatus: ifStatus.nullable(),
      /** ifHighSpeed, else ifSpeed, in Mb/s; null when the agent does not say. */
      speedMbps: z.number().nullable(),
      mtu: z.number().nullable(),
      /** tunnelIfEncapsMethod by its MIB name ("sixToFour", "gre", …), "method<N>" for other numbers, null for no tunnel. */
      tunnel: z.string().nullable(),
    }),
  ),
  /** Whether the agent serves TUNNEL-MIB's tunnelIfTable. */
  tunnelTable: z.enum(['ok', 'empty', 'no_such_object', 'malformed']),
  /** True when the row limit cut the table: the list is then incomplete. */
  truncated: z.boolean(),
})

/**
 * Interfaces with their names, speeds and tunnels (IF-MIB RFC 2863, TUNNEL-MIB RFC 4087): what seldom changes. What moves
 * is looked at by `snmp-counters`, but for the packets, which only serve to weigh errors: they come as samples,
 * `if.<ifIndex>.<in|out><Ucast|Multicast|Broadcast>Pkts`.
 */
export const snmpInterfaces = defineProbe({
  version: 2,
  budgetMs,
  settings: snmpTarget,
  facts,
  needsIpv6: ({ address }) => address.includes(':'),
  run: (settings, context) =>
    runLook<z.output<typeof facts>>(context, (look) =>
      withAgent(look, settings, budgetMs, async (agent) => {
        const isMissing = look.missingTables?.includes('tunnelIfTable') ?? false
        const table = await agent.walk<(typeof columns)[number]>(isMissing ? interfaceColumns : columns)
        const ends = interfaceColumns.map((column) => table.ends[column])
        if (table.rows.size === 0 && ends.includes('malformed')) {
          throw new ProbeError('snmp_malformed', 'the answers about interfaces loop or go back')
        }
        const listed = [...table.rows].filter(([, row]) => isListed(row))
        const interfaces = listed
          .map(([index, row]) => ({ ifIndex: parseIfIndex(index), row }))
          .filter((found): found is Interface => found.ifIndex !== null)
          .sort((one, other) => one.ifIndex - other.ifIndex)
        // names and counters alone: what ifTable would tell is kept back
        const isKeptBack = listed.length === 0 && table.rows.size > 0
        // a tunnel where there was none may have brought its table along
        const hasTunnel = interfaces.some(({ row }) => row.ifType === tunnelType)
        const tunnels =
          isMissing && hasTunnel ? await ifAnswered(agent.walk(['tunnelIfEncapsMethod']), null) : table
        return {
          facts: {
            interfaces: interfaces.map((found) =>
              factsOf(found, tunnels?.rows.get(String(found.ifIndex))?.tunnelIfEncapsMethod),
            ),
            tunnelTable:
              isMissing && !hasTunnel
                ? 'no_such_object'
                : await tunnelTableOf(agent, tunnels?.ends.tunnelIfEncapsMethod),
            truncated:
              isKeptBack ||
              interfaces.length < listed.length ||
              ends.some((end) => end === 'cut' || end === 'malformed'),
          },
          samples: [...gauges({ sysUpTime: table.sysUpTime }), ...interfaces.flatMap(samplesOf)],
        }
      }),
    ),
})

/** Counters of packets (Counter64) by the name of their series. */
const counters = {
  inUcastPkts: 'ifHCInUcastPkts',
  outUcastPkts: 'ifHCOutUcastPkts',
  inMulticastPkts: 'ifHCInMulticastPkts',
  outMulticastPkts: 'ifHCOutMulticastPkts',
  inBroadcastPkts: 'ifHCInBroadcastPkts',
  outBroadcastPkts: 'ifHCOutBroadcastPkts',
} as const
const interfaceColumns = [
  'ifDescr',
  'ifName',
  'ifAlias',
  'ifType',
  'ifMtu',
  'ifSpeed',
  'ifHighSpeed',
  'ifAdminStatus',
  'ifOperStatus',
  ...Object.values(counters),
] as const satisfies ObjectName[]
const columns = [...interfaceColumns, 'tunnelIfEncapsMethod'] as const
const listingColumns = [
  'ifDescr',
  'ifType',
  'ifMtu',
  'ifSpeed',
  'ifAdminStatus',
  'ifOperStatus',
  'tunnelIfEncapsMethod',
] as const

/** ifType tunnel(131) of the IANA registry. */
const tunnelType = 131

type Row = SnmpRow<(typeof columns)[number]>

/** An interface is a row of ifTable, which ifXTable only augments (RFC 2863); a tunnel is never left out. */
function isListed(row: Row): boolean {
  return listingColumns.some((column) => row[column] !== undefined)
}

type Interface = { ifIndex: number; row: Row }

function factsOf({ ifIndex, row }: Interface, tunnelMethod: number | null | undefined) {
  return {
    ifIndex,
    name: row.ifName || row.ifDescr || '',
    descr: row.ifDescr ?? '',
    alias: row.ifAlias ?? '',
    type: row.ifType ?? null,
    adminStatus: row.ifAdminStatus ? ifStatusFact[row.ifAdminStatus] : null,
    operStatus: row.ifOperStatus ? ifStatusFact[row.ifOperStatus] : null,
    speedMbps: speedMbpsOf(row),
    mtu: row.ifMtu ?? null,
    tunnel: tunnelOf(tunnelMethod),
  }
}

function tunnelOf(method: number | null | undefined): string | null {
  return method === null || method === undefined ? null : (tunnelTypes[method] ?? `method${method}`)
}

/** A value that the agent did not give is left out: it is missing, not zero. */
function samplesOf({ ifIndex, row }: Interface): Sample[] {
  return Object.entries(counters).flatMap(([series, column]): Sample[] => {
    const value = row[column]
    return typeof value === 'bigint' ? [{ series: `if.${ifIndex}.${series}`, kind: 'counter', value }] : []
  })
}

async function tunnelTableOf(agent: SnmpAgent, end: string | undefined) {
  if (end === 'complete') return 'ok'
  const implemented =
    end === 'empty' ? await ifAnswered(agent.implemented(['tunnelIfEncapsMethod']), null) : null
  return stateWithoutRows(implemented?.get('tunnelIfEncapsMethod'))
}
