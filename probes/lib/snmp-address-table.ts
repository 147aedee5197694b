import { Address6 } from 'ip-address'
import { ProbeError } from '../probe.ts'
import { type AddressClass, classifyAddress } from './address-class.ts'
import type { ObjectName, ValueOf } from './mib.ts'
import { ifAnswered, type SnmpAgent, type SnmpTable } from './snmp.ts'
import { stateWithoutRows, type TableState } from './snmp-capability.ts'
import { type InetIndex, parseInetIndex, parseOldIndex } from './snmp-inet-index.ts'
import { columnOf } from './snmp-tables.ts'

/** One IPv6 address of a device, in the spelling of RFC 5952. */
type DeviceAddress = {
  address: string
  class: AddressClass
  ifIndex: number | null
  prefixLength: number | null
  status: ValueOf<'ipAddressStatus'> | null
  origin: ValueOf<'ipAddressOrigin'> | null
}

/** The IPv6 addresses found, and how far they can be trusted; see the facts of `snmp-addresses`. */
export type FoundAddresses = {
  source: 'ip_mib' | 'ipv6_mib' | 'none'
  table: TableState
  /** Of each of the two tables; one that the agent fell silent about is left out. */
  tables: Partial<Record<AddressTableName, TableState>>
  addresses: DeviceAddress[]
  quirks: string[]
  droppedRows: number
  truncated: boolean
}

const addressColumns = ['ipAddressIfIndex', 'ipAddressPrefix', 'ipAddressOrigin', 'ipAddressStatus'] as const
const oldColumns = ['ipv6AddrPfxLength', 'ipv6AddrStatus'] as const

type AddressTableName = 'ipAddressTable' | 'ipv6AddrTable'
type Walked<Name extends ObjectName> = Pick<SnmpTable<Name>, 'rows' | 'isWhole'> & {
  ends: Record<string, string>
}
type AddressTable = Walked<(typeof addressColumns)[number]>
type OldTable = Walked<(typeof oldColumns)[number]>

/** What a table that is not asked for reads as. */
const noRows = { rows: new Map<string, never>(), ends: {}, isWhole: true }

/**
 * Reads ipAddressTable (RFC 4293) and the older ipv6AddrTable (RFC 2465), which has the addresses and prefix lengths
 * that some agents leave out of the former; those of `missing` are not asked for. Throws ProbeError `snmp_malformed`
 * when the agent loops without telling a single address.
 */
export async function findAddresses(
  agent: SnmpAgent,
  missing: readonly string[] = [],
): Promise<FoundAddresses> {
  const isMissing = (name: AddressTableName) => missing.includes(name)
  // a look at nothing but tables known to be missing must still have met the agent
  if (isMissing('ipAddressTable') && isMissing('ipv6AddrTable')) await agent.get('sysUpTime')
  const table: AddressTable = isMissing('ipAddressTable') ? noRows : await agent.walk(addressColumns)
  const current = readTable(table)
  const hasNone = current.addresses.length === 0
  const oldWalk: Promise<OldTable> = isMissing('ipv6AddrTable')
    ? Promise.resolve(noRows)
    : agent.walk(oldColumns)
  const oldTable = hasNone ? await oldWalk : await ifAnswered(oldWalk, null)
  const old = oldTable ? readOldTable(oldTable) : { addresses: [], unreadable: 0 }

  const hasRows = table.rows.size > 0 || (oldTable?.rows.size ?? 0) > 0
  const isOld = hasNone && (old.addresses.length > 0 || table.rows.size === 0)
  const loops = isMalformed(table) || (hasNone && oldTable !== null && isMalformed(oldTable))
  if (!hasRows && loops) throw new ProbeError('snmp_malformed', 'the answers about addresses loop or go back')

  const unreadable = current.unreadable + (hasNone ? old.unreadable : 0)
  const tables = await statesOf(agent, isMissing, hasRows, {
    ipAddressTable: { found: table, unreadable: current.unreadable },
    ipv6AddrTable: oldTable && { found: oldTable, unreadable: old.unreadable },
  })
  return {
    source: !hasRows ? 'none' : isOld ? 'ipv6_mib' : 'ip_mib',
    table: loops || unreadable > 0 ? 'malformed' : hasRows ? 'ok' : worstProof(Object.values(tables)),
    tables,
    addresses: merge(current.addresses, old.addresses),
    quirks: [...current.quirks].sort(),
    droppedRows: unreadable + current.ipv4Texts,
    truncated: !(table.isWhole && oldTable?.isWhole),
  }
}

