import { addressText } from './ip-prefix.ts'

/** An address inside an index, and the numbers after it. */
export type PeerIndex = { address: string; transport: 4 | 6; rest: number[] }

/**
 * Reads an InetAddressType and InetAddress (RFC 4001) followed by `after` numbers. The length of the address may be
 * left out, and a zone may follow it. Null for anything else.
 */
export function parsePeerIndex(numbers: number[], after: number): PeerIndex | null {
  const [type, ...tail] = numbers
  const width = type === 1 || type === 3 ? 4 : type === 2 || type === 4 ? 16 : 0
  const values = tail.slice(0, tail.length - after)
  const counted = values[0] === values.length - 1 && values.length > width ? values.slice(1) : values
  const isAddress = width > 0 && (counted.length === width || counted.length === width + 4)
  const octets = counted.slice(0, width)
  if (!isAddress || octets.some((octet) => octet > 255)) return null
  const transport = width === 4 ? 4 : 6
  return { address: addressText(transport, octets), transport, rest: tail.slice(tail.length - after) }
}

const afis: Readonly<Record<number, string>> = { 1: 'ipv4', 2: 'ipv6', 25: 'l2vpn' }
const safis: Readonly<Record<number, string>> = {
  1: 'unicast',
  2: 'multicast',
  4: 'label',
  5: 'mvpn',
  65: 'vpls',
  70: 'evpn',
  128: 'vpn',
  132: 'rtc',
  133: 'flow',
}

/** IANA's address family and subsequent address family, "ipv6-unicast". */
export function familyText(afi: number | undefined, safi: number | undefined): string {
  return `${afis[afi ?? 0] ?? `afi${afi}`}-${safis[safi ?? 0] ?? `safi${safi}`}`
}
