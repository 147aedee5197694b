import type { Ask } from './snmp-ask.ts'
import { noSuchName } from './snmp-get.ts'
import { isAbsent, type Varbind } from './snmp-value.ts'
import { follows } from './snmp-walk.ts'

/** What an agent has below an OID. `malformed`: it refused that one, or went back instead of on. */
export type Below = 'some' | 'none' | 'malformed'

/** OIDs in one request. Those of routes are long: with their answers 20 stay below 1,500 octets. */
const mostAtOnce = 20

/**
 * Asks by GETNEXT whether there is any instance below each OID, many in one packet: what tells the tables that an
 * agent has from those it lacks without walking one. Throws ProbeError when the agent does not answer.
 */
export async function lookBelow(ask: Ask, oids: readonly string[]): Promise<Below[]> {
  const seen: Below[] = []
  for (let start = 0; start < oids.length; start += mostAtOnce) {
    seen.push(...(await lookAtOnce(ask, oids.slice(start, start + mostAtOnce))))
  }
  return seen
}

async function lookAtOnce(ask: Ask, oids: readonly string[]): Promise<Below[]> {
  if (oids.length === 0) return []
  const { answer } = await ask(() => ({ kind: 'GETNEXT', oids: [...oids] }))
  const { errorStatus, errorIndex, varbinds } = answer
  if (errorStatus === 0) return oids.map((oid, position) => belowOf(oid, varbinds[position]))
  // SNMPv1 refuses the whole request when nothing follows one of them
  const named = errorStatus === noSuchName ? errorIndex - 1 : -1
  const isNamed = named >= 0 && named < oids.length
  if (oids.length === 1) return [errorStatus === noSuchName ? 'none' : 'malformed']
  if (!isNamed) {
    const half = Math.ceil(oids.length / 2)
    return [...(await lookAtOnce(ask, oids.slice(0, half))), ...(await lookAtOnce(ask, oids.slice(half)))]
  }
  const others = await lookAtOnce(ask, oids.toSpliced(named, 1))
  return others.toSpliced(named, 0, 'none')
}

function belowOf(oid: string, varbind: Varbind | undefined): Below {
  if (varbind === undefined) return 'malformed'
  if (isAbsent(varbind)) return 'none'
  if (varbind.oid.startsWith(`${oid}.`)) return 'some'
  return follows(varbind.oid, oid) ? 'none' : 'malformed'
}
