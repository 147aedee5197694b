import type { Answer } from 'dns-packet'
import type { Family } from '../probe.ts'
import { canonicalAddress } from './address-class.ts'
import type { DnsMessage } from './dns-message.ts'
import { isWithin, printableName, sameName } from './dns-name.ts'
import { familyOf } from './endpoint.ts'
import type { FailureClass } from './failure-class.ts'

/** More name servers than any zone has (the root: 13). */
const maxServers = 16

/** null for an answer of use: the zone's own, or a referral further down towards the name. Else what is wrong. */
export function uselessness(message: DnsMessage, zone: string, name: string): FailureClass | null {
  const { rcode, flag_aa: authoritative, authorities } = message
  if (rcode === 'SERVFAIL') return rcode
  if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') return 'LAME_NS'
  const refersDown = authorities.some(
    ({ type, name: owner }) =>
      type === 'NS' && isWithin(name, owner) && isWithin(owner, zone) && !sameName(owner, zone),
  )
  return authoritative || refersDown ? null : 'LAME_NS'
}

/** NS names of the zone in a referral or in an answer, lower case, sorted. */
export function namesOfServers({ answers, authorities }: DnsMessage, zone: string): string[] {
  const names = [...answers, ...authorities].flatMap((record) =>
    record.type === 'NS' && sameName(record.name, zone) ? [printableName(record.data)] : [],
  )
  return [...new Set(names)].sort().slice(0, maxServers)
}

/** Addresses that a section holds for a host, family by family in the order given, each sorted. */
export function addressesIn(records: Answer[], name: string, families: Family[]): string[] {
  const found = records.flatMap((record) => {
    if ((record.type !== 'A' && record.type !== 'AAAA') || !sameName(record.name, name)) return []
    return [record.type === 'A' ? record.data : canonicalAddress(record.data)]
  })
  const wanted = families.flatMap((family) => found.filter((address) => familyOf(address) === family).sort())
  return [...new Set(wanted)]
}
