import { Address6 } from 'ip-address'
import { canonicalAddress } from './address-class.ts'
import { lookUp } from './dns-lookup.ts'
import { isQueryable } from './dns-name.ts'
import type { Resolver } from './dns-resolver.ts'
import { withoutSynthesized } from './dns64.ts'
import type { FailureClass } from './failure-class.ts'
import { readExchanges } from './mail-exchange.ts'
import { inRange, isSpf, type Mechanism, type Range, readSpf, type SpfResult } from './mail-spf-record.ts'

/** What a domain's record says of one sender. untold: it depends on more than the address. */
export type SenderResult = SpfResult | 'none' | 'permerror' | 'temperror' | 'untold'

type Step =
  | { kind: 'ranges'; result: SpfResult; ranges: Range[] }
  | { kind: 'all' | 'untold'; result: SpfResult }
  | { kind: 'include'; result: SpfResult; policy: Policy }
  | { kind: 'end'; result: Extract<SenderResult, 'permerror' | 'temperror' | 'untold'> }

/** A domain's record with everything looked up that it refers to, in the order in which it is evaluated. */
export type Policy = { found: boolean; steps: Step[]; redirect: Policy | null }

/** Terms that cost a look-up in one evaluation (RFC 7208 4.6.4), and names of one `mx`. */
const maxLookups = 10
const maxExchanges = 10

export type Expanded = { policy: Policy; lookups: number }

/**
 * Reads the SPF record of a domain and those that it includes or redirects to (RFC 7208), as they apply to senders with
 * IPv6 addresses: ip6, a, mx, include, all, redirect. Look-ups beyond the tenth make an error, as for a receiver.
 */
export async function expandSpf(resolver: Resolver, domain: string): Promise<Expanded> {
  let lookups = 0
  const end = (result: Extract<Step, { kind: 'end' }>['result']): Step => ({ kind: 'end', result })
  const broken = (result: 'permerror' | 'temperror'): Policy => ({
    found: true,
    steps: [end(result)],
    redirect: null,
  })

  async function policyOf(name: string): Promise<Policy> {
    if (!isQueryable(name)) return { found: false, steps: [], redirect: null }
    const answer = await lookUp(resolver, name, 'TXT')
    if (isTrouble(answer.failure)) return broken('temperror')
    const records = answer.records.filter(isSpf)
    if (records.length === 0) return { found: false, steps: [], redirect: null }
    const record = records.length === 1 ? readSpf(records[0] ?? '') : null
    if (record === null) return broken('permerror')
    const steps: Step[] = []
    for (const mechanism of record.mechanisms) {
      const step = await stepOf(mechanism, name)
      if (step) steps.push(step)
      if (step && (step.kind === 'end' || step.kind === 'all')) return { found: true, steps, redirect: null }
    }
    if (record.redirect === null) return { found: true, steps, redirect: null }
    if (record.redirect.includes('%'))
      return { found: true, steps: [...steps, end('untold')], redirect: null }
    if (++lookups > maxLookups) return { found: true, steps: [...steps, end('permerror')], redirect: null }
    const redirect = await policyOf(record.redirect)
    // a redirect to nowhere is an error (RFC 7208 6.1)
    return { found: true, steps, redirect: redirect.found ? redirect : broken('permerror') }
  }

  async function stepOf(mechanism: Mechanism, name: string): Promise<Step | null> {
    const { kind, result } = mechanism
    if (kind === 'all') return { kind, result }
    if (kind === 'ip4') return null
    if (kind === 'ip6') return { kind: 'ranges', result, ranges: [mechanism.range] }
    if (++lookups > maxLookups) return end('permerror')
    if (kind === 'untold') return { kind, result }
    if (kind === 'include') {
      const policy = await policyOf(mechanism.domain)
      return policy.found ? { kind, result, policy } : end('permerror') // RFC 7208 5.2
    }
    return rangesOf(mechanism.kind, mechanism.domain ?? name, mechanism, result)
  }

  async function rangesOf(
    kind: 'a' | 'mx',
    host: string,
    { length }: { length: number },
    result: SpfResult,
  ): Promise<Step> {
    let hosts = [host]
    if (kind === 'mx') {
      const answer = await lookUp(resolver, host, 'MX')
      if (isTrouble(answer.failure)) return end('temperror')
      if (answer.records.length > maxExchanges) return end('permerror')
      hosts = readExchanges(answer.records).exchanges.map((exchange) => exchange.name)
    }
    const answers = await Promise.all(hosts.map((one) => lookUp(resolver, one, 'AAAA')))
    if (answers.some(({ failure }) => isTrouble(failure))) return end('temperror')
    const found = await Promise.all(answers.map(({ records }, index) => ownOf(hosts[index] ?? host, records)))
    const ranges = found.flat().map((address) => ({ start: new Address6(address).bigInt(), length }))
    return { kind: 'ranges', result, ranges }
  }

  /** A receiver elsewhere does not see what our resolver made up from the A. */
  async function ownOf(host: string, aaaa: string[]): Promise<string[]> {
    if (aaaa.length === 0) return []
    const { records } = await lookUp(resolver, host, 'A')
    return withoutSynthesized(resolver, records, aaaa.map(canonicalAddress))
  }

  const policy = await policyOf(domain)
  return { policy, lookups }
}

/** What a receiver would say of mail from this IPv6 address (RFC 7208 4.6.2 and 5). */
export function evaluateSpf(policy: Policy, address: bigint): SenderResult {
  const possible = new Set<SenderResult>() // where a term that we cannot tell would end it
  const result = evaluate(policy, address, possible)
  return [...possible].every((other) => other === result) ? result : 'untold'
}

function evaluate(policy: Policy, address: bigint, possible: Set<SenderResult>): SenderResult {
  if (!policy.found) return 'none'
  for (const step of policy.steps) {
    if (step.kind === 'end' || step.kind === 'all') return step.result
    if (step.kind === 'untold') possible.add(step.result)
    if (step.kind === 'ranges' && step.ranges.some((range) => inRange(address, range))) return step.result
    if (step.kind !== 'include') continue
    const included = evaluateSpf(step.policy, address)
    if (included === 'pass') return step.result
    if (included === 'permerror' || included === 'temperror') return included
    if (included === 'untold') possible.add(step.result)
  }
  return policy.redirect ? evaluate(policy.redirect, address, possible) : 'neutral'
}

/** What is wrong somewhere in the record or in what it refers to. */
export function spfTrouble({ steps, redirect }: Policy): 'permerror' | 'temperror' | null {
  for (const step of steps) {
    if (step.kind === 'end' && step.result !== 'untold') return step.result
    const inside = step.kind === 'include' ? spfTrouble(step.policy) : null
    if (inside) return inside
  }
  return redirect && spfTrouble(redirect)
}

/** Ranges of IPv6 from which mail passes, as far as the record names them; `::/0` for one that lets all pass. */
export function passingRanges({ steps, redirect }: Policy): Range[] {
  const passing = steps.flatMap((step): Range[] => {
    if (step.result !== 'pass') return []
    switch (step.kind) {
      case 'all':
        return [{ start: 0n, length: 0 }]
      case 'ranges':
        return step.ranges
      case 'include':
        return passingRanges(step.policy)
      default:
        return []
    }
  })
  return redirect ? [...passing, ...passingRanges(redirect)] : passing
}

/** Failures after which a receiver tries again later; no record and no name are answers. */
function isTrouble(failure: FailureClass | null): boolean {
  return failure !== null && !['NODATA', 'NXDOMAIN', 'CNAME_DANGLING'].includes(failure)
}
