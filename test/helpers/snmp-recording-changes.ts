import { below, inOrder, type RecordedObject, type Recording } from './snmp-recording.ts'

type Change = (recording: Recording) => Recording

const mib2 = '1.3.6.1.2.1'
const ifTable = `${mib2}.2.2.1`
const ifXTable = `${mib2}.31.1.1.1`
const ipAddressTable = `${mib2}.4.34.1`

const without =
  (...bases: string[]): Change =>
  (recording) =>
    recording.filter((object) => !bases.some((base) => below(object, base)))

/** Tables by the place of the ifIndex in their index, after the column. */
const ifIndexAt = {
  [ifTable]: 0,
  [ifXTable]: 0,
  [`${mib2}.4.22.1`]: 0,
  [`${mib2}.4.35.1`]: 0,
  [`${mib2}.4.31.3.1`]: 1,
  [`${mib2}.55.1.5.1`]: 0,
  [`${mib2}.55.1.8.1`]: 0,
}
/** Columns whose values are ifIndexes: ifIndex, ipAdEntIfIndex, ipAddressIfIndex, inetCidrRouteIfIndex. */
const ifIndexColumns = [`${ifTable}.1`, `${mib2}.4.20.1.2`, `${ipAddressTable}.3`, `${mib2}.4.24.7.1.7`]

/** Other ifIndexes, beyond what a signed number of 32 bits holds. */
const renumbered: Change = (recording) => {
  const renumber = (ifIndex: number) => (ifIndex + 3_000_000_000) % 2 ** 32
  return inOrder(
    recording.map((object): RecordedObject => {
      if (ifIndexColumns.some((column) => below(object, column))) {
        const oid = below(object, ifTable)
          ? [...object.oid.slice(0, -1), renumber(object.oid.at(-1) ?? 0)]
          : object.oid
        return { oid, tag: '66', value: String(renumber(Number(object.value))) }
      }
      const [base, place] = Object.entries(ifIndexAt).find(([table]) => below(object, table)) ?? []
      if (base === undefined || place === undefined) return object
      const at = base.split('.').length + 1 + place
      return { ...object, oid: object.oid.with(at, renumber(object.oid[at] ?? 0)) }
    }),
  )
}

/** How the index of an address on an interface is written instead of RFC 4001's way. */
const indexForms: Record<string, (octets: readonly number[], ifIndex: number) => number[]> = {
  'no length': (octets) => [2, ...octets],
  'ipv6z without zone and length': (octets) => [4, ...octets],
  'ipv6z with zone': (octets, ifIndex) => [4, 20, ...octets, ...zoneOf(ifIndex)],
  'zone without length': (octets, ifIndex) => [2, ...octets, ...zoneOf(ifIndex)],
  'sixteen-bit groups': (octets) => [2, ...groupsOf(octets)],
  text: (octets) => {
    const text = groupsOf(octets).map((group) => group.toString(16).padStart(4, '0'))
    const codes = [...Buffer.from(text.join(':'))]
    return [2, codes.length, ...codes]
  },
}

function zoneOf(ifIndex: number): number[] {
  return [24, 16, 8, 0].map((shift) => (ifIndex >>> shift) & 255)
}

function groupsOf(octets: readonly number[]): number[] {
  const bytes = Buffer.from(octets)
  return Array.from({ length: octets.length / 2 }, (_, group) => bytes.readUInt16BE(group * 2))
}

const reindexed =
  (form: (typeof indexForms)[string]): Change =>
  (recording) => {
    const ifIndexes = new Map(
      recording.flatMap((object) => {
        const index = below(object, `${ipAddressTable}.3`)
        return index ? [[index.join('.'), Number(object.value)]] : []
      }),
    )
    return inOrder(
      recording.map((object) => {
        const [column = 0, ...index] = below(object, ipAddressTable) ?? []
        const [type, length, ...octets] = index
        if (type !== 2 || length !== 16 || octets.length !== 16) return object
        const ifIndex = ifIndexes.get(index.join('.')) ?? 1
        return {
          ...object,
          oid: [...ipAddressTable.split('.').map(Number), column, ...form(octets, ifIndex)],
        }
      }),
    )
  }

/** The same value as another type, where it fits. */
const retyped =
  (change: (object: RecordedObject) => Partial<RecordedObject> | undefined): Change =>
  (recording) =>
    recording.map((object) => ({ ...object, ...change(object) }))

const hexOf = (text: string) => Buffer.from(text, 'latin1').toString('hex')

/** What may befall a recording without changing what an honest reader sees; each a well-known fault of real agents. */
export const changes: Readonly<Record<string, Change>> = {
  none: (recording) => recording,
  'no ifXTable': without(ifXTable),
  'ifXTable alone': without(ifTable),
  'no ipAddressTable': without(ipAddressTable),
  'no IPV6-MIB': without(`${mib2}.55`),
  'no ipAddressPrefixTable': without(`${mib2}.4.32`),
  'ifIndexes beyond 2^31': renumbered,
  ...Object.fromEntries(
    Object.entries(indexForms).map(([name, form]) => [`addresses: ${name}`, reindexed(form)]),
  ),
  'rows backwards': (recording) => backwards(recording),
  'every row twice': (recording) => recording.flatMap((object) => [object, object]),
  'Counter32 for Gauge32': retyped(({ tag }) => (tag === '66' ? { tag: '65' } : undefined)),
  'INTEGER for Gauge32': retyped(({ tag, value }) =>
    tag === '66' && Number(value) < 2 ** 31 ? { tag: '2' } : undefined,
  ),
  'Gauge32 for INTEGER': retyped(({ tag, value }) =>
    tag === '2' && Number(value) >= 0 ? { tag: '66' } : undefined,
  ),
  'text for Gauge32': retyped(({ tag }) => (tag === '66' ? { tag: '4' } : undefined)),
  'texts with NUL at the end': retyped(({ tag, value }) =>
    tag === '4' && value !== '' ? { tag: '4x', value: `${hexOf(value)}00` } : undefined,
  ),
  'CISCO-IETF-IP-MIB for IP-MIB': (recording) =>
    inOrder(
      recording.map((object) => {
        const rest = below(object, ipAddressTable)
        return rest ? { ...object, oid: [1, 3, 6, 1, 4, 1, 9, 10, 86, 1, 1, 2, 1, ...rest] } : object
      }),
    ),
}

/** The rows of each column from the last to the first. */
function backwards(recording: Recording): RecordedObject[] {
  const columnOf = ({ oid }: RecordedObject) => {
    const table = Object.keys({ ...ifIndexAt, [ipAddressTable]: 0 }).find((base) =>
      below({ oid, tag: '', value: '' }, base),
    )
    return table ? oid.slice(0, table.split('.').length + 1).join('.') : oid.join('.')
  }
  const columns = new Map<string, RecordedObject[]>()
  for (const object of recording) {
    const column = columnOf(object)
    columns.set(column, [object, ...(columns.get(column) ?? [])])
  }
  return [...columns.values()].flat()
}
