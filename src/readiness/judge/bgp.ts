import type { FactsOf } from '../../../probes/probe.ts'
import type { snmpBgp } from '../../../probes/snmp-bgp.ts'
import type { Finding } from '../criterion.ts'
import { counted, joined, listed } from '../wording.ts'
import { fail, partial, pass, unknown } from './finding.ts'

type Facts = FactsOf<typeof snmpBgp>
type Peer = Facts['peers'][number]

/** Tables that tell of sessions over IPv6 and of the family of routes; BGP4-MIB knows IPv4 peers only. */
const tablesOfIpv6 = ['cbgpPeer2Table', 'hwBgpPeerTable', 'jnxBgpM2PeerTable', 'aristaBgp4V2PeerTable']

const carriesIpv6 = ({ families }: Peer) => families?.some((family) => family.startsWith('ipv6')) ?? false

/** Added where one of the AS told may be the own one. */
export const perhapsOwnText = {
  vi: ' (có thể gồm hệ tự trị của chính đơn vị, vì thiết bị không cho biết)',
  en: ' (one of which may be its own, which the device does not tell)',
}

/** Sessions with other networks, by what they carry: the family of the routes counts, not that of the packets. */
function sessionsOf({ peers, localAs }: Facts) {
  const external = peers.filter(({ remoteAs }) => remoteAs === null || remoteAs !== localAs)
  const ipv6 = external.filter(carriesIpv6)
  return {
    established: ipv6.filter(({ established }) => established === true),
    waiting: ipv6.filter(({ established }) => established !== true),
    untold: external.filter(({ families, established }) => families === null && established !== false),
  }
}

/** The AS at the other end of these sessions, each once. */
function systemsOf(peers: Peer[]): number[] {
  return [...new Set(peers.flatMap(({ remoteAs }) => remoteAs ?? []))].sort((one, other) => one - other)
}

/**
 * EXT-05: established sessions that carry IPv6 routes, with two other AS or more. Where the device does not tell its own
 * AS, one of those that it names may be its own, so that two others are certain only from three.
 */
export function judgeMultihoming(facts: Facts): Finding {
  const { established, untold } = sessionsOf(facts)
  const known = systemsOf(established)
  const names = listed(known.map((as) => `AS${as}`))
  const perhapsOwn = facts.localAs === null && known.length > 0
  if (known.length >= (perhapsOwn ? 3 : 2))
    return pass(
      joined(
        {
          vi: `Có phiên BGP IPv6 đã thiết lập với ${known.length} hệ tự trị: ${names.vi}`,
          en: `Established IPv6 BGP sessions with ${known.length} AS: ${names.en}`,
        },
        perhapsOwn ? perhapsOwnText : '',
      ),
    )
  if (perhapsOwn && !facts.truncated) return ownUntold(known)
  const unnamed = established.filter(({ remoteAs }) => remoteAs === null).length
  const unproven = incomplete(facts, untold.length + unnamed)
  if (unproven) return unproven
  if (known.length === 1)
    return partial({
      vi: `Chỉ có phiên BGP IPv6 đã thiết lập với một hệ tự trị: ${names.vi}`,
      en: `Established IPv6 BGP sessions with one AS only: ${names.en}`,
    })
  return fail(noneText(facts))
}

/**
 * Whether an established session carries IPv6 routes of this AS; partial where the device does not tell its own AS, which
 * this one may be.
 */
export function judgeSessionWith(facts: Facts, as: number): Finding {
  const isMet = systemsOf(sessionsOf(facts).established).includes(as)
  const because = {
    vi: `${isMet ? 'Có' : 'Không có'} phiên BGP IPv6 đã thiết lập với AS${as}`,
    en: `${isMet ? 'An' : 'No'} IPv6 BGP session is established with AS${as}`,
  }
  if (!isMet) return fail(because)
  return facts.localAs === null ? partial(because) : pass(because)
}

