import { z } from 'zod'
import { gauges } from './lib/gauges.ts'
import { runLook } from './lib/look.ts'
import type { ObjectName } from './lib/mib.ts'
import { ifAnswered, type SnmpAgent, type SnmpRow, withAgent } from './lib/snmp.ts'
import { ifStatus, ifStatusFact, parseIfIndex } from './lib/snmp-interface.ts'
import { snmpTarget } from './lib/snmp-target.ts'
import { defineProbe, ProbeError, type Sample } from './probe.ts'

const budgetMs = 45_000

const facts = z.object({
  /**
   * Those of which the agent tells anything that moves, in the order of ifIndex; names and all that seldom changes are
   * facts of `snmp-interfaces`.
   */
  interfaces: z.array(z.object({ ifIndex: z.number(), operStatus: ifStatus.nullable() })),
  /** True when the row limit cut the table: the list is then incomplete. */
  truncated: z.boolean(),
})

/**
 * What moves on interfaces (IF-MIB RFC 2863): their state, and what they counted, in a handful of packets.
 *
 * Samples: counters `if.<ifIndex>.<inOctets|outOctets|inErrors|outErrors|inDiscards|outDiscards>`, octets of 32 bits with
 * "32" at the end where there are no others; gauges `if.<ifIndex>.discontinuity`, `sysUpTime` and `tableLastChange`
 * (ifTableLastChange, hundredths of a second of sysUpTime), by which one tells that names have to be read anew.
 */
export const snmpCounters = defineProbe({
  version: 1,
  budgetMs,
  settings: snmpTarget,
  facts,
  needsIpv6: ({ address }) => address.includes(':'),
  run: (settings, context) =>
    runLook<z.output<typeof facts>>(context, (look) =>
      withAgent(look, settings, budgetMs, async (agent) => {
        const { rows, ends, sysUpTime } = await agent.walk(columns)
        const ifEnds = interfaceColumns.map((column) => ends[column])
        if (rows.size === 0 && ifEnds.includes('malformed')) {
          throw new ProbeError('snmp_malformed', 'the answers about interfaces loop or go back')
        }
        const tableLastChange = rows.get(scalar)?.ifTableLastChange ?? null
        const interfaces = [...rows]
          .filter(([index]) => index !== scalar)
          .flatMap(([index, row]): Interface[] => {
            const ifIndex = parseIfIndex(index)
            return ifIndex === null ? [] : [{ ifIndex, row }]
          })
          .sort((one, other) => one.ifIndex - other.ifIndex)
        const octets32 = await octets32Of(agent, interfaces)
        const unreadable = rows.size - Number(rows.has(scalar)) - interfaces.length
        return {
          facts: {
            interfaces: interfaces.map(({ ifIndex, row: { ifOperStatus } }) => ({
              ifIndex,
              operStatus: ifOperStatus ? ifStatusFact[ifOperStatus] : null,
            })),
            truncated: unreadable > 0 || ifEnds.some((end) => end === 'cut' || end === 'malformed'),
          },
          samples: [
            ...gauges({ sysUpTime, tableLastChange }),
            ...interfaces.flatMap((found) => samplesOf(found, octets32.get(String(found.ifIndex)))),
          ],
        }
      }),
    ),
})

/** Counters by the name of their series; Counter64 where IF-MIB has it. */
const counters = {
  inOctets: 'ifHCInOctets',
  outOctets: 'ifHCOutOctets',
  inErrors: 'ifInErrors',
  outErrors: 'ifOutErrors',
  inDiscards: 'ifInDiscards',
  outDiscards: 'ifOutDiscards',
} as const
const counterEntries = Object.entries(counters)
const interfaceColumns = [
  'ifOperStatus',
  'ifCounterDiscontinuityTime',
  ...Object.values(counters),
] as const satisfies ObjectName[]
/** A scalar is walked like a column of one row, which saves a request. */
const columns = [...interfaceColumns, 'ifTableLastChange'] as const
const scalar = '0'
const octets32Columns = ['ifInOctets', 'ifOutOctets'] as const

type Row = SnmpRow<(typeof columns)[number]>
type Interface = { ifIndex: number; row: Row }

/** The 32-bit octet counters by ifIndex, asked for only when some interface has no 64-bit ones. */
async function octets32Of(
  agent: SnmpAgent,
  interfaces: Interface[],
): Promise<Map<string, SnmpRow<(typeof octets32Columns)[number]>>> {
  const isNeeded = interfaces.some(({ row }) => !hasOctets64(row))
  const table = isNeeded ? await ifAnswered(agent.walk(octets32Columns), null) : null
  return table?.rows ?? new Map()
}

function hasOctets64({ ifHCInOctets, ifHCOutOctets }: Row): boolean {
  return typeof ifHCInOctets === 'bigint' && typeof ifHCOutOctets === 'bigint'
}

/** What the interface counted. A value that the agent did not give is left out: it is missing, not zero. */
function samplesOf(
  { ifIndex, row }: Interface,
  octets32?: SnmpRow<(typeof octets32Columns)[number]>,
): Sample[] {
  const samples: Sample[] = []
  const count = (series: string, value: unknown) => {
    if (typeof value === 'bigint') samples.push({ series: `if.${ifIndex}.${series}`, kind: 'counter', value })
  }
  for (const [series, column] of counterEntries) count(series, row[column])
  if (!hasOctets64(row)) {
    count('inOctets32', octets32?.ifInOctets)
    count('outOctets32', octets32?.ifOutOctets)
  }
  const discontinuity = row.ifCounterDiscontinuityTime ?? null
  return [...samples, ...gauges({ [`if.${ifIndex}.discontinuity`]: discontinuity })]
}
