import { isIPv4, isIPv6 } from 'node:net'
import { canonicalAddress } from './address-class.ts'
import { parseMac } from './mac-address.ts'
import { readableText } from './readable-text.ts'

/** Subtypes of a chassis and of a port id that hold a MAC address, and an address (IEEE 802.1AB 8.5.2.2, 8.5.3.2). */
type Subtypes = { mac: number; address: number }
export const chassisSubtypes: Subtypes = { mac: 4, address: 5 }
export const portSubtypes: Subtypes = { mac: 3, address: 4 }

const mostCharacters = 128

/**
 * An LLDP chassis or port id for people and for comparing: "00:53:00:12:34:56", "2001:db8::1", or its text. Octets that
 * are no text come as hexadecimal. Null for an empty id, and for zeros, which agents write for "unknown".
 */
export function readLldpId(
  subtype: number | null | undefined,
  octets: Buffer | null | undefined,
  { mac, address }: Subtypes,
): string | null {
  if (!octets || octets.length === 0) return null
  const text = readableText(octets)
  if (subtype === mac || subtype === null || subtype === undefined) {
    const spelled = octets.length === 6 ? parseMac(octets.toString('hex')) : parseMac(text)
    if (spelled === '00:00:00:00:00:00') return null
    if (spelled !== null && (subtype === mac || octets.length !== 6 || text.includes('\ufffd')))
      return spelled
  }
  if (subtype === address) {
    const found = addressIn(octets, text)
    if (found !== null) return found
  }
  if (text.includes('\ufffd') || (text === '' && octets.length > 0))
    return `0x${octets.toString('hex').slice(0, mostCharacters)}`
  return [...text].slice(0, mostCharacters).join('')
}

/** An IANA address family, 1 or 2, and the address; or the address as text. */
function addressIn(octets: Buffer, text: string): string | null {
  if (octets[0] === 1 && octets.length === 5) return octets.subarray(1).join('.')
  if (octets[0] === 2 && octets.length === 17) {
    return canonicalAddress((octets.toString('hex', 1).match(/.{4}/g) ?? []).join(':'))
  }
  if (isIPv4(text)) return text
  return isIPv6(text) ? canonicalAddress(text) : null
}

const capabilityNames = [
  'other',
  'repeater',
  'bridge',
  'wlan_access_point',
  'router',
  'telephone',
  'docsis_cable_device',
  'station_only',
] as const

/** LldpSystemCapabilitiesMap: bits from the left. Some agents write text there, which says nothing. */
export function readCapabilities(octets: Buffer | null | undefined): string[] {
  if (!octets || octets.length === 0 || octets.length > 2) return []
  const bits = octets[0] ?? 0
  return capabilityNames.filter((_, bit) => bits & (0x80 >> bit))
}
