import type { ProbeName } from '../../probes/index.ts'
import type { Look } from '../model.ts'

/** What a device says seldom anew: it is asked hourly, or when the routine look tells of a change. */
export const seldomAsked: readonly ProbeName[] = ['snmp-system', 'snmp-interfaces', 'snmp-addresses']

/** Whether a look tells that what is seldom asked may have changed since the look before it. */
export type ChangeWatch = (look: Look) => boolean

/**
 * Watches the routine looks at devices: one whose clock fell has restarted, and one with another list of interfaces, or
 * another ifTableLastChange, may have other names. What was seen lives with the process: after a start the first look
 * tells nothing, and the hourly one makes up for it.
 */
export function createChangeWatch(): ChangeWatch {
  const seen = new Map<string, { sysUpTime: number; table: string }>()
  return ({ checkId, result, samples }) => {
    const value = (series: string) => samples.find((sample) => sample.series === series)?.value
    if (!result.ok || !checkId.endsWith('~snmp-counters')) return false
    const { interfaces = [] } = result.facts as { interfaces?: { ifIndex: number }[] }
    const sysUpTime = Number(value('sysUpTime') ?? 0)
    const table = [value('tableLastChange'), ...interfaces.map(({ ifIndex }) => ifIndex)].join()
    const before = seen.get(checkId)
    seen.set(checkId, { sysUpTime, table })
    return before !== undefined && (before.table !== table || sysUpTime < before.sysUpTime)
  }
}
