import { Address6 } from 'ip-address'

/** An address in 4 or 16 octets, as SNMP and the DNS number it. */
export function octetsOf(address: string): number[] {
  if (!address.includes(':')) return address.split('.').map(Number)
  const bytes = new Address6(address).toUnsignedByteArray()
  return [...new Array(16 - bytes.length).fill(0), ...bytes]
}

/** The octets of an address with all bits behind the prefix put to zero. */
export function masked(octets: number[], prefixLength: number): number[] {
  return octets.map(
    (octet, at) => octet & (0xff << Math.max(0, 8 - Math.max(0, prefixLength - at * 8))) & 0xff,
  )
}
