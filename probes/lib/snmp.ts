import type { z } from 'zod'
import { type Endpoint, ProbeError, type SnmpCredential } from '../probe.ts'
import type { Look } from './look.ts'
import type { ObjectName, ValueOf } from './mib.ts'
import { askerOf, outOfTime } from './snmp-ask.ts'
import { flawOf } from './snmp-credential.ts'
import { getInstances, noSuchName } from './snmp-get.ts'
import { type Below, lookBelow } from './snmp-next.ts'
import { openSession, type SnmpSession } from './snmp-session.ts'
import type { snmpTarget } from './snmp-target.ts'
import { decode, isNoSuchObject } from './snmp-value.ts'
import { type SnmpRow, type SnmpTable, type WalkLimits, walkColumns } from './snmp-walk.ts'

export type { Below } from './snmp-next.ts'
export type { SnmpRow, SnmpTable, WalkLimits } from './snmp-walk.ts'

/** An SNMP agent to ask by the names of objects. Every method throws ProbeError when the agent does not answer. */
export type SnmpAgent = {
  /** Values of scalars; null for what the agent does not have. */
  get<Name extends ObjectName>(...names: Name[]): Promise<{ [Scalar in Name]: ValueOf<Scalar> | null }>
  /** Columns of one or more tables that share an index. */
  walk<Name extends ObjectName>(names: readonly Name[], limits?: WalkLimits): Promise<SnmpTable<Name>>
  /**
   * Whether the agent implements objects of which it has no instance `.0`: tells an empty table from a missing one. An
   * object for which it refuses to answer is left out.
   */
  implemented<Name extends ObjectName>(names: readonly Name[]): Promise<Map<Name, boolean>>
  /** The rows of a table with these indexes, for when few of many are wanted. A row that is not there is left out. */
  rows<Name extends ObjectName>(
    names: readonly Name[],
    indexes: readonly string[],
  ): Promise<Map<string, SnmpRow<Name>>>
  /** Whether the agent has anything below each of these OIDs, in few packets. */
  below(oids: readonly string[]): Promise<Below[]>
}

/**
 * Opens a session to the agent that `target` names, hands it to `work` and closes it, whatever happens. The signal of
 * the look ends it at once.
 *
 * Throws ProbeError `no_credential`, `bad_settings`, `snmp_timeout`, `snmp_auth`, `snmp_malformed`, `prober_no_ipv4`,
 * `prober_no_ipv6`, `out_of_time`, and what `dial` throws.
 */
export async function withAgent<T>(
  look: Look,
  target: z.output<typeof snmpTarget>,
  budgetMs: number,
  work: (agent: SnmpAgent) => Promise<T>,
): Promise<T> {
  const credential = look.secret(target.credential)
  if (!credential) throw new ProbeError('no_credential', `no credential is named "${target.credential}"`)
  const flaw = flawOf(credential)
  if (flaw) throw new ProbeError('bad_settings', `credential "${target.credential}": ${flaw}`)
  if (look.signal.aborted) throw outOfTime()

  const asked = { address: target.address, port: target.port }
  const session = openSession(look.dial(asked.address, asked.port), credential)
  const close = () => void session.close()
  look.signal.addEventListener('abort', close, { once: true })
  try {
    const result = await work(agentOf(look, asked, credential, session, budgetMs))
    if (look.signal.aborted) throw outOfTime()
    return result
  } finally {
    look.signal.removeEventListener('abort', close)
    await session.close()
  }
}

/** What the agent says, or `otherwise` when it has fallen silent: for questions without which a look still counts. */
export async function ifAnswered<T>(question: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await question
  } catch (error) {
    if (error instanceof ProbeError) return otherwise
    throw error
  }
}

function agentOf(
  look: Look,
  asked: Endpoint,
  credential: SnmpCredential,
  session: SnmpSession,
  budgetMs: number,
): SnmpAgent {
  const ask = askerOf(look, asked, credential, session, budgetMs)

  async function get<Name extends ObjectName>(...names: Name[]) {
    const found = await getInstances(
      ask,
      names.map((name) => ({ name, index: '0' })),
    )
    const [first] = found
    if (first && found.every(({ refusedWith }) => refusedWith > noSuchName)) {
      throw new ProbeError(
        'snmp_malformed',
        `the agent refuses every GET with error-status ${first.refusedWith}`,
      )
    }
    const values: Partial<Record<ObjectName, unknown>> = {}
    for (const { name, varbind } of found) values[name] = varbind && decode(name, varbind)
    return values as { [Scalar in Name]: ValueOf<Scalar> | null }
  }

  async function implemented<Name extends ObjectName>(names: readonly Name[]): Promise<Map<Name, boolean>> {
    if (names.length === 0) return new Map()
    // SNMPv1 has one answer for both, and "not implemented" is the one that proves nothing
    if (credential.version === '1') return new Map(names.map((name) => [name, false]))
    const asked: (Name | 'reservedEnterprise')[] = ['reservedEnterprise', ...names]
    const found = await getInstances(
      ask,
      asked.map((name) => ({ name, index: '0' })),
    )
    const told = new Map(
      found.flatMap(({ name, varbind }) => (varbind ? [[name, !isNoSuchObject(varbind)] as const] : [])),
    )
    // so it is with an agent that says "no such instance" even of what nobody can have
    const provesNothing = told.get('reservedEnterprise') === true
    return new Map(
      names.flatMap((name): [Name, boolean][] => {
        const isThere = told.get(name)
        return isThere === undefined ? [] : [[name, isThere && !provesNothing]]
      }),
    )
  }

  async function rows<Name extends ObjectName>(names: readonly Name[], indexes: readonly string[]) {
    const wanted = indexes.flatMap((index) => names.map((name) => ({ name, index })))
    const read = new Map<string, SnmpRow<Name>>()
    for (const { name, index, varbind } of await getInstances(ask, wanted)) {
      const value = varbind && decode(name, varbind)
      if (value !== null) read.set(index, { ...read.get(index), [name]: value } as SnmpRow<Name>)
    }
    return read
  }

  return {
    get,
    walk: (names, limits) => walkColumns(ask, credential.version, names, limits),
    implemented,
    rows,
    below: (oids) => lookBelow(ask, oids),
  }
}
