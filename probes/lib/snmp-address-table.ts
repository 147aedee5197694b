import { Address6 } from 'ip-address'
import { ProbeError } from '../probe.ts'
import type { ObjectName } from './mib.ts'
import { ifAnswered, type SnmpAgent, type SnmpTable } from './snmp.ts'
import {
  type AddressRows,
  addressColumns,
  ciscoColumns,
  type DeviceAddress,
  oldColumns,
  readAddressRows,
  readCiscoRows,
  readOldRows,
} from './snmp-address-rows.ts'
import { stateWithoutRows, type TableState } from './snmp-capability.ts'
import { columnOf } from './snmp-tables.ts'

/** The IPv6 addresses found, and how far they can be trusted; see the facts of `snmp-addresses`. */
export type FoundAddresses = {
  source: 'ip_mib' | 'ipv6_mib' | 'cisco_ietf_ip_mib' | 'none'
  table: TableState
  /** Of each of the tables that were asked for; one that the agent fell silent about is left out. */
  tables: Partial<Record<AddressTableName, TableState>>
  addresses: DeviceAddress[]
  quirks: string[]
  droppedRows: number
  truncated: boolean
}

type AddressTableName = 'ipAddressTable' | 'ipv6AddrTable' | 'cIpAddressTable'
type Walked<Name extends ObjectName> = Pick<SnmpTable<Name>, 'rows' | 'isWhole'> & {
  ends: Record<string, string>
}
type Table = AddressRows & { hasRows: boolean; isWhole: boolean; loops: boolean }

/** What a table that is not asked for reads as. */
const noRows = { rows: new Map<string, never>(), ends: {}, isWhole: true }

/**
 * Reads ipAddressTable (RFC 4293) and the older ipv6AddrTable (RFC 2465), which has the addresses and prefix lengths
 * that some agents leave out of the former; where both have none, cIpAddressTable of old IOS. Those of `missing` are not
 * asked for. Throws ProbeError `snmp_malformed` when the agent loops without telling a single address.
 */
export async function findAddresses(
  agent: SnmpAgent,
  missing: readonly string[] = [],
): Promise<FoundAddresses> {
  const walk = <Name extends ObjectName>(
    table: AddressTableName,
    columns: readonly Name[],
  ): Promise<Walked<Name>> => (missing.includes(table) ? Promise.resolve(noRows) : agent.walk(columns))
  // a look at nothing but tables known to be missing must still have met the agent
  if (missing.includes('ipAddressTable') && missing.includes('ipv6AddrTable')) await agent.get('sysUpTime')
  const current = tableOf(await walk('ipAddressTable', addressColumns), readAddressRows)
  const oldWalk = walk('ipv6AddrTable', oldColumns)
  const hasNone = current.addresses.length === 0
  const oldRows = hasNone ? await oldWalk : await ifAnswered(oldWalk, null)
  const old = oldRows && tableOf(oldRows, readOldRows)
  const isCiscoAsked = hasNone && old?.addresses.length === 0
  const cisco = isCiscoAsked ? tableOf(await walk('cIpAddressTable', ciscoColumns), readCiscoRows) : null

  const judged = [current, ...(hasNone ? [old, cisco] : [])].filter((table) => table !== null)
  const hasRows = [current, old, cisco].some((table) => table?.hasRows)
  const loops = judged.some((table) => table.loops)
  if (!hasRows && loops) throw new ProbeError('snmp_malformed', 'the answers about addresses loop or go back')

  const unreadable = judged.reduce((sum, table) => sum + table.unreadable, 0)
  const tables = await statesOf(agent, missing, hasRows, {
    ipAddressTable: current,
    ipv6AddrTable: old,
    cIpAddressTable: cisco,
  })
  return {
    source: sourceOf(current, old, cisco),
    table: loops || unreadable > 0 ? 'malformed' : hasRows ? 'ok' : worstProof(Object.values(tables)),
    tables,
    addresses: merge([...current.addresses, ...(cisco?.addresses ?? [])], old?.addresses ?? []),
    quirks: [...new Set(judged.flatMap(({ quirks }) => quirks))].sort(),
    droppedRows: judged.reduce((sum, table) => sum + table.ipv4Texts, unreadable),
    truncated: !current.isWhole || !old?.isWhole || cisco?.isWhole === false,
  }
}

function tableOf<Name extends ObjectName>(
  { rows, ends, isWhole }: Walked<Name>,
  read: (rows: Walked<Name>['rows']) => AddressRows,
): Table {
  const loops = Object.values(ends).includes('malformed')
  return { ...read(rows), hasRows: rows.size > 0, isWhole, loops }
}

/** Where the addresses are from; with none, the newest table that has any row. */
function sourceOf(current: Table, old: Table | null, cisco: Table | null): FoundAddresses['source'] {
  const by = (isIt: (table: Table) => boolean): FoundAddresses['source'] =>
    isIt(current)
      ? 'ip_mib'
      : old && isIt(old)
        ? 'ipv6_mib'
        : cisco && isIt(cisco)
          ? 'cisco_ietf_ip_mib'
          : 'none'
  const found = by(({ addresses }) => addresses.length > 0)
  return found === 'none' ? by(({ hasRows }) => hasRows) : found
}

/** Of several tables without rows: one that is implemented proves that there are none. */
function worstProof(states: TableState[]): TableState {
  return (['malformed', 'empty'] as const).find((state) => states.includes(state)) ?? 'no_such_object'
}

/** What the agent has of each table. Where no rows were found at all it must answer; else its silence costs little. */
async function statesOf(
  agent: SnmpAgent,
  missing: readonly string[],
  hasRows: boolean,
  read: Record<AddressTableName, Table | null>,
): Promise<FoundAddresses['tables']> {
  const asked = (Object.entries(read) as [AddressTableName, Table | null][]).flatMap(([name, table]) =>
    table ? [{ name, table }] : [],
  )
  const open = asked.filter(({ name, table }) => !table.hasRows && !missing.includes(name))
  const question = agent.implemented(open.map(({ name }) => columnOf(name))) // of none: costs no packet
  const implemented = hasRows ? await ifAnswered(question, null) : await question
  return Object.fromEntries(
    asked.flatMap(({ name, table }): [AddressTableName, TableState][] => {
      if (missing.includes(name)) return [[name, 'no_such_object']]
      if (table.loops || table.unreadable > 0) return [[name, 'malformed']]
      if (table.hasRows) return [[name, 'ok']]
      return implemented === null ? [] : [[name, stateWithoutRows(implemented.get(columnOf(name)))]]
    }),
  )
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
