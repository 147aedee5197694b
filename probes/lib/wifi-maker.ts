import type { ObjectName } from './mib.ts'
import type { TableName } from './snmp-tables.ts'

/**
 * How one maker's agents tell of access points and clients: which tables and scalars, and what in them means "up". All
 * are optional, and whichever the agent has are read. What a table's index holds is read off the index itself: a MAC
 * address in 6 octets, a text after its length, or a number.
 */
export type WifiMaker = {
  /** The MIB by which people know it. */
  mib: string
  /** Enterprise numbers in sysObjectID of devices that have it. */
  enterprises: readonly number[]
  /** Scalars with totals: APs in all, and those that are up and down. */
  scalars?: { aps?: ObjectName; apsUp?: ObjectName; apsDown?: ObjectName; clients?: ObjectName }
  /**
   * One row for each AP, with the columns of other tables that have the same index. `up` lists the values of `state` that
   * mean it serves; texts are compared without case.
   */
  aps?: {
    table: TableName
    name?: ObjectName
    serial?: ObjectName
    state?: ObjectName
    up?: readonly string[]
    clients?: ObjectName
    /** A number before the AP's own index, such as a virtual domain. */
    skip?: number
    /** Columns that tell who an AP is, where its index is a running number that another AP gets when it has gone. */
    who?: readonly ObjectName[]
  }
  /**
   * One row for each radio, in a table of its own. Its channel may be a number, a frequency or a text that begins with
   * either; `busy` is the share of time that it is in use, in percent.
   */
  radios?: {
    table: TableName
    clients?: ObjectName
    channel?: ObjectName
    busy?: ObjectName
    /** A number before the AP's own index. */
    skip?: number
    /** The index is an ifIndex of the controller, whose ifName begins with the AP's name; else it ends with the radio. */
    isInterface?: true
  }
  /** One row for each network name, or several; the name is in `name`, or in the index where that is left out. */
  ssids?: {
    table: TableName
    name?: ObjectName
    clients: readonly ObjectName[]
    /** Whether the network name is on the air, for an agent that is the AP. */
    serves?: ObjectName
  }
  /** One row for each client with the network name it uses, where none are counted. */
  stations?: { table: TableName; ssid: ObjectName }
  /** A column whose sum is the number of APs that are up (one row for each node of a cluster). */
  apsUpByNode?: { table: TableName; aps: ObjectName }
  /** The agent is the AP itself. Its clients are those of its network names, radios or scalar. */
  isAp?: true
  /** True on an agent that leads other APs, and then is none itself. */
  leads?: ObjectName
}

/** The tables that a maker's agents may have. */
export function tablesOf({ aps, radios, ssids, stations, apsUpByNode }: WifiMaker): TableName[] {
  const parts = [aps, radios, ssids, stations, apsUpByNode].filter((part) => part !== undefined)
  return parts.map(({ table }) => table)
}

/** The scalars that a maker's agents may have. */
export function scalarsOf({ scalars = {}, leads }: WifiMaker): ObjectName[] {
  return [...Object.values(scalars), ...(leads ? [leads] : [])]
}
