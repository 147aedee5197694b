import { type AddressClass, classifyAddress } from './address-class.ts'
import type { ValueOf } from './mib.ts'
import type { SnmpRow } from './snmp.ts'
import { type InetIndex, parseInetIndex, parseOldIndex } from './snmp-inet-index.ts'

/** One IPv6 address of a device, in the spelling of RFC 5952. */
export type DeviceAddress = {
  address: string
  class: AddressClass
  ifIndex: number | null
  prefixLength: number | null
  status: ValueOf<'ipAddressStatus'> | null
  origin: ValueOf<'ipAddressOrigin'> | null
}

/** The rows of a table: `unreadable` counts those whose index is no address, `ipv4Texts` IPv4 under type ipv6. */
export type AddressRows = {
  addresses: DeviceAddress[]
  quirks: string[]
  unreadable: number
  ipv4Texts: number
}

export const addressColumns = [
  'ipAddressIfIndex',
  'ipAddressPrefix',
  'ipAddressOrigin',
  'ipAddressStatus',
] as const
export const oldColumns = ['ipv6AddrPfxLength', 'ipv6AddrStatus'] as const
export const ciscoColumns = [
  'cIpAddressIfIndex',
  'cIpAddressPrefix',
  'cIpAddressOrigin',
  'cIpAddressStatus',
] as const

type AddressRow = SnmpRow<(typeof addressColumns)[number]>
type AddressTableRows = Map<string, AddressRow>
type CiscoTableRows = Map<string, SnmpRow<(typeof ciscoColumns)[number]>>
type OldTableRows = Map<string, SnmpRow<(typeof oldColumns)[number]>>

/** ipAddressTable (RFC 4293). */
export function readAddressRows(rows: AddressTableRows): AddressRows {
  const read = [...rows].map(([index, row]) => ({ index: ownIndex(parseInetIndex(index), row), row }))
  const addresses = read.flatMap(({ index, row }): DeviceAddress[] => {
    if (index.kind !== 'ipv6') return []
    return [
      {
        address: index.address,
        class: classifyAddress(index.address),
        ifIndex: row.ipAddressIfIndex || index.ifIndex || index.zone || null,
        prefixLength: prefixLengthOf(row.ipAddressPrefix),
        status: row.ipAddressStatus ?? null,
        origin: row.ipAddressOrigin ?? null,
      },
    ]
  })
  const count = (isCounted: (index: InetIndex) => boolean) =>
    read.filter(({ index }) => isCounted(index)).length
  const quirks = read.flatMap(({ index }) => (index.kind !== 'unreadable' && index.quirk) || [])
  return {
    addresses,
    quirks: [...new Set(quirks)].sort(),
    unreadable: count(({ kind }) => kind === 'unreadable'),
    ipv4Texts: count((index) => index.kind === 'ipv4' && index.quirk === 'ipv4_text'),
  }
}

/**
 * Some UPS cards put the rows of ipNetToPhysicalTable here, whose index begins with the ifIndex: addresses of neighbours,
 * not of the device. One of its own says its ifIndex in the row too.
 */
function ownIndex(index: InetIndex, { ipAddressIfIndex }: AddressRow): InetIndex {
  const isAfterIfIndex = index.kind === 'ipv6' && index.quirk === 'if_index_first'
  return isAfterIfIndex && ipAddressIfIndex !== index.ifIndex ? { kind: 'unreadable' } : index
}

/** cIpAddressTable, which is the same under other names. */
export function readCiscoRows(rows: CiscoTableRows): AddressRows {
  const renamed = [...rows].map(([index, row]) => {
    const { cIpAddressIfIndex, cIpAddressPrefix, cIpAddressOrigin, cIpAddressStatus } = row
    return [
      index,
      {
        ipAddressIfIndex: cIpAddressIfIndex ?? null,
        ipAddressPrefix: cIpAddressPrefix ?? null,
        ipAddressOrigin: cIpAddressOrigin ?? null,
        ipAddressStatus: cIpAddressStatus ?? null,
      },
    ] as const
  })
  return readAddressRows(new Map(renamed))
}

/** ipv6AddrTable (RFC 2465). */
export function readOldRows(rows: OldTableRows): AddressRows {
  const read = [...rows].map(([index, row]) => ({ index: parseOldIndex(index), row }))
  const addresses = read.flatMap(({ index, row }): DeviceAddress[] => {
    if (index === null) return []
    const { address, ifIndex } = index
    const prefixLength = validLength(row.ipv6AddrPfxLength)
    const status = row.ipv6AddrStatus ?? null
    return [{ address, class: classifyAddress(address), ifIndex, prefixLength, status, origin: null }]
  })
  return { addresses, quirks: [], unreadable: read.length - addresses.length, ipv4Texts: 0 }
}

/** ipAddressPrefix points to a row of ipAddressPrefixTable, whose index ends with the length; 0.0 is "not known". */
function prefixLengthOf(pointer: string | null | undefined): number | null {
  // entry and column, ifIndex, type, an address of 8 numbers or more, length
  const row = /^1\.3\.6\.1\.(?:2\.1\.4\.32\.1|4\.1\.9\.10\.86\.1\.1\.1\.1)\.\d+((?:\.\d+){11,})$/
  const length = row
    .exec(pointer ?? '')?.[1]
    ?.split('.')
    .at(-1)
  return length === undefined ? null : validLength(Number(length))
}

function validLength(length: number | null | undefined): number | null {
  return length !== null && length !== undefined && length >= 0 && length <= 128 ? length : null
}
