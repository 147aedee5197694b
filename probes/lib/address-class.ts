import { Address6 } from 'ip-address'
import { z } from 'zod'
import { remembered } from './remembered.ts'

/** Classes of IPv6 addresses after the IANA special-purpose registry (domain rules 4.6). */
export const addressClass = z.enum([
  'global',
  'teredo',
  'ietf_special',
  'documentation',
  '6to4',
  'nat64',
  'discard',
  'v4_mapped',
  'loopback',
  'unspecified',
  'srv6_sid',
  'ula',
  'link_local',
  'site_local',
  'multicast',
  'unallocated',
])
export type AddressClass = z.infer<typeof addressClass>

/** Reading an address costs 5 µs, and looks read the same ones again and again. */
const mostRemembered = 20_000

/** First match wins, so a narrower block stands before the wider one that holds it. */
const blocks: [prefix: string, class_: AddressClass][] = [
  ['::/128', 'unspecified'],
  ['::1/128', 'loopback'],
  ['::ffff:0:0/96', 'v4_mapped'], // RFC 4291 2.5.5.2
  ['::/96', 'v4_mapped'], // IPv4-compatible, deprecated (RFC 4291 2.5.5.1)
  ['64:ff9b::/96', 'nat64'], // RFC 6052
  ['64:ff9b:1::/48', 'nat64'], // RFC 8215
  ['100::/64', 'discard'], // RFC 6666
  ['2001::/32', 'teredo'], // RFC 4380
  ['2001:db8::/32', 'documentation'], // RFC 3849
  ['2001::/23', 'ietf_special'], // RFC 2928: benchmarking 2001:2::/48, ORCHID 2001:10::/28 and 2001:20::/28, …
  ['2002::/16', '6to4'], // RFC 3056
  ['3fff::/20', 'documentation'], // RFC 9637
  ['2000::/3', 'global'], // RFC 4291 2.4
  ['5f00::/16', 'srv6_sid'], // RFC 9602
  ['fc00::/7', 'ula'], // RFC 4193
  ['fe80::/10', 'link_local'],
  ['fec0::/10', 'site_local'], // deprecated by RFC 3879
  ['ff00::/8', 'multicast'],
]

const table = blocks.map(([prefix, class_]) => {
  const [start = '', length = ''] = prefix.split('/')
  const shift = BigInt(128 - Number(length))
  return { start: new Address6(start).bigInt() >> shift, shift, class_ }
})

/**
 * The class of an IPv6 address in any of its notations, with or without a zone ("fe80::1%eth0").
 * Throws AddressError (ip-address) when the text is no IPv6 address.
 */
export const classifyAddress: (address: string) => AddressClass = remembered((address) => {
  const value = new Address6(address).bigInt()
  return table.find(({ start, shift }) => value >> shift === start)?.class_ ?? 'unallocated'
}, mostRemembered)

/**
 * The text form of RFC 5952, without zone: lower case, the longest run of zeros as "::", and dotted decimal for
 * IPv4-mapped addresses (its section 5). Throws AddressError when the text is no IPv6 address.
 */
export const canonicalAddress: (address: string) => string = remembered((address) => {
  const parsed = new Address6(address)
  const value = parsed.bigInt()
  if (value >> 32n !== 0xffffn) return parsed.correctForm()
  const octets = [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn)
  return `::ffff:${octets.join('.')}`
}, mostRemembered)
