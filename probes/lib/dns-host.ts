import { ProbeError } from '../probe.ts'
import { type AddressClass, canonicalAddress, classifyAddress } from './address-class.ts'
import { lookUp } from './dns-lookup.ts'
import type { Resolver } from './dns-resolver.ts'
import { withoutSynthesized } from './dns64.ts'
import type { FailureClass } from './failure-class.ts'

type Answered<Address> = {
  failure: FailureClass | null
  rcode: string
  addresses: Address[]
  chain: string[]
}

export type HostAddresses = {
  a: Answered<string>
  aaaa: Answered<{ address: string; class: AddressClass }>
  authenticated: boolean
}

/**
 * A and AAAA of a host, each list sorted, in the order and notation that stay the same at every look. Throws
 * ProbeError `resolver_failed` when our resolvers refuse both questions: then it is us whom they refuse.
 */
export async function lookUpHost(resolver: Resolver, host: string): Promise<HostAddresses> {
  const [a, aaaa] = await Promise.all([lookUp(resolver, host, 'A'), lookUp(resolver, host, 'AAAA')])
  if (isRefusal(a) && isRefusal(aaaa))
    throw new ProbeError('resolver_failed', `the resolvers refuse to answer us (${aaaa.rcode})`)
  const ipv4 = unique(a.records)
  const ipv6 = await withoutSynthesized(resolver, ipv4, unique(aaaa.records.map(canonicalAddress)))
  return {
    a: { failure: a.failure, rcode: a.rcode, addresses: ipv4, chain: a.chain },
    aaaa: {
      failure: aaaaFailure(aaaa.failure, ipv4, ipv6),
      rcode: aaaa.rcode,
      addresses: ipv6.map((address) => ({ address, class: classifyAddress(address) })),
      chain: aaaa.chain,
    },
    authenticated: aaaa.authenticated,
  }
}

/** Looks hosts up as above, each once. */
export function rememberingHosts(resolver: Resolver): (host: string) => Promise<HostAddresses> {
  const known = new Map<string, Promise<HostAddresses>>()
  return (host) => {
    const found = known.get(host) ?? lookUpHost(resolver, host)
    known.set(host, found)
    return found
  }
}

function aaaaFailure(failure: FailureClass | null, ipv4: string[], ipv6: string[]): FailureClass | null {
  if (failure === null) return ipv6.length > 0 ? null : 'NODATA' // all of them made up by a DNS64
  // A name that has an A exists, so NXDOMAIN for its AAAA is a broken server (RFC 4074 4.2)
  const says = failure === 'NXDOMAIN' || failure === 'CNAME_DANGLING'
  return says && ipv4.length > 0 ? 'AAAA_NXDOMAIN_A_OK' : failure
}

export function isRefusal({ failure }: { failure: FailureClass | null }): boolean {
  return failure === 'REFUSED' || failure === 'NOTAUTH'
}

function unique(addresses: string[]): string[] {
  return [...new Set(addresses)].sort()
}
