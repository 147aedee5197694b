import type { MibModule } from './mib-syntax.ts'

/** States of a session (RFC 4271 section 8.2.2), numbered alike in every MIB. */
const sessionState = {
  1: 'idle',
  2: 'connect',
  3: 'active',
  4: 'opensent',
  5: 'openconfirm',
  6: 'established',
} as const
/** BGP4-MIB's words; the drafts after it say halted and running. */
const stopStart = { 1: 'stop', 2: 'start' } as const

/** Sessions of routing protocols. Every maker has a table of its own, since the standard one knows IPv4 only. */
export const bgpMib = {
  // BGP4-MIB, RFC 4273; index: the peer's IPv4 address
  bgpLocalAs: { oid: '1.3.6.1.2.1.15.2', syntax: 'unsigned' },
  bgpPeerState: { oid: '1.3.6.1.2.1.15.3.1.2', syntax: sessionState },
  bgpPeerAdminStatus: { oid: '1.3.6.1.2.1.15.3.1.3', syntax: stopStart },
  bgpPeerRemoteAs: { oid: '1.3.6.1.2.1.15.3.1.9', syntax: 'unsigned' }, // 16 bits: 23456 stands for any larger
  // CISCO-BGP4-MIB; index: IPv4 address, AFI, SAFI; and InetAddressType, InetAddress (with AFI and SAFI)
  cbgpPeerAddrFamilyName: { oid: '1.3.6.1.4.1.9.9.187.1.2.3.1.3', syntax: 'text' },
  cbgpPeerAcceptedPrefixes: { oid: '1.3.6.1.4.1.9.9.187.1.2.4.1.1', syntax: 'unsigned' },
  cbgpPeer2State: { oid: '1.3.6.1.4.1.9.9.187.1.2.5.1.3', syntax: sessionState },
  cbgpPeer2AdminStatus: { oid: '1.3.6.1.4.1.9.9.187.1.2.5.1.4', syntax: stopStart },
  cbgpPeer2RemoteAs: { oid: '1.3.6.1.4.1.9.9.187.1.2.5.1.11', syntax: 'unsigned' },
  cbgpPeer2AddrFamilyName: { oid: '1.3.6.1.4.1.9.9.187.1.2.7.1.3', syntax: 'text' },
  cbgpPeer2AcceptedPrefixes: { oid: '1.3.6.1.4.1.9.9.187.1.2.8.1.1', syntax: 'unsigned' },
  // HUAWEI-BGP-VPN-MIB; index: instance, AFI, SAFI, InetAddressType, InetAddress
  hwBgpPeerRemoteAs: { oid: '1.3.6.1.4.1.2011.5.25.177.1.1.2.1.2', syntax: 'unsigned' },
  hwBgpPeerState: { oid: '1.3.6.1.4.1.2011.5.25.177.1.1.2.1.5', syntax: sessionState },
  // BGP4-V2-MIB-JUNIPER; index: instance, local and remote address, in forms that differ between releases
  jnxBgpM2PeerState: { oid: '1.3.6.1.4.1.2636.5.1.1.2.1.1.1.2', syntax: sessionState },
  jnxBgpM2PeerStatus: { oid: '1.3.6.1.4.1.2636.5.1.1.2.1.1.1.3', syntax: stopStart },
  jnxBgpM2PeerRemoteAddrType: { oid: '1.3.6.1.4.1.2636.5.1.1.2.1.1.1.10', syntax: 'integer' },
  jnxBgpM2PeerRemoteAddr: { oid: '1.3.6.1.4.1.2636.5.1.1.2.1.1.1.11', syntax: 'address' },
  jnxBgpM2PeerRemoteAs: { oid: '1.3.6.1.4.1.2636.5.1.1.2.1.1.1.13', syntax: 'unsigned' },
  jnxBgpM2PeerIndex: { oid: '1.3.6.1.4.1.2636.5.1.1.2.1.1.1.14', syntax: 'unsigned' },
  // index: jnxBgpM2PeerIndex, AFI, SAFI
  jnxBgpM2PrefixInPrefixesAccepted: { oid: '1.3.6.1.4.1.2636.5.1.1.2.6.2.1.8', syntax: 'unsigned' },
  // ARISTA-BGP4V2-MIB; index: instance, InetAddressType, InetAddress (with AFI and SAFI)
  aristaBgp4V2PeerRemoteAs: { oid: '1.3.6.1.4.1.30065.4.1.1.2.1.10', syntax: 'unsigned' },
  aristaBgp4V2PeerAdminStatus: { oid: '1.3.6.1.4.1.30065.4.1.1.2.1.12', syntax: stopStart },
  aristaBgp4V2PeerState: { oid: '1.3.6.1.4.1.30065.4.1.1.2.1.13', syntax: sessionState },
  aristaBgp4V2PrefixInPrefixesAccepted: { oid: '1.3.6.1.4.1.30065.4.1.1.8.1.4', syntax: 'unsigned' },

  // OSPFV3-MIB, RFC 5643; index: ifIndex, instance, router id
  ospfv3NbrState: {
    oid: '1.3.6.1.2.1.191.1.9.1.8',
    syntax: {
      1: 'down',
      2: 'attempt',
      3: 'init',
      4: 'twoWay',
      5: 'exchangeStart',
      6: 'exchange',
      7: 'loading',
      8: 'full',
    },
  },
} as const satisfies MibModule
