import { Address4, Address6 } from 'ip-address'
import { z } from 'zod'
import { canonicalAddress } from './address-class.ts'

/** A block of addresses; host bits are zero. `octets` has 4 or 16. */
export type IpPrefix = { family: 4 | 6; octets: number[]; length: number }

/** A block in the usual notation, "2001:db8:1::/48" or "10.1.0.0/16"; an address alone is a block of one. */
export const ipPrefix = z
  .string()
  .refine((text) => parsePrefix(text) !== null, { error: 'not an address block' })

/** Null when the text is no block. Host bits are cleared. */
export function parsePrefix(text: string): IpPrefix | null {
  try {
    if (text.includes(':')) {
      const start = new Address6(text)
      return { family: 6, octets: start.startAddress().toUnsignedByteArray(), length: start.subnetMask }
    }
    const start = new Address4(text)
    return { family: 4, octets: start.startAddress().toArray(), length: start.subnetMask }
  } catch {
    return null
  }
}

/** "2001:db8:1::/48", in the spelling of RFC 5952. */
export function prefixText({ family, octets, length }: IpPrefix): string {
  return `${addressText(family, octets)}/${length}`
}

/** The block of `length` bits that holds this one. */
export function widen({ family, octets, length }: IpPrefix, to: number): IpPrefix {
  const kept = Math.min(length, to)
  const masked = octets.map((octet, position) => {
    const bits = Math.max(0, Math.min(8, kept - position * 8))
    return octet & (0xff00 >> bits) & 0xff
  })
  return { family, octets: masked, length: kept }
}

/** A netmask in 4 octets. */
export function maskOf(length: number): number[] {
  return widen({ family: 4, octets: [255, 255, 255, 255], length: 32 }, length).octets
}

export function addressText(family: 4 | 6, octets: number[]): string {
  if (family === 4) return octets.join('.')
  const groups = Buffer.from(octets).toString('hex').match(/.{4}/g) ?? []
  return canonicalAddress(groups.join(':'))
}
