import { fpingFloor, netFloor } from './net-floor.ts'
import { netProbe, pingProbe } from './net-probe.ts'
import { snmpFloor } from './snmp-floor.ts'
import { snmpPoll } from './snmp-poll.ts'
import { snmpProbe } from './snmp-probe.ts'
import { snmpTableColumns } from './snmp-table-columns.ts'
import { storeDay } from './store-day.ts'
import { storePercentile, storeRollup } from './store-read.ts'
import { sweep } from './sweep.ts'

/** What a worker can do. Each gets ready and returns what does it some number of times and tells what it counted. */
export const works = {
  'fping-floor': fpingFloor,
  'net-floor': netFloor,
  'net-probe': netProbe,
  'ping-probe': pingProbe,
  'snmp-floor': snmpFloor,
  'snmp-poll': snmpPoll,
  'snmp-probe': snmpProbe,
  'snmp-table-columns': snmpTableColumns,
  'store-day': storeDay,
  'store-percentile': storePercentile,
  'store-rollup': storeRollup,
  sweep,
} satisfies Record<string, (settings: never) => Promise<(units: number) => Promise<Record<string, number>>>>

export type WorkName = keyof typeof works
