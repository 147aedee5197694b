import { parseMac } from './mac-address.ts'
import type { ObjectName } from './mib.ts'
import { readableText } from './readable-text.ts'
import type { SnmpRow } from './snmp.ts'

export type Row = SnmpRow<ObjectName>

/** What an index stands for: a MAC address in 6 octets, with or without their number; a text; else its numbers. */
export function idOf(numbers: number[]): string {
  const [length, ...rest] = numbers
  const isCounted = rest.length > 0 && length === rest.length
  const octets = isCounted ? rest : numbers
  const areOctets = octets.every((octet) => octet <= 255)
  if (octets.length === 6 && areOctets && !(isCounted && isText(octets))) {
    return parseMac(Buffer.from(octets).toString('hex')) ?? numbers.join('.')
  }
  return isCounted && areOctets && isText(octets) ? readableText(Buffer.from(octets)) : numbers.join('.')
}

function isText(octets: number[]): boolean {
  return octets.every((octet) => octet >= 0x20 && octet !== 0x7f)
}

/**
 * Who the APs are by columns that tell it, where their index is a running number: a MAC address that any of the columns
 * has ("02:00:5E:00:00:01/22", "[02:00:5E:00:00:01]"), else a text that no other AP has, else the number.
 */
export function idsByColumns(
  rows: ReadonlyMap<string, Row>,
  columns: readonly ObjectName[],
): Map<string, string> {
  const texts = (row: Row) =>
    columns.map((column) => (textOf(row, column) ?? '').replace(/^\[|\]?(?:\/\d+)?$/g, ''))
  const all = [...rows.values()].flatMap((row) => [...new Set(texts(row))])
  return new Map(
    [...rows].map(([index, row]) => {
      const own = texts(row)
      const mac = own.map(parseMac).find((found) => found !== null)
      const unique = own
        .toReversed()
        .find((text) => text !== '' && all.filter((one) => one === text).length === 1)
      return [index, mac ?? unique ?? index]
    }),
  )
}

export function textOf(row: Row, column: ObjectName): string | null {
  const value = row[column]
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null
}

export function numberOf(row: Row, column: ObjectName): number | null {
  const value = row[column]
  return typeof value === 'number' ? value : null
}
