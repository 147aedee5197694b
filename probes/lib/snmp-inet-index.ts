import { isIPv4, isIPv6 } from 'node:net'
import { canonicalAddress } from './address-class.ts'

/**
 * How an index departs from RFC 4001. All of these are on devices in service.
 *
 * - `no_length`: 16 octets without their length (Cisco ASA)
 * - `zone_without_length`: 16 octets and 4 of zone without their length (OcNOS)
 * - `length_and_type_differ`: a zone under type ipv6, or none under type ipv6z
 * - `sixteen_bit_groups`: eight numbers of 16 bits, and the ifIndex (old FortiOS)
 * - `text`: the address in ASCII (Brocade FabOS; AudioCodes for IPv4)
 * - `ipv4_text`: an IPv4 address in ASCII under type ipv6 (AudioCodes): not an IPv6 address, so left out
 * - `if_index_first`: the ifIndex before the address (some UPS cards)
 */
type IndexQuirk =
  | 'no_length'
  | 'zone_without_length'
  | 'length_and_type_differ'
  | 'sixteen_bit_groups'
  | 'text'
  | 'ipv4_text'
  | 'if_index_first'

/** What an InetAddressType and InetAddress in an index say; `ifIndex` only where the index holds it. */
export type InetIndex =
  | { kind: 'ipv6'; address: string; zone: number | null; ifIndex: number | null; quirk: IndexQuirk | null }
  | { kind: 'ipv4'; quirk: IndexQuirk | null }
  | { kind: 'unreadable' }

/**
 * Reads the index of a row of ipAddressTable (RFC 4293): InetAddressType, then InetAddress with its length (RFC
 * 4001), or any of the forms that agents use instead. Addresses come in the spelling of RFC 5952.
 */
export function parseInetIndex(index: string): InetIndex {
  const numbers = index.split('.').map(Number)
  if (!numbers.every((number) => Number.isSafeInteger(number) && number >= 0)) return { kind: 'unreadable' }
  return parseTyped(numbers) ?? parseAfterIfIndex(numbers) ?? { kind: 'unreadable' }
}

/**
 * Reads the index of a row of ipv6AddrTable (RFC 2465): ifIndex, then 16 octets without their length, which some
 * agents write all the same. Null when it is neither.
 */
export function parseOldIndex(index: string): { ifIndex: number; address: string } | null {
  const [ifIndex = 0, ...rest] = index.split('.').map(Number)
  const octets = rest.length === 17 && rest[0] === 16 ? rest.slice(1) : rest
  if (octets.length !== 16 || !areOctets(octets)) return null
  return { ifIndex, address: addressOf(octets) }
}

const ipv4 = 1
const ipv6 = 2
const ipv4z = 3
const ipv6z = 4

function parseTyped([type, ...rest]: number[]): InetIndex | undefined {
  if (type === ipv6 || type === ipv6z) return parseIpv6(type, rest)
  if (type === ipv4 || type === ipv4z) return parseIpv4(type, rest)
  return undefined
}

function parseIpv6(type: number, values: number[]): InetIndex | undefined {
  const [length, ...rest] = values
  const isLength = length === rest.length
  if (isLength && rest.length === 16 && areOctets(rest)) {
    return ipv6Of(rest, type === ipv6 ? null : 'length_and_type_differ')
  }
  if (isLength && rest.length === 20 && areOctets(rest)) {
    return ipv6Of(rest, type === ipv6z ? null : 'length_and_type_differ')
  }
  if (values.length === 16 && areOctets(values)) return ipv6Of(values, 'no_length')
  if (values.length === 20 && areOctets(values)) return ipv6Of(values, 'zone_without_length')
  // octets that are too few are no groups; of those ::1 begins like none
  const isGroups = !areOctets(values) || length === 0
  if ((values.length === 8 || values.length === 9) && isGroups) return groupsOf(values)
  return isLength ? textOf(rest) : undefined
}

function parseIpv4(type: number, values: number[]): InetIndex | undefined {
  const [length, ...rest] = values
  const isLength = length === rest.length
  if (isLength && rest.length === (type === ipv4 ? 4 : 8)) return { kind: 'ipv4', quirk: null }
  if (values.length === 4 && areOctets(values)) return { kind: 'ipv4', quirk: 'no_length' }
  return isLength && textOf(rest)?.kind === 'ipv4' ? { kind: 'ipv4', quirk: 'text' } : undefined
}

function parseAfterIfIndex([ifIndex = 0, ...rest]: number[]): InetIndex | undefined {
  const [length, ...octets] = rest
  const typed = parseTyped(rest)
  const isBare = rest.length === 16 && areOctets(rest)
  const isCounted = length === 16 && octets.length === 16 && areOctets(octets)
  const inner = typed ?? (isBare ? ipv6Of(rest, null) : isCounted ? ipv6Of(octets, null) : undefined)
  if (inner?.kind === 'ipv6') return { ...inner, ifIndex, quirk: 'if_index_first' }
  return inner?.kind === 'ipv4' ? { kind: 'ipv4', quirk: 'if_index_first' } : undefined
}

/** 16 octets of address, and 4 of zone where there are 20. */
function ipv6Of(octets: number[], quirk: IndexQuirk | null): InetIndex {
  const zone = octets.length === 20 ? Buffer.from(octets).readUInt32BE(16) : null
  return { kind: 'ipv6', address: addressOf(octets), zone, ifIndex: null, quirk }
}

function addressOf(octets: number[]): string {
  const bytes = Buffer.from(octets)
  const groups = Array.from({ length: 8 }, (_, group) => bytes.readUInt16BE(group * 2).toString(16))
  return canonicalAddress(groups.join(':'))
}

function groupsOf(values: number[]): InetIndex | undefined {
  const groups = values.slice(0, 8)
  if (groups.some((group) => group > 0xffff)) return undefined
  const address = canonicalAddress(groups.map((group) => group.toString(16)).join(':'))
  return { kind: 'ipv6', address, zone: null, ifIndex: values[8] ?? null, quirk: 'sixteen_bit_groups' }
}

function textOf(codes: number[]): InetIndex | undefined {
  if (!areOctets(codes)) return undefined
  const [text = ''] = Buffer.from(codes).toString('latin1').split('%')
  if (isIPv4(text)) return { kind: 'ipv4', quirk: 'ipv4_text' }
  if (!isIPv6(text)) return undefined
  return { kind: 'ipv6', address: canonicalAddress(text), zone: null, ifIndex: null, quirk: 'text' }
}

function areOctets(values: number[]): boolean {
  return values.every((value) => value <= 255)
}
