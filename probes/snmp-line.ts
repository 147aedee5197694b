import { z } from 'zod'
import { gauges } from './lib/gauges.ts'
import { runLook } from './lib/look.ts'
import { type SnmpRow, withAgent } from './lib/snmp.ts'
import { ifStatus, ifStatusFact, parseIfIndex, speedMbpsOf } from './lib/snmp-interface.ts'
import { findInterface } from './lib/snmp-named-interface.ts'
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
        const found = await findInterface(agent, settings, columns)
        const row = found?.row
        const samples = row ? samplesOf(settings.interface, row) : []
        return {
          facts: {
            ifIndex: found && parseIfIndex(found.index),
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
