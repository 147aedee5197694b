import type { ProbeName } from '../../probes/index.ts'
import type { Check } from '../model.ts'

/**
 * Settings that change only how closely a check looks at the same target. They follow from other assets (the unit's
 * routers, the hosts of its sites, the blocks of the data centre), whose every edit would else void what the check saw over
 * many days. All other settings say who is asked and what.
 */
const refining: Partial<Record<ProbeName, readonly string[]>> = {
  'snmp-neighbours': ['routers'],
  'snmp-routes': ['prefixes'],
  'dns-zone': ['hosts'],
  'dns-ipv6-only': ['hosts'],
}

/** Whether what a check saw by the one settings is still an answer to what it asks by the other. */
export function asksTheSame(one: Pick<Check, 'probe' | 'settings'>, other: typeof one): boolean {
  return one.probe === other.probe && targetOf(one) === targetOf(other)
}

function targetOf({ probe, settings }: Pick<Check, 'probe' | 'settings'>): string {
  const left = refining[probe] ?? []
  const told = Object.entries(settings ?? {}).filter(([name]) => !left.includes(name))
  return JSON.stringify(Object.fromEntries(told))
}
