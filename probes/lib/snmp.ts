import type { z } from 'zod'
import { type Endpoint, ProbeError, type SnmpCredential } from '../probe.ts'
import type { Look } from './look.ts'
import { mib, type ObjectName, type ValueOf } from './mib.ts'
import { type Ask, askerOf, outOfTime } from './snmp-ask.ts'
import { flawOf } from './snmp-credential.ts'
import { openSession, type SnmpSession } from './snmp-session.ts'
import type { snmpTarget } from './snmp-target.ts'
import { decode, isNoSuchObject, type Varbind } from './snmp-value.ts'
import { type SnmpTable, type WalkLimits, walkColumns } from './snmp-walk.ts'

export type { SnmpRow, SnmpTable } from './snmp-walk.ts'

/** An SNMP agent to ask by the names of objects. Every method throws ProbeError when the agent does not answer. */
export type SnmpAgent = {
  /** Values of scalars; null for what the agent does not have. */
  get<Name extends ObjectName>(...names: Name[]): Promise<{ [Scalar in Name]: ValueOf<Scalar> | null }>
  /** Columns of one or more tables that share an index. */
  walk<Name extends ObjectName>(names: readonly Name[], limits?: WalkLimits): Promise<SnmpTable<Name>>
  /** Whether the agent implements an object of which it has no instance: tells an empty table from a missing one. */
  implements(name: ObjectName): Promise<boolean>
}

/** The error-status by which SNMPv1 says that it has no such object (RFC 1157 section 4.1.2). */
const noSuchName = 2

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
    const found = await instances(ask, names)
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

  return {
    get,
    walk: (names, limits) => walkColumns(ask, credential.version, names, limits),
    async implements(name) {
      // SNMPv1 has one answer for both, and "not implemented" is the one that proves nothing
      if (credential.version === '1') return false
      const [found] = await instances(ask, [name])
      return found?.varbind !== undefined && found.varbind !== null && !isNoSuchObject(found.varbind)
    },
  }
}

/** What a GET of one object brought; `refusedWith` is the error-status that left it without a varbind, or 0. */
type Found<Name> = { name: Name; varbind: Varbind | null; refusedWith: number }

/**
 * GETs the `.0` instances. An agent that refuses the whole request for one object (SNMPv1's noSuchName, genErr) or
 * for its size is asked for the rest again.
 */
async function instances<Name extends ObjectName>(ask: Ask, names: Name[]): Promise<Found<Name>[]> {
  if (names.length === 0) return []
  const oids = names.map((name) => `${mib[name].oid}.0`)
  const { answer } = await ask(() => ({ kind: 'GET', oids }))
  const { errorStatus } = answer
  if (errorStatus === 0) {
    const byOid = new Map(answer.varbinds.map((varbind) => [varbind.oid, varbind]))
    // RFC 3416 section 4.2.1: an answer names all that was asked, so one that does not may be cut
    if (!oids.every((oid) => byOid.has(oid))) {
      throw new ProbeError('snmp_malformed', 'the answer to a GET does not name all the objects asked for')
    }
    return names.map((name) => ({ name, varbind: byOid.get(`${mib[name].oid}.0`) ?? null, refusedWith: 0 }))
  }
  const named = errorStatus === noSuchName ? names[answer.errorIndex - 1] : undefined
  const refused = names.length === 1 ? names[0] : named
  if (refused !== undefined) {
    const rest = names.filter((name) => name !== refused)
    return [{ name: refused, varbind: null, refusedWith: errorStatus }, ...(await instances(ask, rest))]
  }
  const half = Math.ceil(names.length / 2)
  return [...(await instances(ask, names.slice(0, half))), ...(await instances(ask, names.slice(half)))]
}
