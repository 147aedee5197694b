import { ProbeError } from '../probe.ts'
import { mib, type ObjectName } from './mib.ts'
import type { Ask } from './snmp-ask.ts'
import type { Varbind } from './snmp-value.ts'

/** The error-status by which SNMPv1 says that it has no such object (RFC 1157 section 4.1.2). */
export const noSuchName = 2

/** Objects in one request: domain rules 3.9, so that the answer passes in one packet. */
const mostAtOnce = 25

type Wanted<Name> = { name: Name; index: string }

/** What a GET of one instance brought; `refusedWith` is the error-status that left it without a varbind, or 0. */
type Found<Name> = Wanted<Name> & { varbind: Varbind | null; refusedWith: number }

/**
 * GETs instances of objects, in order. An agent that refuses the whole request for one of them (SNMPv1's noSuchName,
 * genErr) or for its size is asked for the rest again. Throws ProbeError when it does not answer.
 */
export async function getInstances<Name extends ObjectName>(
  ask: Ask,
  wanted: Wanted<Name>[],
): Promise<Found<Name>[]> {
  const found: Found<Name>[] = []
  for (let start = 0; start < wanted.length; start += mostAtOnce) {
    found.push(...(await getAtOnce(ask, wanted.slice(start, start + mostAtOnce))))
  }
  return found
}

async function getAtOnce<Name extends ObjectName>(ask: Ask, wanted: Wanted<Name>[]): Promise<Found<Name>[]> {
  if (wanted.length === 0) return []
  const oidOf = ({ name, index }: Wanted<Name>) => `${mib[name].oid}.${index}`
  const oids = wanted.map(oidOf)
  const { answer } = await ask(() => ({ kind: 'GET', oids }))
  const { errorStatus } = answer
  if (errorStatus === 0) {
    const byOid = new Map(answer.varbinds.map((varbind) => [varbind.oid, varbind]))
    // RFC 3416 section 4.2.1: an answer names all that was asked, so one that does not may be cut
    if (!oids.every((oid) => byOid.has(oid))) {
      throw new ProbeError('snmp_malformed', 'the answer to a GET does not name all the objects asked for')
    }
    return wanted.map((each) => ({ ...each, varbind: byOid.get(oidOf(each)) ?? null, refusedWith: 0 }))
  }
  const named = errorStatus === noSuchName ? wanted[answer.errorIndex - 1] : undefined
  const refused = wanted.length === 1 ? wanted[0] : named
  if (refused !== undefined) {
    const rest = wanted.filter((each) => each !== refused)
    return [{ ...refused, varbind: null, refusedWith: errorStatus }, ...(await getAtOnce(ask, rest))]
  }
  const half = Math.ceil(wanted.length / 2)
  return [...(await getAtOnce(ask, wanted.slice(0, half))), ...(await getAtOnce(ask, wanted.slice(half)))]
}
