import { type AddressClass, classifyAddress } from './address-class.ts'
import { type IpPrefix, prefixText, widen } from './ip-prefix.ts'
import type { ValueOf } from './mib.ts'
import type { TableReader } from './snmp-capability.ts'
import { parseIfIndex } from './snmp-interface.ts'

/** A block of IPv6 addresses on a link. */
export type LinkPrefix = {
  /** "2001:db8:1::/64" */
  prefix: string
  ifIndex: number
  origin: ValueOf<'ipAddressPrefixOrigin'> | null
  onLink: boolean | null
  autonomous: boolean | null
}

const columns = [
  'ipAddressPrefixOrigin',
  'ipAddressPrefixOnLinkFlag',
  'ipAddressPrefixAutonomousFlag',
] as const
const table = 'ipAddressPrefixTable'
/** Blocks that every link has, or that are IPv4 in disguise, and that say nothing of a plan. */
const ofNoPlan: AddressClass[] = ['link_local', 'multicast', 'loopback', 'unspecified', 'v4_mapped']

export function saysSomething(address: string): boolean {
  return !ofNoPlan.includes(classifyAddress(address))
}

/**
 * IPv6 rows of ipAddressPrefixTable (RFC 4293): index ifIndex, InetAddressType, InetAddress, length. The length of the
 * address and the zone may be missing or too many, as in ipAddressTable.
 */
export async function findPrefixes(reader: TableReader): Promise<LinkPrefix[]> {
  const rows = await reader.walk(table, columns, { maxRows: 1_000 })
  return [...rows].flatMap(([index, row]): LinkPrefix[] => {
    const parsed = parseIndex(index)
    if (parsed === 'other') return []
    if (parsed === null) {
      reader.distrust(table)
      return []
    }
    const { ifIndex, block } = parsed
    const prefix = prefixText(block)
    if (!saysSomething(prefix.split('/')[0] ?? '')) return []
    return [
      {
        prefix,
        ifIndex,
        origin: row.ipAddressPrefixOrigin ?? null,
        onLink: truth(row.ipAddressPrefixOnLinkFlag),
        autonomous: truth(row.ipAddressPrefixAutonomousFlag),
      },
    ]
  })
}

export function truth(value: 'true' | 'false' | null | undefined): boolean | null {
  return value ? value === 'true' : null
}

function parseIndex(index: string): { ifIndex: number; block: IpPrefix } | 'other' | null {
  const [first = '', type = '', ...rest] = index.split('.')
  const ifIndex = parseIfIndex(first)
  if (ifIndex === null) return null
  if (type === '1' || type === '3') return 'other'
  if (type !== '2' && type !== '4') return null
  const length = Number(rest.pop())
  const numbers = rest.map(Number)
  const isCounted = numbers[0] === numbers.length - 1 && numbers.length > 16
  const octets = (isCounted ? numbers.slice(1) : numbers).slice(0, 16)
  const isAddress = octets.length === 16 && numbers.length <= 21 && octets.every((octet) => octet <= 255)
  if (!isAddress || !(length >= 0 && length <= 128)) return null
  return { ifIndex, block: widen({ family: 6, octets, length: 128 }, length) }
}
