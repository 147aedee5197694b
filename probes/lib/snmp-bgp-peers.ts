import type { ObjectName } from './mib.ts'
import type { SnmpRow } from './snmp.ts'
import { familyText, type PeerIndex, parsePeerIndex } from './snmp-bgp-index.ts'
import type { TableReader } from './snmp-capability.ts'
import type { TableName } from './snmp-tables.ts'

/** A session as one or more tables tell it. `null` is what none of them tells. */
export type Peer = {
  address: string
  /** The family of the peer's address, which need not be that of the routes. */
  transport: 4 | 6
  /** The routing instance by the maker's number; null for the main one. */
  instance: string | null
  remoteAs: number | null
  established: boolean | null
  enabled: boolean | null
  families: Set<string>
  /** Routes accepted, by family. */
  accepted: Map<string, number>
  tables: Set<TableName>
}

/** What one row says of a peer. */
type Seen = {
  table: TableName
  peer: Pick<Peer, 'address' | 'transport'>
  family?: string
  accepted?: number
} & Partial<Pick<Peer, 'instance' | 'remoteAs' | 'established' | 'enabled'>>
type See = (seen: Seen) => void

/** AS_TRANS of RFC 6793: what a 16-bit object shows of any larger number. */
export const asTrans = 23456
const maxRows = 1_000
const maxFamilyRows = 4_000

/** Gathers the sessions of every table that the device has; a session in two tables is one. */
export async function findPeers(reader: TableReader): Promise<Peer[]> {
  const peers = new Map<string, Peer>()
  const see: See = ({ table, peer, family, accepted, ...told }) => {
    const key = `${told.instance ?? ''} ${peer.address}`
    const known: Peer = peers.get(key) ?? {
      address: peer.address,
      transport: peer.transport,
      instance: told.instance ?? null,
      remoteAs: null,
      established: null,
      enabled: null,
      families: new Set(),
      accepted: new Map(),
      tables: new Set(),
    }
    known.remoteAs ??= told.remoteAs ?? null
    known.established ??= told.established ?? null
    known.enabled ??= told.enabled ?? null
    if (family) known.families.add(family)
    if (family && accepted !== undefined) known.accepted.set(family, accepted)
    known.tables.add(table)
    peers.set(key, known)
  }
  // makers' tables first: they know more of the same sessions than the standard one
  await readCisco(reader, see)
  await readHuawei(reader, see)
  await readArista(reader, see)
  await readJuniper(reader, see)
  await readStandard(reader, see, (address) => {
    return [...peers.values()].find((peer) => peer.address === address)?.instance ?? null
  })
  return [...peers.values()]
}

const isEstablished = (state: string | null | undefined) => (state ? state === 'established' : null)
const isStarted = (status: string | null | undefined) => (status ? status === 'start' : null)

/** BGP4-MIB (RFC 4273): IPv4 peers only, and AS numbers of 16 bits. */
async function readStandard(reader: TableReader, see: See, instanceOf: (address: string) => string | null) {
  const table = 'bgpPeerTable'
  const columns = ['bgpPeerState', 'bgpPeerAdminStatus', 'bgpPeerRemoteAs'] as const
  await eachRow(reader, table, columns, { lead: [1] }, (peer, row) => {
    see({
      table,
      peer,
      instance: instanceOf(peer.address),
      established: isEstablished(row.bgpPeerState),
      enabled: isStarted(row.bgpPeerAdminStatus),
      remoteAs: row.bgpPeerRemoteAs === asTrans ? null : (row.bgpPeerRemoteAs ?? null),
    })
  })
}

/** CISCO-BGP4-MIB: peers of both families, and by family what was agreed and accepted. */
async function readCisco(reader: TableReader, see: See) {
  const columns = ['cbgpPeer2State', 'cbgpPeer2AdminStatus', 'cbgpPeer2RemoteAs'] as const
  await eachRow(reader, 'cbgpPeer2Table', columns, {}, (peer, row) => {
    see({
      table: 'cbgpPeer2Table',
      peer,
      established: isEstablished(row.cbgpPeer2State),
      enabled: isStarted(row.cbgpPeer2AdminStatus),
      remoteAs: row.cbgpPeer2RemoteAs ?? null,
    })
  })
  const families = [
    ['cbgpPeer2AddrFamilyTable', 'cbgpPeer2AddrFamilyName', []],
    ['cbgpPeer2AddrFamilyPrefixTable', 'cbgpPeer2AcceptedPrefixes', []],
    // the older tables have a bare IPv4 address
    ['cbgpPeerAddrFamilyTable', 'cbgpPeerAddrFamilyName', [1]],
    ['cbgpPeerAddrFamilyPrefixTable', 'cbgpPeerAcceptedPrefixes', [1]],
  ] as const
  for (const [table, column, lead] of families) {
    await eachRow(reader, table, [column], { lead, after: 2 }, (peer, row) => {
      const value = row[column]
      see({ table, peer, family: familyOf(peer), ...(typeof value === 'number' && { accepted: value }) })
    })
  }
}

