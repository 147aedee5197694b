import { Address6 } from 'ip-address'

/** Nibbles of the prefixes that a reverse zone is looked at for: /8 to /64. */
const fewest = 2
const most = 16
const nibbleBits = 4

/** The IPv6 prefix whose reverse zone this is, "2001:db8::/32" of "8.b.d.0.1.0.0.2.ip6.arpa"; null for another zone. */
export function reversePrefix(zone: string): string | null {
  const nibbles = /^((?:[0-9a-f]\.)+)ip6\.arpa\.?$/i.exec(zone)?.[1]?.split('.').filter(Boolean).reverse()
  if (nibbles === undefined || nibbles.length < fewest || nibbles.length > most) return null
  const groups = nibbles.join('').padEnd(32, '0').match(/.{4}/g) ?? []
  return `${new Address6(groups.join(':')).correctForm()}/${nibbles.length * nibbleBits}`
}