/** ADR-03, as far as the device tells it: a session is no proof that the block is announced. */
export function judgeAnnouncement(facts: Facts): Finding {
  const { established, waiting, untold } = sessionsOf(facts)
  const told = established.length > 0 ? established : waiting
  const known = systemsOf(told)
  if (told.length > 0 && facts.localAs === null && known.length < 2) return ownUntold(known)
  if (established.length > 0) {
    const peers = listed(established.map(nameOf))
    return partial({
      vi: `Có ${established.length} phiên BGP IPv6 đã thiết lập (${peers.vi}); chưa có bản ghi looking glass chứng minh vùng địa chỉ được quảng bá`,
      en: `${counted(established.length, 'established IPv6 BGP session', 'established IPv6 BGP sessions')} (${peers.en}); no looking-glass record proves yet that the block is announced`,
    })
  }
  if (waiting.length > 0) {
    const peers = listed(waiting.map(nameOf))
    return partial({
      vi: `Đã cấu hình ${waiting.length} phiên BGP IPv6 nhưng chưa thiết lập được: ${peers.vi}`,
      en: `${counted(waiting.length, 'IPv6 BGP session is', 'IPv6 BGP sessions are')} configured and not established: ${peers.en}`,
    })
  }
  return incomplete(facts, untold.length) ?? fail(noneText(facts))
}

/** ADR-03 beside a record that this AS announces the block: an established session proves the rest. */
export function judgeAnnounced(facts: Facts, as: number): Finding {
  const alone = judgeAnnouncement(facts)
  const { established } = sessionsOf(facts)
  if (alone.verdict !== 'partial' || established.length === 0) return alone
  const peers = listed(established.map(nameOf))
  const because = {
    vi: `Có ${established.length} phiên BGP IPv6 đã thiết lập (${peers.vi})`,
    en: `${counted(established.length, 'established IPv6 BGP session', 'established IPv6 BGP sessions')} (${peers.en})`,
  }
  if (facts.localAs === null || facts.localAs === as) return pass(because)
  return partial(
    joined(because, {
      vi: `; thiết bị thuộc AS${facts.localAs}, còn bản ghi looking glass về AS${as}`,
      en: `; the device is of AS${facts.localAs}, and the looking-glass record of AS${as}`,
    }),
  )
}

/** A session with one of these may be one inside the own AS, which proves nothing of others. */
function ownUntold(known: number[]): Finding {
  const names = listed(known.map((as) => `AS${as}`))
  return unknown('oid_not_supported', {
    vi: `Thiết bị không cho biết số hiệu mạng của chính nó (bgpLocalAs), nên chưa biết phiên BGP IPv6 nào là với hệ tự trị khác${known.length > 0 ? `: ${names.vi}` : ''}`,
    en: `The device does not tell its own AS (bgpLocalAs), so it is not known which IPv6 BGP sessions are with another AS${known.length > 0 ? `: ${names.en}` : ''}`,
  })
}

function nameOf({ address, remoteAs }: Peer): string {
  return remoteAs === null ? address : `${address} AS${remoteAs}`
}

function noneText({ peers }: Facts) {
  return {
    vi: `Không có phiên BGP IPv6 nào đã thiết lập với hệ tự trị khác (${peers.length} phiên BGP)`,
    en: `No IPv6 BGP session is established with another AS (${counted(peers.length, 'BGP session', 'BGP sessions')})`,
  }
}

/** Why more sessions may carry IPv6 than the device tells; null when it tells of all. */
function incomplete(facts: Facts, untold: number): Finding | null {
  if (facts.truncated)
    return unknown('coverage_low', {
      vi: `Bảng phiên BGP không đọc được hết, mới có ${facts.peers.length} phiên`,
      en: `The BGP sessions could not be read completely, only ${facts.peers.length} of them`,
    })
  if (untold > 0)
    return unknown('oid_not_supported', {
      vi: `Thiết bị không cho biết họ địa chỉ hoặc số hiệu mạng của ${untold} phiên BGP`,
      en: `The device does not tell the address family or the AS of ${counted(untold, 'BGP session', 'BGP sessions')}`,
    })
  const states = tablesOfIpv6.map((table) => facts.tables[table])
  if (states.some((state) => state === 'ok' || state === 'empty')) return null
  return unknown('oid_not_supported', {
    vi: `Thiết bị không cung cấp bảng phiên BGP IPv6 (${tablesOfIpv6.join(', ')})`,
    en: `The device serves no table of IPv6 BGP sessions (${tablesOfIpv6.join(', ')})`,
  })
}
