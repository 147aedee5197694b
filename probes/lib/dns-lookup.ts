import type { Answer } from 'dns-packet'
import { ProbeError } from '../probe.ts'
import { sayOf } from './dns-extended-error.ts'
import type { DnsMessage, QueryType } from './dns-message.ts'
import { isQueryable, printableName, sameName } from './dns-name.ts'
import type { Resolver } from './dns-resolver.ts'
import type { FailureClass } from './failure-class.ts'

/** What the resolver says of one name and type. `records` is empty exactly when there is a `failure`. */
export type Found = {
  failure: FailureClass | null
  rcode: string
  /** Addresses and names as they are, `preference exchange` of MX, the joined strings of TXT (RFC 7208 3.3). */
  records: string[]
  /** CNAME targets in order, lower case. */
  chain: string[]
  /** AD bit: the resolver validated it (RFC 4035 3.2.3). */
  authenticated: boolean
}

/** Longest chain of aliases that counts as sound (domain rules 4.2, D1). */
const maxChain = 8

/** Looks a name up and follows its aliases, and says in which way there is no answer (domain rules 4.5). */
export async function lookUp(
  resolver: Resolver,
  name: string,
  type: Extract<QueryType, 'A' | 'AAAA' | 'MX' | 'NS' | 'PTR' | 'TXT'>,
): Promise<Found> {
  const chain: string[] = []
  let authenticated = true
  const found = (failure: FailureClass | null, rcode: string, records: string[] = []): Found => ({
    failure,
    rcode,
    records,
    chain: chain.slice(0, maxChain).map(printableName),
    authenticated: failure === null && authenticated,
  })
  let isAskedAnew = false
  for (let owner = name; ; ) {
    if (!isQueryable(owner)) return found(chain.length > 0 ? 'CNAME_DANGLING' : 'NXDOMAIN', 'NXDOMAIN')
    const reply = await resolver({ name: owner, type })
    if (!('message' in reply)) return found(reply.failure, reply.rcode)
    const { message } = reply
    const { rcode } = message
    authenticated &&= message.flag_ad
    const before = owner
    for (let next = aliasOf(message, owner); next !== undefined; next = aliasOf(message, owner)) {
      const circle = next === name || chain.includes(next)
      chain.push(next)
      if (circle || chain.length > maxChain) return found('CNAME_LOOP', rcode)
      owner = next
    }
    if (rcode === 'SERVFAIL') {
      const why = await whyServerFailure(resolver, name, type, message)
      if (why !== 'gone' || isAskedAnew) return found(why === 'gone' ? rcode : why, rcode)
      isAskedAnew = true
      owner = name
      chain.length = 0
      authenticated = true
      continue
    }
    if (rcode === 'NXDOMAIN') return found(chain.length > 0 ? 'CNAME_DANGLING' : 'NXDOMAIN', rcode)
    const records = message.answers.flatMap((record) =>
      record.type === type && sameName(record.name, owner) ? [dataText(record)] : [],
    )
    if (records.length > 0) return found(null, rcode, records)
    // A server that gives the alias and not its target leaves the target to be asked for.
    const unfinished = owner !== before && !message.authorities.some((record) => record.type === 'SOA')
    if (!unfinished) return found('NODATA', rcode)
  }
}

function dataText(record: Answer): string {
  if (record.type === 'MX') return `${record.data.preference ?? 0} ${printableName(record.data.exchange)}`
  if (record.type !== 'TXT') return 'data' in record ? printableName(String(record.data)) : ''
  return Buffer.concat([record.data].flat().map((part) => Buffer.from(part))).toString()
}

function aliasOf(message: DnsMessage, owner: string): string | undefined {
  const record = message.answers.find((answer) => answer.type === 'CNAME' && sameName(answer.name, owner))
  return record?.type === 'CNAME' ? record.data.toLowerCase() : undefined
}

/** Longer than BIND answers a failure from its memory, in milliseconds; other resolvers remember it with CD set too. */
const failureMemoryMs = 1_200

/**
 * SERVFAIL that goes away without validation and is there with it, before and after, is bogus DNSSEC; one on a ring of
 * aliases is that ring. What the resolver itself says counts first (RFC 8914). `gone`: it was there but for a moment.
 */
async function whyServerFailure(
  resolver: Resolver,
  name: string,
  type: QueryType,
  failed: DnsMessage,
): Promise<Extract<FailureClass, 'SERVFAIL' | 'DNSSEC_BOGUS' | 'CNAME_LOOP'> | 'gone'> {
  const said = sayOf(failed)
  if (said === 'bogus') return 'DNSSEC_BOGUS'
  try {
    const unvalidated =
      said === undefined ? await resolver({ name, type, checkingDisabled: true }) : { message: failed }
    if ('message' in unvalidated && unvalidated.message.rcode !== 'SERVFAIL') {
      const again = await resolver({ name, type }, failureMemoryMs)
      if (!('message' in again)) return 'SERVFAIL'
      if (again.message.rcode !== 'SERVFAIL') return 'gone'
      return sayOf(again.message) === 'unreached' ? 'SERVFAIL' : 'DNSSEC_BOGUS'
    }
    return (await isRing(resolver, name)) ? 'CNAME_LOOP' : 'SERVFAIL'
  } catch (error) {
    if (error instanceof ProbeError && error.code === 'resolver_timeout') return 'SERVFAIL' // that much we have seen
    throw error
  }
}

async function isRing(resolver: Resolver, name: string): Promise<boolean> {
  const seen = [name]
  for (let owner = name; seen.length <= maxChain + 1; seen.push(owner)) {
    const reply = await resolver({ name: owner, type: 'CNAME', checkingDisabled: true })
    const next = 'message' in reply ? aliasOf(reply.message, owner) : undefined
    if (next === undefined) return false
    if (seen.includes(next)) return true
    owner = next
  }
  return true
}
