import { randomBytes } from 'node:crypto'
import type { DnskeyData } from 'dns-packet'
import { type Endpoint, type Family, ProbeError } from '../probe.ts'
import { ask, askUdpThenTcp, dnsTries, type Reply } from './dns-ask.ts'
import type { QueryType } from './dns-message.ts'
import { isQueryable, isWithin, sameName } from './dns-name.ts'
import { refusalOf } from './dns-nameserver.ts'
import { namesOfServers } from './dns-referral.ts'
import { daysToExpiry, keysIn } from './dnssec.ts'
import { familyOf } from './endpoint.ts'
import type { FailureClass } from './failure-class.ts'
import type { Look } from './look.ts'

export type ZoneServerFacts = {
  address: string
  family: Family
  /** It answers for the zone (AA) over UDP. null: the safety check forbids asking it, or we lack IPv4. */
  authoritative: boolean | null
  /** Everything that is wrong with it, sorted; empty for a good server. */
  faults: FailureClass[]
}

/** What one address of a name server shows of a zone. */
export type ZoneServer = {
  facts: ZoneServerFacts
  /** The NS names it has for the zone; null when it has none to show. */
  names: string[] | null
  keys: DnskeyData[]
  /** Days until the first signature ends; null when none was seen. */
  days: number | null
}

/** Largest answer to ask for where fragments are to be provoked (domain rules 4.7). */
const fragmented = 4096

/**
 * Asks one address of a name server about its zone: whether it is lame, over UDP and TCP; what it says of AAAA that do
 * not exist (RFC 4074); whether its large answers arrive. One question after the other; IPv4 only for comparison.
 */
export async function lookAtZoneServer(
  address: string,
  zone: string,
  hosts: string[],
  look: Look,
): Promise<ZoneServer> {
  const family = familyOf(address)
  const server = { address, port: 53 }
  const nothing = { names: null, keys: [], days: null }
  try {
    const reply = await askUdpThenTcp(server, { name: zone, type: 'NS', recursion: false }, dnsTries, look)
    const lame = lameness(reply, zone)
    if (lame !== null || !('message' in reply))
      return { ...nothing, facts: { address, family, authoritative: false, faults: lame ? [lame] : [] } }
    const faults = family === 6 ? await overIpv6(server, zone, hosts, look) : []
    const keys = await lookAtKeys(server, zone, look)
    const days = [reply, keys.reply].flatMap((one) =>
      'message' in one ? (daysToExpiry(one.message, look.now()) ?? []) : [],
    )
    return {
      facts: { address, family, authoritative: true, faults: sorted([...faults, ...keys.faults]) },
      names: namesOfServers(reply.message, zone),
      keys: 'message' in keys.reply ? keysIn(keys.reply.message, zone) : [],
      days: days.length > 0 ? Math.min(...days) : null,
    }
  } catch (error) {
    const notAsked = ['target_refused', 'prober_no_ipv4'] // IPv4 is for comparison only
    if (!(error instanceof ProbeError) || !notAsked.includes(error.code)) throw error
    return { ...nothing, facts: { address, family, authoritative: null, faults: [] } }
  }
}

function lameness(reply: Reply, zone: string): FailureClass | null {
  if (!('message' in reply)) return reply.failure
  const refusal = refusalOf(reply.message)
  if (refusal !== null) return refusal
  const { answers, flag_aa: authoritative } = reply.message
  return authoritative && namesOfServers({ ...reply.message, authorities: [] }, zone).length > 0
    ? null
    : answers.some(({ type }) => type === 'CNAME')
      ? 'NODATA'
      : 'LAME_NS'
}

async function overIpv6(
  server: Endpoint,
  zone: string,
  hosts: string[],
  look: Look,
): Promise<FailureClass[]> {
  const tcp = await ask(
    server,
    { name: zone, type: 'NS', recursion: false },
    { transport: 'tcp', triesMs: dnsTries },
    look,
  )
  const faults: FailureClass[] = lameness(tcp, zone) === null ? [] : ['DNS_TCP_ONLY_FAIL']
  const put = (name: string, type: QueryType) =>
    askUdpThenTcp(server, { name: randomCase(name), type, recursion: false }, dnsTries, look)
  const unheardOf = `v6gov-${randomBytes(6).toString('hex')}.${zone}`
  const questions: [name: string, type: QueryType, exists: boolean][] = [
    [zone, 'AAAA', true],
    [zone, 'LOC', true], // a type that hardly any name has
    ...(isQueryable(unheardOf) ? [[unheardOf, 'AAAA', false] as [string, QueryType, boolean]] : []),
    ...hosts
      .filter((host) => isWithin(host, zone))
      .map((host): [string, QueryType, boolean] => [host, 'AAAA', false]),
  ]
  for (const [name, type, exists] of questions) {
    const reply = await put(name, type)
    const fault = denialFault(reply, zone, exists)
    if (fault !== null) faults.push(fault)
    if (!('message' in reply)) break // it ignores the question: it would ignore the next too
    if (exists || reply.message.rcode !== 'NXDOMAIN') continue
    const a = await put(name, 'A')
    if ('message' in a && a.message.rcode === 'NOERROR' && a.message.answers.length > 0)
      faults.push('AAAA_NXDOMAIN_A_OK')
  }
  return faults
}

/** What is wrong with an answer that need not have data (RFC 4074 4, RFC 2308 2). */
function denialFault(reply: Reply, zone: string, exists: boolean): FailureClass | null {
  if (!('message' in reply)) return reply.failure
  const { rcode, answers, authorities, flag_aa: authoritative } = reply.message
  if (rcode === 'NXDOMAIN') return exists ? 'AAAA_NXDOMAIN_A_OK' : null
  if (rcode === 'REFUSED' || rcode === 'NOTAUTH') return rcode // the type alone: for the zone it has answered
  const refusal = refusalOf(reply.message)
  if (refusal !== null || answers.length > 0) return refusal
  const delegated = authorities.some(
    ({ type, name }) => type === 'NS' && !sameName(name, zone) && isWithin(name, zone),
  )
  if (delegated) return null // a host in a zone of its own
  return authoritative && authorities.some(({ type }) => type === 'SOA') ? null : 'LAME_NS'
}

/** DNSKEY, the largest answer of a signed zone: first so that it may come in fragments, then so that it may not. */
async function lookAtKeys(
  server: Endpoint,
  zone: string,
  look: Look,
): Promise<{ reply: Reply; faults: FailureClass[] }> {
  const question = { name: zone, type: 'DNSKEY', recursion: false } as const
  if (familyOf(server.address) === 6) {
    const large = await askUdpThenTcp(server, { ...question, udpPayloadSize: fragmented }, [2000, 2000], look)
    if ('message' in large) return { reply: large, faults: [] }
    if (large.failure !== 'DNS_TIMEOUT') return { reply: large, faults: [large.failure] }
  }
  const reply = await askUdpThenTcp(server, question, dnsTries, look)
  if ('message' in reply) return { reply, faults: familyOf(server.address) === 6 ? ['EDNS_FRAG'] : [] }
  return { reply, faults: familyOf(server.address) === 6 ? [reply.failure] : [] }
}

/** Letters in upper or lower case by chance: servers must not mind (RFC 4343), and must send them back as they are. */
function randomCase(name: string): string {
  const chance = randomBytes(name.length)
  return [...name].map((letter, index) => ((chance[index] ?? 0) & 1 ? letter.toUpperCase() : letter)).join('')
}

function sorted(faults: FailureClass[]): FailureClass[] {
  return [...new Set(faults)].sort()
}
