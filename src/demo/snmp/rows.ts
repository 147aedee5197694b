import { integer, octets, oid, tags } from './ber.ts'

/** A variable of an agent: its name, and its value as it is or as it is at a moment (milliseconds of the clock). */
export type Row = {
  oid: readonly number[]
  /** The name as it crosses the wire. */
  name: Buffer
  value: Buffer | ((at: number) => Buffer)
  /** Counter64, which SNMPv1 does not know (RFC 3584 4.2.2.1). */
  wide: boolean
}
type Value = Row['value']

export function row(arcs: readonly number[], value: Value, wide = false): Row {
  let name: Buffer | undefined // few of the rows are ever asked for
  return {
    oid: arcs,
    get name() {
      name ??= oid(arcs)
      return name
    },
    value,
    wide,
  }
}

/** `1.3.6.1.2.1` and more as numbers. */
export function arcs(text: string): readonly number[] {
  const made = known.get(text) ?? text.split('.').map(Number)
  known.set(text, made)
  return made
}
const known = new Map<string, readonly number[]>()

/** The rows of a table's column: `entry` is the conceptual row's OID, `cells` one value for each column number. */
export function tableRow(entry: string, index: number[], cells: Record<number, Value | Wide>): Row[] {
  return Object.entries(cells).map(([column, cell]) => {
    const name = [...arcs(entry), Number(column), ...index]
    return typeof cell === 'object' && 'wide' in cell ? row(name, cell.wide, true) : row(name, cell)
  })
}
/** Marks a Counter64. */
export type Wide = { wide: (at: number) => Buffer }

/** In the order of SNMP: sub-identifier by sub-identifier. */
export function compareOids(one: readonly number[], other: readonly number[]): number {
  const shared = Math.min(one.length, other.length)
  for (let at = 0; at < shared; at++) {
    const difference = (one[at] as number) - (other[at] as number)
    if (difference !== 0) return difference
  }
  return one.length - other.length
}

/** The place of the first row not before an OID, by halving. */
export function lowerBound(rows: readonly Row[], name: readonly number[]): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareOids((rows[middle] as Row).oid, name) < 0) low = middle + 1
    else high = middle
  }
  return low
}

export const text = (value: string) => octets(value)
export const number = (value: number) => integer(value)
export const gauge = (value: number) => integer(value, tags.gauge32)
export const counter = (value: bigint) => integer(BigInt.asUintN(32, value), tags.counter32)
export const counter64 = (value: bigint) => integer(BigInt.asUintN(64, value), tags.counter64)
/** Hundredths of a second, wrapping after 497 days. */
export const ticks = (ms: number) => integer(Math.floor(ms / 10) % 2 ** 32, tags.timeTicks)