/** HUAWEI-BGP-VPN-MIB: one row for each family of a peer; its index begins with instance, AFI and SAFI. */
async function readHuawei(reader: TableReader, see: See) {
  const table = 'hwBgpPeerTable'
  const columns = ['hwBgpPeerState', 'hwBgpPeerRemoteAs'] as const
  await eachRow(reader, table, columns, { before: 3 }, (peer, row) => {
    const [instance, afi, safi] = peer.before
    see({
      table,
      peer,
      family: familyText(afi, safi),
      instance: instance ? String(instance) : null,
      established: isEstablished(row.hwBgpPeerState),
      remoteAs: row.hwBgpPeerRemoteAs ?? null,
    })
  })
}

/** ARISTA-BGP4V2-MIB; instance 1 is the main one. */
async function readArista(reader: TableReader, see: See) {
  const instanceOf = ([instance]: number[]) => (instance && instance !== 1 ? String(instance) : null)
  const table = 'aristaBgp4V2PeerTable'
  const columns = [
    'aristaBgp4V2PeerState',
    'aristaBgp4V2PeerAdminStatus',
    'aristaBgp4V2PeerRemoteAs',
  ] as const
  await eachRow(reader, table, columns, { before: 1 }, (peer, row) => {
    see({
      table,
      peer,
      instance: instanceOf(peer.before),
      established: isEstablished(row.aristaBgp4V2PeerState),
      enabled: isStarted(row.aristaBgp4V2PeerAdminStatus),
      remoteAs: row.aristaBgp4V2PeerRemoteAs ?? null,
    })
  })
  const gauges = 'aristaBgp4V2PrefixGaugesTable'
  const column = 'aristaBgp4V2PrefixInPrefixesAccepted'
  await eachRow(reader, gauges, [column], { before: 1, after: 2 }, (peer, row) => {
    const accepted = row[column]
    const told = typeof accepted === 'number' ? { accepted } : {}
    see({ table: gauges, peer, instance: instanceOf(peer.before), family: familyOf(peer), ...told })
  })
}

/** BGP4-V2-MIB-JUNIPER: addresses are read from columns, for the index differs between releases. */
async function readJuniper(reader: TableReader, see: See) {
  const table = 'jnxBgpM2PeerTable'
  const columns = [
    'jnxBgpM2PeerState',
    'jnxBgpM2PeerStatus',
    'jnxBgpM2PeerRemoteAddr',
    'jnxBgpM2PeerRemoteAs',
    'jnxBgpM2PeerIndex',
  ] as const
  const byNumber = new Map<number, Pick<Peer, 'address' | 'transport' | 'instance'>>()
  for (const [index, row] of await reader.walk(table, columns, { maxRows })) {
    const address = row.jnxBgpM2PeerRemoteAddr
    if (!address) {
      reader.distrust(table)
      continue
    }
    const [instance = 0] = index.split('.').map(Number)
    const transport = address.includes(':') ? 6 : 4
    const peer = { address, transport, instance: instance ? String(instance) : null } as const
    if (typeof row.jnxBgpM2PeerIndex === 'number') byNumber.set(row.jnxBgpM2PeerIndex, peer)
    see({
      table,
      peer,
      instance: peer.instance,
      established: isEstablished(row.jnxBgpM2PeerState),
      enabled: isStarted(row.jnxBgpM2PeerStatus),
      remoteAs: row.jnxBgpM2PeerRemoteAs ?? null,
    })
  }
  const counters = 'jnxBgpM2PrefixCountersTable'
  const column = 'jnxBgpM2PrefixInPrefixesAccepted'
  for (const [index, row] of await reader.walk(counters, [column], { maxRows: maxFamilyRows })) {
    const [number = -1, afi, safi] = index.split('.').map(Number)
    const peer = byNumber.get(number)
    const accepted = row[column]
    const told = typeof accepted === 'number' ? { accepted } : {}
    if (peer) see({ table: counters, peer, instance: peer.instance, family: familyText(afi, safi), ...told })
  }
}

function familyOf({ rest }: PeerIndex): string {
  return familyText(rest[0], rest[1])
}

/**
 * Hands over the rows of a table whose index holds a peer's address: `before` and `after` it are so many numbers, and
 * `lead` is what the index leaves out of InetAddressType and InetAddress.
 */
async function eachRow<Name extends ObjectName>(
  reader: TableReader,
  table: TableName,
  columns: readonly Name[],
  { lead = [], before = 0, after = 0 }: { lead?: readonly number[]; before?: number; after?: number },
  take: (peer: PeerIndex & { before: number[] }, row: SnmpRow<Name>) => void,
): Promise<void> {
  const limits = { maxRows: after > 0 ? maxFamilyRows : maxRows }
  for (const [index, row] of await reader.walk(table, columns, limits)) {
    const numbers = index.split('.').map(Number)
    const parsed = parsePeerIndex([...lead, ...numbers.slice(before)], after)
    if (parsed === null) reader.distrust(table)
    else take({ ...parsed, before: numbers.slice(0, before) }, row)
  }
}
