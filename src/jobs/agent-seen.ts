import { scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'
import { tableStates } from '../../probes/lib/snmp-capability.ts'
import type { ProbeContext, SnmpCredential } from '../../probes/probe.ts'
import type { AgentSeen, Check, Look } from '../model.ts'

export type AskedAs = Pick<AgentSeen, 'askedAs' | 'version'>

const target = z.object({ address: z.string(), port: z.number().default(161), credential: z.string() })

/** How a check asks its agent; undefined for one that asks none, or not in one way. */
export async function askedAs(
  { probe, settings }: Pick<Check, 'probe' | 'settings'>,
  secret: ProbeContext['secret'],
): Promise<AskedAs | undefined> {
  if (!probe.startsWith('snmp-')) return undefined
  const { data } = target.safeParse(settings)
  if (data === undefined) return undefined
  const credential = secret(data.credential)
  if (credential === undefined) return undefined
  const mark = await markOf(credential)
  return {
    askedAs: `${data.address}#${data.port} ${data.credential} ${mark}`,
    version: credential.version,
  }
}

const derive = promisify<string, string, number, Buffer>(scrypt)
const marks = new WeakMap<SnmpCredential, Promise<string>>()

/** Tells that a credential has changed under its name: too short, and too slow to make, to guess the credential by. */
function markOf(credential: SnmpCredential): Promise<string> {
  const known = marks.get(credential)
  if (known) return known
  const made = derive(JSON.stringify(credential), 'v6gov', 2).then((bytes) => bytes.toString('hex'))
  marks.set(credential, made)
  return made
}

/** An agent that does not serve an object has nothing to say of it. */
const text = z
  .string()
  .nullish()
  .transform((said) => said || null)

const saying = z.object({
  tables: tableStates.default({}),
  /** Of snmp-interfaces. */
  tunnelTable: tableStates.valueType.optional(),
  sysObjectId: text,
  sysDescr: text,
  engineBoots: z.number().nullable().default(null),
})

/** What a look tells of the agent itself. Tables that were not asked for are left out. */
export function agentSeenOf(
  asked: AskedAs,
  { result, samples, startedAt }: Pick<Look, 'result' | 'samples' | 'startedAt'>,
  missingTables: readonly string[],
): AgentSeen | undefined {
  if (!result.ok) return undefined
  const { tables, tunnelTable, ...said } = saying.parse(result.facts)
  const states = Object.entries({ ...tables, ...(tunnelTable && { tunnelIfTable: tunnelTable }) })
  const gauge = (name: string) => {
    const value = samples.find(({ series }) => series === name)?.value
    return value === undefined ? null : Number(value)
  }
  const sysUpTime = gauge('sysUpTime')
  return {
    ...asked,
    ...said,
    engineBoots: said.engineBoots ?? gauge('engineBoots'),
    tables: Object.fromEntries(
      states.filter(([table, state]) => state !== 'no_such_object' || !missingTables.includes(table)),
    ),
    // hundredths of a second (RFC 3418)
    bootedAt: sysUpTime === null ? null : new Date(Date.parse(startedAt) - sysUpTime * 10).toISOString(),
  }
}
