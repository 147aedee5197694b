import { z } from 'zod'

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
