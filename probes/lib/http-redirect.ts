import { isIP, isIPv4 } from 'node:net'
import { Address4 } from 'ip-address'
import { classifyAddress } from './address-class.ts'

/** Networks behind somebody's border: RFC 1918, and RFC 6598 for carriers. */
const private4 = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map(
  (prefix) => new Address4(prefix),
)

/** Ports of the web (domain rules 4.8), to which any site may lead. */
const webPorts = new Set([80, 443, 8080, 8443])

/**
 * Whether a redirect may lead to this port. A site that could choose any would have us send its request to whatever
 * else listens in the networks that we reach and it does not.
 */
export function mayLeadToPort(port: number, askedFirst: number): boolean {
  return webPorts.has(port) || port === askedFirst
}

/**
 * Whether a redirect from a site at `from` may lead to another host (a name or an address) at `address`: into a private
 * network only by name, from a site in the same one. Documentation addresses (RFC 3849, RFC 5737) count as public.
 */
export function mayLeadTo(host: string, address: string, from: string): boolean {
  const network = networkOf(address)
  if (network === 'public' || address === from) return true
  return isIP(host) === 0 && network === networkOf(from)
}

/** Everything of a special class in IPv6 is a network of its own: an IPv4 address may hide in it (6to4, NAT64). */
function networkOf(address: string): string {
  if (isIPv4(address)) {
    const parsed = new Address4(address)
    return private4.find((network) => parsed.isInSubnet(network))?.address ?? 'public'
  }
  const of = classifyAddress(address)
  return of === 'global' || of === 'documentation' ? 'public' : of
}
