import { mib, type ObjectName } from './mib.ts'

/** The tables that probes ask for, each by an object of its rows. */
const tables = {
  ipAddressTable: 'ipAddressIfIndex',
  ipAddrTable: 'ipAdEntIfIndex',
  ipv6AddrTable: 'ipv6AddrPfxLength',
  cIpAddressTable: 'cIpAddressIfIndex',
  tunnelIfTable: 'tunnelIfEncapsMethod',
  ipNetToPhysicalTable: 'ipNetToPhysicalPhysAddress',
  ipNetToMediaTable: 'ipNetToMediaPhysAddress',
  ipv6NetToMediaTable: 'ipv6NetToMediaPhysAddress',
  inetCidrRouteTable: 'inetCidrRouteType',
  ipv6RouteTable: 'ipv6RouteType',
  ipCidrRouteTable: 'ipCidrRouteType',
  ipRouteTable: 'ipRouteType',
  ipSystemStatsTable: 'ipSystemStatsInReceives',
  ipIfStatsTable: 'ipIfStatsInReceives',
  ipv6RouterAdvertTable: 'ipv6RouterAdvertSendAdverts',
  ipAddressPrefixTable: 'ipAddressPrefixOrigin',
  ipv6InterfaceTable: 'ipv6InterfaceEnableStatus',
  ipv6IfTable: 'ipv6IfAdminStatus',
  ipDefaultRouterTable: 'ipDefaultRouterLifetime',
  entPhysicalTable: 'entPhysicalSerialNum',
  lldpRemTable: 'lldpRemChassisId',
  lldpRemManAddrTable: 'lldpRemManAddrIfId',
  lldpLocPortTable: 'lldpLocPortId',
  bgpPeerTable: 'bgpPeerState',
  cbgpPeer2Table: 'cbgpPeer2State',
  cbgpPeer2AddrFamilyTable: 'cbgpPeer2AddrFamilyName',
  cbgpPeer2AddrFamilyPrefixTable: 'cbgpPeer2AcceptedPrefixes',
  cbgpPeerAddrFamilyTable: 'cbgpPeerAddrFamilyName',
  cbgpPeerAddrFamilyPrefixTable: 'cbgpPeerAcceptedPrefixes',
  hwBgpPeerTable: 'hwBgpPeerState',
  jnxBgpM2PeerTable: 'jnxBgpM2PeerState',
  jnxBgpM2PrefixCountersTable: 'jnxBgpM2PrefixInPrefixesAccepted',
  aristaBgp4V2PeerTable: 'aristaBgp4V2PeerState',
  aristaBgp4V2PrefixGaugesTable: 'aristaBgp4V2PrefixInPrefixesAccepted',
  ospfv3NbrTable: 'ospfv3NbrState',
  bsnDot11EssTable: 'bsnDot11EssSsid',
  bsnAPTable: 'bsnAPName',
  bsnAPIfTable: 'bsnApIfNoOfUsers',
  cLApTable: 'cLApName',
  cDot11ActiveDevicesTable: 'cDot11ActiveWirelessClients',
  wlsxWlanAPTable: 'wlanAPName',
  wlsxWlanRadioTable: 'wlanAPRadioNumAssociatedClients',
  wlsxWlanESSIDTable: 'wlanESSIDNumStations',
  aiWlanSSIDTable: 'aiSSID',
  aiAccessPointTable: 'aiAPName',
  aiRadioTable: 'aiRadioClientNum',
  ruckusZDWLANTable: 'ruckusZDWLANSSID',
  ruckusZDWLANAPTable: 'ruckusZDWLANAPStatus',
  ruckusZDWLANAPRadioStatsTable: 'ruckusZDWLANAPRadioStatsChannel',
  ruckusUnleashedWLANTable: 'ruckusUnleashedWLANSSID',
  ruckusUnleashedWLANAPTable: 'ruckusUnleashedWLANAPStatus',
  ruckusRadioStatsTable: 'ruckusRadioStatsNumSta',
  ruckusSZWLANTable: 'ruckusSZWLANSSID',
  ruckusSZAPTable: 'ruckusSZAPConnStatus',
  ruckusCtrlSystemNodeTable: 'ruckusCtrlSystemNodeNumApConnected',
  hwWlanApTable: 'hwWlanApName',
  hwWlanRadioInfoTable: 'hwWlanRadioWorkingChannel',
  hwWlanSsidStatisticTable: 'hwWlanSsid2gStaCnt',
  fgWcWtpSessionTable: 'fgWcWtpSessionConnectionState',
  fgWcWtpSessionRadioTable: 'fgWcWtpSessionRadioOperatingChannel',
  fapVapTable: 'fapVapSSID',
  hh3cDot11APObjectStatusTable: 'hh3cDot11APOperationStatus',
  hh3cDot11APObjectTable: 'hh3cDot11CurrAPStationAssocCount',
  ruijieApCfgTable: 'ruijieApState',
  apTable: 'apState',
  wlanTable: 'wlanSSID',
  unifiVapTable: 'unifiVapEssId',
  unifiRadioTable: 'unifiRadioCuTotal',
  ubntWlStatTable: 'ubntWlStatSsid',
  mtxrWlApTable: 'mtxrWlApSsid',
  mtxrWlCMTable: 'mtxrWlCMRegClientCount',
  mtxrWlCMRemoteTable: 'mtxrWlCMRemoteName',
  mtxrWifiRegistrationTable: 'mtxrWifiRegistrationSsid',
  dlbDot11IfConfTable: 'dlbDot11IfAssocNodeCount',
  cambiumRadioTable: 'cambiumRadioNumClients',
  ahRadioAttributeTable: 'ahRadioChannel',
  capwapBaseWtpStateTable: 'capwapBaseWtpState',
} as const satisfies Record<string, ObjectName>

export type TableName = keyof typeof tables

export function isTableName(name: string): name is TableName {
  return Object.hasOwn(tables, name)
}

/** An object of a table, to ask whether the agent implements it. */
export function columnOf(table: TableName): ObjectName {
  return tables[table]
}

/** The OID of a table's rows: whatever columns an agent has, they are below it. */
export function entryOf(table: TableName): string {
  const { oid } = mib[tables[table]]
  return oid.slice(0, oid.lastIndexOf('.'))
}
