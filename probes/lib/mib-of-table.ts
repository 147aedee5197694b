import { entryOf, isTableName } from './snmp-tables.ts'
import { enterpriseOf, vendorOf } from './vendor.ts'

/** The standard MIBs by where they stand in the tree; the first that fits counts. */
const standards = [
  ['1.3.6.1.2.1.4.21.', 'RFC1213-MIB', 'RFC 1213'],
  ['1.3.6.1.2.1.4.24.', 'IP-FORWARD-MIB', 'RFC 4292'],
  ['1.3.6.1.2.1.4.', 'IP-MIB', 'RFC 4293'],
  ['1.3.6.1.2.1.10.131.', 'TUNNEL-MIB', 'RFC 4087'],
  ['1.3.6.1.2.1.15.', 'BGP4-MIB', 'RFC 4273'],
  ['1.3.6.1.2.1.47.', 'ENTITY-MIB', 'RFC 6933'],
  ['1.3.6.1.2.1.55.', 'IPV6-MIB', 'RFC 2465'],
  ['1.3.6.1.2.1.191.', 'OSPFV3-MIB', 'RFC 5643'],
  ['1.3.6.1.2.1.196.', 'CAPWAP-BASE-MIB', 'RFC 5833'],
  ['1.0.8802.1.1.2.', 'LLDP-MIB', 'IEEE 802.1AB'],
] as const

/** Where a table is defined: a standard MIB, or one of a maker's own; null for a table that no probe reads. */
export function mibOfTable(
  table: string,
): { mib: string; standard: string } | { maker: string | null } | null {
  if (!isTableName(table)) return null
  const oid = `${entryOf(table)}.`
  const [, mib, standard] = standards.find(([prefix]) => oid.startsWith(prefix)) ?? []
  return mib && standard ? { mib, standard } : { maker: vendorOf(enterpriseOf(oid)) }
}