function isMalformed({ ends }: { ends: Record<string, string> }): boolean {
  return Object.values(ends).includes('malformed')
}

/** Of several tables without rows: one that is implemented proves that there are none. */
function worstProof(states: TableState[]): TableState {
  return (['malformed', 'empty'] as const).find((state) => states.includes(state)) ?? 'no_such_object'
}

/** What the agent has of each table. Where no rows were found at all it must answer; else its silence costs little. */
async function statesOf(
  agent: SnmpAgent,
  isMissing: (name: AddressTableName) => boolean,
  hasRows: boolean,
  read: Record<AddressTableName, { found: AddressTable | OldTable; unreadable: number } | null>,
): Promise<FoundAddresses['tables']> {
  const names: AddressTableName[] = ['ipAddressTable', 'ipv6AddrTable']
  const open = names.filter((name) => read[name]?.found.rows.size === 0 && !isMissing(name))
  const question = agent.implemented(open.map(columnOf)) // of none: costs no packet
  const implemented = hasRows ? await ifAnswered(question, null) : await question
  return Object.fromEntries(
    names.flatMap((name): [AddressTableName, TableState][] => {
      const table = read[name]
      if (isMissing(name)) return [[name, 'no_such_object']]
      if (table === null) return []
      if (isMalformed(table.found) || table.unreadable > 0) return [[name, 'malformed']]
      if (table.found.rows.size > 0) return [[name, 'ok']]
      return implemented === null ? [] : [[name, stateWithoutRows(implemented.get(columnOf(name)))]]
    }),
  )
}

function readTable({ rows }: AddressTable) {
  const read = [...rows].map(([index, row]) => ({ index: parseInetIndex(index), row }))
  const quirks = new Set(read.flatMap(({ index }) => (index.kind !== 'unreadable' && index.quirk) || []))
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
  return {
    addresses,
    quirks,
    unreadable: count(({ kind }) => kind === 'unreadable'),
    ipv4Texts: count((index) => index.kind === 'ipv4' && index.quirk === 'ipv4_text'),
  }
}

function readOldTable({ rows }: OldTable) {
  const read = [...rows].map(([index, row]) => ({ index: parseOldIndex(index), row }))
  const addresses = read.flatMap(({ index, row }): DeviceAddress[] => {
    if (index === null) return []
    const { address, ifIndex } = index
    const prefixLength = validLength(row.ipv6AddrPfxLength)
    const status = row.ipv6AddrStatus ?? null
    return [{ address, class: classifyAddress(address), ifIndex, prefixLength, status, origin: null }]
  })
  return { addresses, unreadable: read.length - addresses.length }
}

/** ipAddressPrefix points to a row of ipAddressPrefixTable, whose index ends with the length; 0.0 is "not known". */
function prefixLengthOf(pointer: string | null | undefined): number | null {
  const numbers = pointer?.split('.') ?? []
  // entry 1.3.6.1.2.1.4.32.1.5, ifIndex, type, an address of 8 numbers or more, length
  const isWhole = pointer?.startsWith('1.3.6.1.2.1.4.32.1.') && numbers.length > 20
  return isWhole ? validLength(Number(numbers.at(-1))) : null
}

function validLength(length: number | null | undefined): number | null {
  return length !== null && length !== undefined && length >= 0 && length <= 128 ? length : null
}

/**
 * One entry for each address and interface, in the order of numbers, so that facts stay equal. `others` add the
 * addresses and prefix lengths that are missing.
 */
function merge(addresses: DeviceAddress[], others: DeviceAddress[]): DeviceAddress[] {
  const known = new Set(addresses.map(({ address }) => address))
  const lengths = new Map(others.map(({ address, prefixLength }) => [address, prefixLength]))
  const merged = new Map<string, DeviceAddress>()
  for (const next of [...addresses, ...others.filter(({ address }) => !known.has(address))]) {
    const key = `${new Address6(next.address).canonicalForm()} ${String(next.ifIndex ?? 0).padStart(10, '0')}`
    const former = merged.get(key)
    merged.set(key, {
      ...next,
      prefixLength: former?.prefixLength ?? next.prefixLength ?? lengths.get(next.address) ?? null,
      status: former?.status ?? next.status,
      origin: former?.origin ?? next.origin,
    })
  }
  return [...merged].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, address]) => address)
}
