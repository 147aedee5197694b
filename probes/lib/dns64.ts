import { Address4, Address6 } from 'ip-address'
import { lookUp } from './dns-lookup.ts'
import type { Resolver } from './dns-resolver.ts'
import { remembered } from './remembered.ts'

/** Numbers of addresses that are kept: looks read the same ones again and again. */
const mostRemembered = 20_000

/** Prefix lengths that RFC 6052 2.2 allows. */
const lengths = [32n, 40n, 48n, 56n, 64n, 96n]

/** What ipv4only.arpa has as A, and nothing as AAAA (RFC 7050 2.2): an AAAA of it is made up by a DNS64. */
const wellKnown = [0xc00000aan, 0xc00000abn]

/**
 * Leaves out the AAAA that our resolver made up from the A (DNS64, RFC 6147): the host has none of its own. The
 * resolver is put to the test (RFC 7050) only when some AAAA holds one of the A, so that nobody pays without need.
 */
export async function withoutSynthesized(resolver: Resolver, a: string[], aaaa: string[]): Promise<string[]> {
  const ipv4 = a.map(numberOf4)
  if (!aaaa.some((address) => embeddedIn(address).some((number) => ipv4.includes(number)))) return aaaa
  const { records } = await lookUp(resolver, 'ipv4only.arpa', 'AAAA')
  const prefixes = records
    .map(numberOf)
    .flatMap((value) =>
      lengths
        .filter((length) => wellKnown.includes(embedded(value, length)))
        .map((length) => ({ length, start: value >> (128n - length) })),
    )
  return aaaa.filter((address) => {
    const value = numberOf(address)
    return !prefixes.some(
      ({ length, start }) => value >> (128n - length) === start && ipv4.includes(embedded(value, length)),
    )
  })
}

const numberOf = remembered((address) => new Address6(address).bigInt(), mostRemembered)
const embeddedIn = remembered((address) => {
  const value = numberOf(address)
  return lengths.map((length) => embedded(value, length))
}, mostRemembered)
const numberOf4 = remembered((address) => new Address4(address).bigInt(), mostRemembered)

/** The IPv4 address after a prefix of this length; bits 64 to 71 are passed over (RFC 6052 2.2). */
function embedded(value: bigint, length: bigint): bigint {
  if (length === 96n) return value & 0xffffffffn
  const withoutU = ((value >> 64n) << 56n) | (value & 0xffffffffffffffn) // 120 bits
  return (withoutU >> (120n - length - 32n)) & 0xffffffffn
}
