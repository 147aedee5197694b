import { z } from 'zod'
import type { TableReader } from './snmp-capability.ts'

/** IF-MIB's words for the state of an interface (RFC 2863) as facts spell them. */
export const ifStatusFact = {
  up: 'up',
  down: 'down',
  testing: 'testing',
  unknown: 'unknown',
  dormant: 'dormant',
  notPresent: 'not_present',
  lowerLayerDown: 'lower_layer_down',
} as const

export const ifStatus = z.enum(Object.values(ifStatusFact))

/**
 * The ifIndex that a row's index is; null when it is none. The standard ends at 2^31 - 1, but agents go up to
 * 4194316032 (Huawei OLT).
 */
export function parseIfIndex(index: string): number | null {
  const number = Number(index)
  return /^\d{1,10}$/.test(index) && number < 2 ** 32 ? number : null
}

/** A device's interfaces by the names that the inventory uses. */
export type InterfaceNames = {
  /** ifName, else ifDescr; null for an ifIndex that the device does not list. */
  nameOf(ifIndex: number | null): string | null
  /** ifDescr; null where there is none. */
  descriptionOf(ifIndex: number | null): string | null
  /** The ifIndex of the interface with this ifName, else with this ifDescr; null when there is none. */
  indexOf(name: string): number | null
}

const nameColumns = ['ifName', 'ifDescr'] as const

/** Reads the names of all interfaces, or of those with these ifIndexes only. */
export async function readInterfaceNames(
  reader: TableReader,
  ifIndexes?: readonly number[],
): Promise<InterfaceNames> {
  const rows = ifIndexes
    ? await reader.rows(nameColumns, [...new Set(ifIndexes)].map(String))
    : await reader.walk(null, nameColumns)
  const interfaces = [...rows]
    .map(([index, { ifName, ifDescr }]) => ({ ifIndex: parseIfIndex(index), ifName, ifDescr }))
    .sort((one, other) => (one.ifIndex ?? 0) - (other.ifIndex ?? 0))
  const names = new Map(
    interfaces.map(({ ifIndex, ifName, ifDescr }) => [ifIndex, ifName || ifDescr || null]),
  )
  return {
    nameOf: (ifIndex) => names.get(ifIndex) ?? null,
    descriptionOf: (ifIndex) => interfaces.find((one) => one.ifIndex === ifIndex)?.ifDescr || null,
    indexOf: (name) =>
      (interfaces.find(({ ifName }) => ifName === name) ?? interfaces.find(({ ifDescr }) => ifDescr === name))
        ?.ifIndex ?? null,
  }
}

/** In Mb/s. ifSpeed stays at its largest value above 4.29 Gb/s, and 0 stands for "not known" in both objects. */
export function speedMbpsOf({
  ifHighSpeed,
  ifSpeed,
}: {
  ifHighSpeed?: number | null
  ifSpeed?: number | null
}): number | null {
  if (ifHighSpeed) return ifHighSpeed
  return ifSpeed && ifSpeed < 2 ** 32 - 1 ? ifSpeed / 1_000_000 : null
}
