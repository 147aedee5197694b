import type { DsRecord } from './dns-delegation.ts'
import type { Found } from './dns-lookup.ts'
import type { ZoneServer } from './dns-zone-server.ts'
import { dsMatchesKey, weakIn } from './dnssec.ts'

type DnssecFacts = {
  status: 'unsigned' | 'no_ds' | 'valid' | 'bogus' | 'unproved'
  ds: { algorithm: number; digestType: number }[] | null
  algorithms: number[]
  weak: string[]
  dsMatchesKey: boolean | null
  signatures: 'more_than_3_days' | 'at_most_3_days' | 'expired' | null
}

/** Days from which on a signature's end is no concern (domain rules 4.2, DNS-04). */
const comfortableDays = 3

/**
 * Puts together what the parent (DS; null when it could not be asked), the zone's servers (DNSKEY, RRSIG) and our
 * validating resolver (AD bit, or SERVFAIL that goes away with CD) say of a zone's signatures.
 */
export function dnssecFacts(
  zone: string,
  ds: DsRecord[] | null,
  seen: ZoneServer[],
  resolved: Found,
): { facts: DnssecFacts; days: number | null } {
  const keys = seen.flatMap((server) => server.keys)
  const ends = seen.flatMap(({ days }) => days ?? [])
  const days = ends.length > 0 ? Math.min(...ends) : null
  const matches = ds === null ? null : dsMatchesKey(zone, ds, keys)
  const status = (): DnssecFacts['status'] => {
    if (resolved.failure === 'DNSSEC_BOGUS') return 'bogus'
    if (ds === null) return resolved.authenticated ? 'valid' : 'unproved'
    if (ds.length === 0) return keys.length > 0 ? 'no_ds' : 'unsigned'
    if (resolved.authenticated) return 'valid'
    const shown = seen.some(({ facts }) => facts.authoritative)
    return shown && (matches === false || (days !== null && days <= 0)) ? 'bogus' : 'unproved'
  }
  return {
    facts: {
      status: status(),
      ds: ds && unique(ds.map(({ algorithm, digestType }) => ({ algorithm, digestType }))),
      algorithms: [...new Set(keys.map(({ algorithm }) => algorithm))].sort((one, other) => one - other),
      weak: weakIn(keys, ds ?? []),
      dsMatchesKey: matches,
      signatures: days === null ? null : band(days),
    },
    days,
  }
}

function band(days: number): NonNullable<DnssecFacts['signatures']> {
  if (days <= 0) return 'expired'
  return days <= comfortableDays ? 'at_most_3_days' : 'more_than_3_days'
}

function unique(ds: { algorithm: number; digestType: number }[]) {
  const sorted = ds.toSorted(
    (one, other) => one.algorithm - other.algorithm || one.digestType - other.digestType,
  )
  return sorted.filter(
    ({ algorithm, digestType }, index) =>
      sorted.findIndex((other) => other.algorithm === algorithm && other.digestType === digestType) === index,
  )
}
