import type { ObjectName } from './mib.ts'
import type { TableReader } from './snmp-capability.ts'
import { parseIfIndex, readInterfaceNames } from './snmp-interface.ts'
import { idOf, numberOf, type Row } from './wifi-index.ts'
import type { WifiMaker } from './wifi-maker.ts'

/** A radio, and the AP that it belongs to: null where the agent does not tell. Numbers that it does not tell are null. */
export type Radio = {
  ap: string | null
  /** What the maker numbers it by. */
  radio: string
  clients: number | null
  channel: number | null
  /** Percent of the time that its channel is in use. */
  busy: number | null
}

/** Radios of one controller that a look keeps. */
const maxRows = 6_000

export async function readRadios(
  reader: TableReader,
  { table, clients, channel, busy, skip = 0, isInterface }: NonNullable<WifiMaker['radios']>,
  aps: readonly { id: string; name: string }[],
): Promise<Radio[]> {
  const columns = [clients, channel, busy].filter((column) => column !== undefined)
  // the table may be that of the network names too, of which rows without a channel say nothing
  const rows = await reader.walk(clients ? table : null, columns, { maxRows })
  const places = isInterface ? await placesByName(reader, [...rows.keys()], aps) : null
  return [...rows].map(([index, row]) => ({
    ...(places?.get(index) ?? placeOf(index, skip)),
    clients: told(row, clients),
    channel: channel === undefined ? null : channelOf(row[channel]),
    busy: percent(told(row, busy)),
  }))
}

type Place = Pick<Radio, 'ap' | 'radio'>

function placeOf(index: string, skip: number): Place {
  const numbers = index.split('.').map(Number)
  return { ap: idOf(numbers.slice(skip, -1)), radio: String(numbers.at(-1)) }
}

/** By index. CAPsMAN names the radios of an AP "lobby-1" or "floor2-lobby-1", their virtual ones "lobby-1-1". */
async function placesByName(
  reader: TableReader,
  indexes: string[],
  aps: readonly { id: string; name: string }[],
): Promise<Map<string, Place>> {
  const names = await readInterfaceNames(
    reader,
    indexes.flatMap((index) => parseIfIndex(index) ?? []),
  )
  return new Map(
    indexes.map((index) => {
      const ifName = names.nameOf(parseIfIndex(index)) ?? ''
      const owners = aps.filter(({ name }) => name !== '' && `-${ifName}-`.includes(`-${name}-`))
      const longest = Math.max(...owners.map(({ name }) => name.length))
      const [owner, another] = owners.filter(({ name }) => name.length === longest)
      return [index, { ap: owner && !another ? owner.id : null, radio: index }]
    }),
  )
}

/** The channel in a number, a frequency in MHz, or a text that begins with either: "149E", "2437/20-Ce/gn(18dBm)". */
export function channelOf(value: unknown): number | null {
  const number = typeof value === 'number' ? value : Number(/^\d+/.exec(String(value ?? ''))?.[0])
  if (!Number.isInteger(number) || number <= 0) return null
  if (number <= 233) return number
  if (number === 2484) return 14
  const channel =
    number < 2500 ? (number - 2407) / 5 : number < 5950 ? (number - 5000) / 5 : (number - 5950) / 5
  return channel > 0 && channel <= 233 && Number.isInteger(channel) ? channel : null
}

function percent(value: number | null): number | null {
  return value !== null && value <= 100 ? value : null
}

function told(row: Row, column: ObjectName | undefined): number | null {
  return column === undefined ? null : numberOf(row, column)
}
