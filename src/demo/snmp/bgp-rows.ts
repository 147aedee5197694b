import type { DemoDevice } from '../world/device.ts'
import { octetsOf } from '../world/octets.ts'
import { type BgpSession, bgpSessionsOf, bgpState, localAs } from '../world/sessions.ts'
import { momentOf, type World } from '../world.ts'
import { inetIndex } from './inet.ts'
import { arcs, gauge, number, type Row, row, tableRow, text } from './rows.ts'

const bgpPeerEntry = '1.3.6.1.2.1.15.3.1'
const cbgpPeer2Entry = '1.3.6.1.4.1.9.9.187.1.2.5.1'
const cbgpPeer2AddrFamilyEntry = '1.3.6.1.4.1.9.9.187.1.2.7.1'
const cbgpPeer2AddrFamilyPrefixEntry = '1.3.6.1.4.1.9.9.187.1.2.8.1'
const established = 6
const start = 2
const unicast = 1

/** BGP4-MIB (RFC 4273), which knows IPv4 peers alone, and CISCO-BGP4-MIB, which knows all and their routes. */
export function bgpRows(world: World, device: DemoDevice): Row[] {
  const sessions = bgpSessionsOf(device)
  if (sessions.length === 0) return []
  return [
    row(arcs('1.3.6.1.2.1.15.2.0'), number(localAs)),
    ...sessions.flatMap((session) => [...standardRow(world, session), ...makersRows(world, session)]),
  ]
}

function stateOf(world: World, session: BgpSession): (at: number) => Buffer {
  return (at) => number(bgpState(world, session, momentOf(world, at)))
}

function standardRow(world: World, session: BgpSession): Row[] {
  const peer = octetsOf(session.peer)
  if (peer.length !== 4) return []
  return tableRow(bgpPeerEntry, peer, {
    2: stateOf(world, session),
    3: number(start),
    9: number(session.remoteAs),
  })
}

function makersRows(world: World, session: BgpSession): Row[] {
  const peer = octetsOf(session.peer)
  const family = peer.length === 4 ? 1 : 2
  const index = inetIndex(peer)
  const accepted = (at: number) =>
    gauge(bgpState(world, session, momentOf(world, at)) === established ? session.routes : 0)
  return [
    ...tableRow(cbgpPeer2Entry, index, {
      3: stateOf(world, session),
      4: number(start),
      11: gauge(session.remoteAs),
    }),
    ...tableRow(cbgpPeer2AddrFamilyEntry, [...index, family, unicast], {
      3: text(`IPv${peer.length === 4 ? 4 : 6} Unicast`),
    }),
    ...tableRow(cbgpPeer2AddrFamilyPrefixEntry, [...index, family, unicast], { 1: accepted }),
  ]
}
