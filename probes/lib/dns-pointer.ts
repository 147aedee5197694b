import { Address6 } from 'ip-address'
import { canonicalAddress } from './address-class.ts'
import { lookUp } from './dns-lookup.ts'
import type { Resolver } from './dns-resolver.ts'
import { familyOf } from './endpoint.ts'
import type { FailureClass } from './failure-class.ts'

/** The reverse record of an address. `failure` is null when one of its names leads back to the address (FCrDNS). */
export type Pointer = { address: string; names: string[]; failure: FailureClass | null }

/** More names than any address needs; each costs a question. */
const maxNames = 8
const nibbleBits = 4

/** The name under ip6.arpa (32 nibbles, RFC 3596 2.5) or in-addr.arpa (RFC 1035 3.5) of an address. */
export function reverseName(address: string): string {
  if (familyOf(address) === 4) return `${address.split('.').reverse().join('.')}.in-addr.arpa`
  return `${nibblesOf(address).reverse().join('.')}.ip6.arpa`
}

/**
 * The reverse zones that a prefix needs, as delegations fall between nibbles: one for /48, two for /47, eight for /45.
 * Throws AddressError when the text is no IPv6 prefix.
 */
export function reverseZones(prefix: string): string[] {
  const parsed = new Address6(prefix)
  const nibbles = Math.ceil(parsed.subnetMask / nibbleBits)
  const missing = nibbles * nibbleBits - parsed.subnetMask
  const start = parsed.startAddress().bigInt()
  return Array.from({ length: 2 ** missing }, (_, index) => {
    const address = start + (BigInt(index) << BigInt(128 - nibbles * nibbleBits))
    const kept = nibblesOf(Address6.fromBigInt(address).correctForm()).slice(0, nibbles)
    return [...kept.reverse(), 'ip6.arpa'].join('.')
  })
}

function nibblesOf(address: string): string[] {
  return [...new Address6(address).bigInt().toString(16).padStart(32, '0')]
}

/** Looks for the names of an address, and for the address among those of each name (domain rules 4.2, D9). */
export async function lookUpPointer(resolver: Resolver, address: string): Promise<Pointer> {
  const found = await lookUp(resolver, reverseName(address), 'PTR')
  const names = [...new Set(found.records.map((name) => name.toLowerCase()))].sort().slice(0, maxNames)
  if (names.length === 0)
    return {
      address,
      names,
      failure: found.failure === 'NXDOMAIN' || found.failure === 'NODATA' ? 'PTR_MISSING' : found.failure,
    }
  const type = familyOf(address) === 4 ? 'A' : 'AAAA'
  const backwards = await Promise.all(names.map((name) => lookUp(resolver, name, type)))
  const confirmed = backwards.some(({ records }) => records.some((record) => isSame(record, address)))
  return { address, names, failure: confirmed ? null : 'PTR_MISMATCH' }
}

function isSame(one: string, other: string): boolean {
  if (familyOf(one) === 4 || familyOf(other) === 4) return one === other
  return canonicalAddress(one) === canonicalAddress(other)
}
