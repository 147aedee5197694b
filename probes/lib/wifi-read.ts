import type { ObjectName } from './mib.ts'
import type { TableReader } from './snmp-capability.ts'
import { idOf, idsByColumns, numberOf, textOf } from './wifi-index.ts'
import type { WifiMaker } from './wifi-maker.ts'
import { type Radio, readRadios } from './wifi-radios.ts'

export type AccessPoint = {
  /** What stays the same: the MAC address, or the controller's own id; `self` for an agent that is the AP. */
  id: string
  name: string
  serial: string | null
  /** Whether it serves; null where not told. */
  up: boolean | null
  /** The state in the maker's word. */
  state: string | null
  clients: number | null
}

/** What one maker's tables told. Numbers that none tells are null: they are missing, not zero. */
export type WifiSeen = {
  mib: string
  accessPoints: AccessPoint[]
  radios: Radio[]
  /** Clients by network name; null where a name has no number. */
  ssids: Map<string, number | null>
  totals: { aps: number | null; apsUp: number | null; clients: number | null }
}

/** APs of one controller that a look keeps. */
const maxRows = 2_000

type Scalars = { [Name in ObjectName]?: unknown }

/** Reads what a maker's agents may have. Null when this agent has none of it. */
export async function readWifi(
  reader: TableReader,
  maker: WifiMaker,
  served: ReadonlySet<string>,
  scalars: Scalars,
): Promise<WifiSeen | null> {
  const number = (name: ObjectName | undefined) => {
    const value = name && scalars[name]
    return typeof value === 'number' ? value : null
  }
  const listed = maker.aps && served.has(maker.aps.table) ? await readAps(reader, maker.aps) : []
  const radios =
    maker.radios && served.has(maker.radios.table) ? await readRadios(reader, maker.radios, listed) : []
  const { ssids, serves, clients: bySsid } = await readNetworks(reader, maker, served)
  const { aps, apsUp, apsDown, clients } = maker.scalars ?? {}
  const byNode = maker.apsUpByNode && served.has(maker.apsUpByNode.table)
  const told = {
    aps: number(aps),
    apsUp: byNode && maker.apsUpByNode ? await sumOf(reader, maker.apsUpByNode) : number(apsUp),
    apsDown: number(apsDown),
    clients: number(clients),
  }
  const isNothing = Object.values(told).every((value) => value === null)
  if (isNothing && listed.length === 0 && radios.length === 0 && bySsid === null && ssids.size === 0)
    return null

  const ofRadios = (id: string) => sum(radios.filter(({ ap }) => ap === id).map((radio) => radio.clients))
  const accessPoints = listed.map((ap) => ({ ...ap, clients: ap.clients ?? ofRadios(ap.id) }))
  const known = accessPoints.filter(({ up }) => up !== null)
  const byAp = sum(listed.map((ap) => ap.clients)) ?? sum(radios.map((radio) => radio.clients))
  const totals = {
    // a controller knows at least those it lists; how many are up does not tell how many there are
    aps: largest([
      told.aps,
      told.apsDown === null ? null : sum([told.apsUp, told.apsDown]),
      listed.length > 0 ? listed.length : null,
    ]),
    apsUp: told.apsUp ?? (known.length > 0 ? known.filter(({ up }) => up).length : null),
    clients: told.clients ?? bySsid ?? byAp,
  }
  const isAp = maker.isAp && !(maker.leads && scalars[maker.leads] === 'true')
  const self = {
    id: 'self',
    name: '',
    serial: null,
    up: serves ?? true,
    state: null,
    clients: totals.clients,
  }
  return {
    mib: maker.mib,
    accessPoints: isAp ? [self] : accessPoints,
    radios: isAp ? radios.map((radio) => ({ ...radio, ap: 'self' })) : radios,
    ssids,
    totals: isAp ? { ...totals, aps: 1, apsUp: Number(self.up) } : totals,
  }
}

/** One entry for each AP: one that is listed twice, as after it joined anew, is up when either row says so. */
async function readAps(reader: TableReader, aps: NonNullable<WifiMaker['aps']>): Promise<AccessPoint[]> {
  const { name, serial, state, clients, up = [], skip = 0, who } = aps
  const columns = [name, serial, state, clients, ...(who ?? [])].filter((column) => column !== undefined)
  const rows = await reader.walk(aps.table, [...new Set(columns)], { maxRows })
  const ids = who && idsByColumns(rows, who)
  const found = new Map<string, AccessPoint>()
  for (const [index, row] of rows) {
    const id = ids?.get(index) ?? idOf(index.split('.').map(Number).slice(skip))
    const word = state ? textOf(row, state) : null
    const ap = {
      id,
      name: (name && textOf(row, name)) || '',
      serial: (serial && textOf(row, serial)) || null,
      up: word === null ? null : up.some((each) => each.toLowerCase() === word.toLowerCase()),
      state: word,
      clients: clients ? numberOf(row, clients) : null,
    }
    const known = found.get(id)
    if (!known || (ap.up && !known.up)) found.set(id, ap)
  }
  return [...found.values()]
}

/** Clients by network name and in all, those of a network without a name too; whether any is on the air. */
type Networks = { ssids: Map<string, number | null>; clients: number | null; serves: boolean | null }

async function readNetworks(
  reader: TableReader,
  { ssids, stations }: WifiMaker,
  served: ReadonlySet<string>,
): Promise<Networks> {
  if (ssids && served.has(ssids.table)) return await readSsids(reader, ssids)
  if (stations && served.has(stations.table)) return await countStations(reader, stations)
  return { ssids: new Map(), clients: null, serves: null }
}

async function countStations(
  reader: TableReader,
  { table, ssid }: NonNullable<WifiMaker['stations']>,
): Promise<Networks> {
  const rows = await reader.walk(table, [ssid])
  const ssids = new Map<string, number | null>()
  for (const row of rows.values()) {
    const name = textOf(row, ssid)
    if (name !== null) ssids.set(name, (ssids.get(name) ?? 0) + 1)
  }
  return { ssids, clients: rows.size, serves: null }
}

async function readSsids(
  reader: TableReader,
  { table, name, clients, serves }: NonNullable<WifiMaker['ssids']>,
): Promise<Networks> {
  const columns = [name, serves, ...clients].filter((column) => column !== undefined)
  const rows = await reader.walk(table, columns, { maxRows })
  const ssids = new Map<string, number | null>()
  const counted: (number | null)[] = []
  for (const [index, row] of rows) {
    const ssid = name ? textOf(row, name) : idOf(index.split('.').map(Number))
    const value = sum(clients.map((column) => numberOf(row, column)))
    counted.push(value)
    if (ssid !== null) ssids.set(ssid, sum([ssids.get(ssid) ?? null, value]))
  }
  const states = serves ? [...rows.values()].flatMap((row) => textOf(row, serves) ?? []) : []
  return { ssids, clients: sum(counted), serves: states.length > 0 ? states.includes('true') : null }
}

async function sumOf(reader: TableReader, { table, aps }: NonNullable<WifiMaker['apsUpByNode']>) {
  const rows = await reader.walk(table, [aps])
  return sum([...rows.values()].map((row) => numberOf(row, aps)))
}

/** The sum of what is told; null when nothing is. */
function sum(values: (number | null)[]): number | null {
  const told = values.filter((value) => value !== null)
  return told.length === 0 ? null : told.reduce((total, value) => total + value, 0)
}

function largest(values: (number | null)[]): number | null {
  const told = values.filter((value) => value !== null)
  return told.length === 0 ? null : Math.max(...told)
}
