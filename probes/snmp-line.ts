import { z } from 'zod'
import { gauges } from './lib/gauges.ts'
import { runLook } from './lib/look.ts'
import { type SnmpAgent, type SnmpRow, withAgent } from './lib/snmp.ts'
import { ifStatus, ifStatusFact, parseIfIndex, speedMbpsOf } from './lib/snmp-interface.ts'
import { snmpTarget } from './lib/snmp-target.ts'
import { defineProbe, type Sample } from './probe.ts'

const budgetMs = 20_000

const facts = z.object({
  /** null: the device has no interface of that name. */
  ifIndex: z.number().nullable(),
  operStatus: ifStatus.nullable(),
  speedMbps: z.number().nullable(),
  /** Which octet counters there are. */
  octets: z.enum(['octets64', 'octets32', 'none']),
})

/**
 * What the interface at one end of a line counts (IF-MIB RFC 2863), in one or two packets, often enough for averages over
 * 5 minutes. The interface goes by its name: its ifIndex, which may change with a restart, is asked for beside it.
 *
 * Samples: counters `if.<name>.<inOctets|outOctets|inPackets|inErrors|outErrors|inDiscards|outDiscards>`, octets of 32
 * bits with "32" at the end where there are no others; gauges `if.<name>.speedMbps`, `if.<name>.discontinuity`,
 * `sysUpTime`, `engineBoots` and `engineTime`.
 */
export const snmpLine = defineProbe({
  version: 1,
  budgetMs,
  settings: snmpTarget.extend({
    /** Its ifName, or its ifDescr. */
    interface: z.string().min(1),
  }),
  facts,
  needsIpv6: ({ address }) => address.includes(':'),
  run: (settings, context) =>
    runLook<z.output<typeof facts>>(context, (look) =>
      withAgent(look, settings, budgetMs, async (agent) => {
        const clocks = await agent.get('sysUpTime', 'snmpEngineBoots', 'snmpEngineTime')
        const found = await findInterface(agent, settings)
        const { row } = found
        const samples = row ? samplesOf(settings.interface, row) : []
        return {
          facts: {
            ifIndex: found.ifIndex,
            operStatus: row?.ifOperStatus ? ifStatusFact[row.ifOperStatus] : null,
            speedMbps: row ? speedMbpsOf(row) : null,
            octets: octetsOf(row),
          },
          samples: [
            ...gauges({
              sysUpTime: clocks.sysUpTime,
              engineBoots: clocks.snmpEngineBoots,
              engineTime: clocks.snmpEngineTime,
            }),
            ...samples,
          ],
        }
      }),
    ),
})

const columns = [
  'ifName',
  'ifDescr',
  'ifOperStatus',
  'ifHCInOctets',
  'ifHCOutOctets',
  'ifInOctets',
  'ifOutOctets',
  'ifInErrors',
  'ifOutErrors',
  'ifInDiscards',
  'ifOutDiscards',
  'ifHCInUcastPkts',
  'ifHCInMulticastPkts',
  'ifHCInBroadcastPkts',
  'ifCounterDiscontinuityTime',
  'ifHighSpeed',
  'ifSpeed',
] as const
type Row = SnmpRow<(typeof columns)[number]>

/** Where interfaces were found last: a hint that is checked at every look, so that it may be wrong or lost. */
const lastIndex = new Map<string, string>()
/** Beyond so many it starts anew. */
const mostRemembered = 10_000

type Found = { ifIndex: number | null; row?: Row }

async function findInterface(
  agent: SnmpAgent,
  { address, port, interface: name }: { address: string; port: number; interface: string },
): Promise<Found> {
  const key = `${address}#${port} ${name}`
  const hint = lastIndex.get(key)
  if (hint !== undefined) {
    const row = (await agent.rows(columns, [hint])).get(hint)
    if (row?.ifName === name || (row?.ifDescr === name && !row.ifName))
      return { ifIndex: parseIfIndex(hint), row }
  }
  const names = [...(await agent.walk(['ifName', 'ifDescr'])).rows]
  const [index] =
    names.find(([, { ifName }]) => ifName === name) ?? names.find(([, { ifDescr }]) => ifDescr === name) ?? []
  if (index === undefined) return { ifIndex: null }
  if (lastIndex.size >= mostRemembered) lastIndex.clear()
  lastIndex.set(key, index)
  const row = (await agent.rows(columns, [index])).get(index)
  return { ifIndex: parseIfIndex(index), ...(row && { row }) }
}

function octetsOf(row: Row | undefined): 'octets64' | 'octets32' | 'none' {
  if (typeof row?.ifHCInOctets === 'bigint' && typeof row.ifHCOutOctets === 'bigint') return 'octets64'
  return typeof row?.ifInOctets === 'bigint' && typeof row.ifOutOctets === 'bigint' ? 'octets32' : 'none'
}

/** What the agent did not give is left out: it is missing, not zero. */
function samplesOf(name: string, row: Row): Sample[] {
  const { ifHCInUcastPkts: unicast, ifHCInMulticastPkts: multicast, ifHCInBroadcastPkts: broadcast } = row
  const isPackets = typeof unicast === 'bigint'
  const counters = {
    ...(octetsOf(row) === 'octets64'
      ? { inOctets: row.ifHCInOctets, outOctets: row.ifHCOutOctets }
      : { inOctets32: row.ifInOctets, outOctets32: row.ifOutOctets }),
    inPackets: isPackets ? unicast + (multicast ?? 0n) + (broadcast ?? 0n) : undefined,
    inErrors: row.ifInErrors,
    outErrors: row.ifOutErrors,
    inDiscards: row.ifInDiscards,
    outDiscards: row.ifOutDiscards,
  }
  return [
    ...Object.entries(counters).flatMap(([counter, value]): Sample[] =>
      typeof value === 'bigint' ? [{ series: `if.${name}.${counter}`, kind: 'counter', value }] : [],
    ),
    ...gauges({
      [`if.${name}.speedMbps`]: speedMbpsOf(row),
      [`if.${name}.discontinuity`]: row.ifCounterDiscontinuityTime ?? null,
    }),
  ]
}
