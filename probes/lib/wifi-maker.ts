import type { ObjectName } from './mib.ts'
import type { TableName } from './snmp-tables.ts'

/**
 * How one maker's agents tell of access points and clients: which tables and scalars, and what in them means "up". All
 * are optional, and whichever the agent has are read. What a table's index holds is read off the index itself: a MAC
 * address in 6 octets, a text after its length, or a number.
 */
export type WifiMaker = {
  /** The MIB by which people know it. */
  mib: string
  /** Enterprise numbers in sysObjectID of devices that have it. */
  enterprises: readonly number[]
  /** Scalars with totals: APs in all, and those that are up and down. */
  scalars?: { aps?: ObjectName; apsUp?: ObjectName; apsDown?: ObjectName; clients?: ObjectName }
  /** One row for each AP. `up` lists the values of `state` that mean it serves; texts are compared without case. */
  aps?: {
    table: TableName
    name?: ObjectName
    state?: ObjectName
    up?: readonly string[]
    clients?: ObjectName
    /** A number before the AP's own index, such as a virtual domain. */
    skip?: number
  }
  /** Rows of a table of its own by AP, or by AP and radio. `radio`: how many numbers stand after the AP's index. */
  radios?: { table: TableName; clients: ObjectName; radio: number }
  /** One row for each network name, or several; the name is in `name`, or in the index where that is left out. */
  ssids?: {
    table: TableName
    name?: ObjectName
    clients: readonly ObjectName[]
    /** Whether the network name is on the air, for an agent that is the AP. */
    serves?: ObjectName
  }
  /** One row for each client with the network name it uses, where none are counted. */
  stations?: { table: TableName; ssid: ObjectName }
  /** A column whose sum is the number of APs that are up (one row for each node of a cluster). */
  apsUpByNode?: { table: TableName; aps: ObjectName }
  /** The agent is the AP itself. Its clients are those of its network names, radios or scalar. */
  isAp?: true
  /** True on an agent that leads other APs, and then is none itself. */
  leads?: ObjectName
}

export const wifiMakers: readonly WifiMaker[] = [
  {
    mib: 'AIRESPACE-WIRELESS-MIB',
    enterprises: [9, 14179],
    scalars: { apsUp: 'clsSysApConnectCount' },
    aps: { table: 'bsnAPTable', name: 'bsnAPName', state: 'bsnAPOperationStatus', up: ['associated'] },
    radios: { table: 'bsnAPIfTable', clients: 'bsnApIfNoOfUsers', radio: 1 },
    ssids: {
      table: 'bsnDot11EssTable',
      name: 'bsnDot11EssSsid',
      clients: ['bsnDot11EssNumberOfMobileStations'],
    },
  },
  {
    mib: 'CISCO-LWAPP-AP-MIB',
    enterprises: [9, 14179],
    aps: { table: 'cLApTable', name: 'cLApName', clients: 'cLApAssociatedClientCount' },
  },
  {
    mib: 'CISCO-DOT11-ASSOCIATION-MIB',
    enterprises: [9],
    radios: { table: 'cDot11ActiveDevicesTable', clients: 'cDot11ActiveWirelessClients', radio: 1 },
    isAp: true,
  },
  {
    mib: 'WLSX-WLAN-MIB',
    enterprises: [14823, 47196],
    scalars: { apsUp: 'wlsxSwitchTotalNumAccessPoints', clients: 'wlsxSwitchTotalNumStationsAssociated' },
    aps: { table: 'wlsxWlanAPTable', name: 'wlanAPName', state: 'wlanAPStatus', up: ['up'] },
    radios: { table: 'wlsxWlanRadioTable', clients: 'wlanAPRadioNumAssociatedClients', radio: 1 },
    ssids: { table: 'wlsxWlanESSIDTable', clients: ['wlanESSIDNumStations'] },
  },
  {
    mib: 'AI-AP-MIB',
    enterprises: [14823, 47196],
    aps: { table: 'aiAccessPointTable', name: 'aiAPName', state: 'aiAPStatus', up: ['up'] },
    radios: { table: 'aiRadioTable', clients: 'aiRadioClientNum', radio: 1 },
    ssids: { table: 'aiWlanSSIDTable', name: 'aiSSID', clients: ['aiSSIDClientNum'] },
  },
  {
    mib: 'RUCKUS-ZD-WLAN-MIB',
    enterprises: [25053],
    scalars: {
      aps: 'ruckusZDSystemStatsNumRegisteredAP',
      apsUp: 'ruckusZDSystemStatsNumAP',
      clients: 'ruckusZDSystemStatsNumSta',
    },
    aps: {
      table: 'ruckusZDWLANAPTable',
      name: 'ruckusZDWLANAPDescription',
      state: 'ruckusZDWLANAPStatus',
      up: ['connected'],
      clients: 'ruckusZDWLANAPNumSta',
    },
    ssids: { table: 'ruckusZDWLANTable', name: 'ruckusZDWLANSSID', clients: ['ruckusZDWLANNumSta'] },
  },
  {
    mib: 'RUCKUS-UNLEASHED-WLAN-MIB',
    enterprises: [25053],
    scalars: { apsUp: 'ruckusUnleashedSystemStatsNumAP', clients: 'ruckusUnleashedSystemStatsNumSta' },
    aps: {
      table: 'ruckusUnleashedWLANAPTable',
      name: 'ruckusUnleashedWLANAPDescription',
      state: 'ruckusUnleashedWLANAPStatus',
      up: ['connected'],
      clients: 'ruckusUnleashedWLANAPNumSta',
    },
    ssids: {
      table: 'ruckusUnleashedWLANTable',
      name: 'ruckusUnleashedWLANSSID',
      clients: ['ruckusUnleashedWLANNumSta'],
    },
  },
  {
    mib: 'RUCKUS-RADIO-MIB',
    enterprises: [25053],
    radios: { table: 'ruckusRadioStatsTable', clients: 'ruckusRadioStatsNumSta', radio: 1 },
    isAp: true,
  },
  {
    mib: 'RUCKUS-SZ-WLAN-MIB',
    enterprises: [25053],
    scalars: { aps: 'ruckusSZSystemStatsNumAP', clients: 'ruckusSZSystemStatsNumSta' },
    aps: {
      table: 'ruckusSZAPTable',
      name: 'ruckusSZAPName',
      state: 'ruckusSZAPConnStatus',
      up: ['connect', 'connected'],
      clients: 'ruckusSZAPNumSta',
    },
    ssids: { table: 'ruckusSZWLANTable', name: 'ruckusSZWLANSSID', clients: ['ruckusSZWLANNumSta'] },
    apsUpByNode: { table: 'ruckusCtrlSystemNodeTable', aps: 'ruckusCtrlSystemNodeNumApConnected' },
  },
  {
    mib: 'HUAWEI-WLAN-AP-MIB',
    enterprises: [2011],
    scalars: { apsUp: 'hwWlanCurJointApNum', clients: 'hwWlanCurAssocStaNum' },
    aps: {
      table: 'hwWlanApTable',
      name: 'hwWlanApName',
      state: 'hwWlanApRunState',
      up: ['normal'],
      clients: 'hwWlanApOnlineUserNum',
    },
    ssids: { table: 'hwWlanSsidStatisticTable', clients: ['hwWlanSsid2gStaCnt', 'hwWlanSsid5gStaCnt'] },
  },
  {
    mib: 'FORTINET-FORTIGATE-MIB',
    enterprises: [12356],
    scalars: { aps: 'fgWcInfoWtpManaged', apsUp: 'fgWcInfoWtpSessions', clients: 'fgWcInfoStationCount' },
    aps: {
      table: 'fgWcWtpSessionTable',
      state: 'fgWcWtpSessionConnectionState',
      up: ['onLine'],
      clients: 'fgWcWtpSessionWtpStationCount',
      skip: 1,
    },
  },
  {
    mib: 'FORTINET-FORTIAP-MIB',
    enterprises: [12356],
    ssids: { table: 'fapVapTable', name: 'fapVapSSID', clients: ['fapVapStaInfoCount'] },
    isAp: true,
  },
  {
    mib: 'HH3C-DOT11-APMT-MIB',
    enterprises: [25506, 11],
    scalars: { apsUp: 'hh3cDot11APConnectCount', clients: 'hh3cDot11StationCurAssocSum' },
    aps: { table: 'hh3cDot11APStatusTable', state: 'hh3cDot11APOperationStatus', up: ['run'] },
    radios: { table: 'hh3cDot11CurrAPObjTable', clients: 'hh3cDot11CurrAPStationAssocCount', radio: 0 },
  },
  {
    mib: 'RUIJIE-AC-MGMT-MIB',
    enterprises: [4881],
    scalars: {
      aps: 'ruijieAcTotalApNum',
      apsUp: 'ruijieAcApNum',
      apsDown: 'ruijieAcOfflineApNum',
      clients: 'ruijieAcStaNum',
    },
    aps: {
      table: 'ruijieApCfgTable',
      name: 'ruijieApApName',
      state: 'ruijieApState',
      up: ['online'],
      clients: 'ruijieApStaNum',
    },
  },
  {
    mib: 'ZYXEL-ES-CAPWAP',
    enterprises: [890],
    scalars: { apsUp: 'capwapOnlineAP', apsDown: 'capwapOfflineAP', clients: 'capwapTotalStation' },
  },
  {
    mib: 'MERU-GLOBAL-STATISTICS-MIB',
    enterprises: [15983],
    scalars: { apsUp: 'mwSystemGeneralTotalOnlineAps', clients: 'mwSystemGeneralTotalWirelessStations' },
  },
  {
    mib: 'HIPATH-WIRELESS-HWC-MIB',
    enterprises: [4329, 1916],
    scalars: { aps: 'apCount', apsUp: 'apActiveCount', clients: 'mobileUnitCount' },
    aps: {
      table: 'apTable',
      name: 'apName',
      state: 'apState',
      up: ['active'],
      clients: 'apStatsMuCounts',
    },
    ssids: { table: 'wlanTable', name: 'wlanSSID', clients: ['wlanStatsAssociatedClients'] },
  },
  {
    mib: 'UBNT-UniFi-MIB',
    enterprises: [41112, 10002, 8072],
    ssids: {
      table: 'unifiVapTable',
      name: 'unifiVapEssId',
      clients: ['unifiVapNumStations'],
      serves: 'unifiVapUp',
    },
    isAp: true,
  },
  {
    mib: 'UBNT-AirMAX-MIB',
    enterprises: [41112, 10002],
    ssids: { table: 'ubntWlStatTable', name: 'ubntWlStatSsid', clients: ['ubntWlStatStaCount'] },
    isAp: true,
  },
  {
    mib: 'MIKROTIK-MIB',
    enterprises: [14988],
    ssids: { table: 'mtxrWlApTable', name: 'mtxrWlApSsid', clients: ['mtxrWlApClientCount'] },
    isAp: true,
  },
  {
    // CAPsMAN: the interfaces of the access points it manages have no names in the table
    mib: 'MIKROTIK-MIB (CAPsMAN)',
    enterprises: [14988],
    aps: {
      table: 'mtxrWlCMRemoteTable',
      name: 'mtxrWlCMRemoteName',
      state: 'mtxrWlCMRemoteState',
      up: ['run'],
    },
    radios: { table: 'mtxrWlCMTable', clients: 'mtxrWlCMRegClientCount', radio: 0 },
  },
  {
    mib: 'MIKROTIK-MIB (wifi)',
    enterprises: [14988],
    stations: { table: 'mtxrWifiRegistrationTable', ssid: 'mtxrWifiRegistrationSsid' },
    isAp: true,
    leads: 'mtxrWifiCapsmanEnabled',
  },
  {
    mib: 'CAMBIUM-PMP80211-MIB',
    enterprises: [17713],
    scalars: { clients: 'cambiumAPNumberOfConnectedSTA' },
    isAp: true,
  },
  {
    mib: 'CAMBIUM-MIB',
    enterprises: [17713],
    scalars: { clients: 'cambiumAPTotalClients' },
    radios: { table: 'cambiumRadioTable', clients: 'cambiumRadioNumClients', radio: 1 },
    isAp: true,
  },
  {
    mib: 'WHISP-APS-MIB',
    enterprises: [161, 17713],
    scalars: { clients: 'regCount' },
    isAp: true,
  },
  {
    mib: 'XIRRUS-MIB',
    enterprises: [21013],
    scalars: { clients: 'globalNumStations' },
    isAp: true,
  },
  {
    mib: 'DLB-802DOT11-EXT-MIB',
    enterprises: [32761],
    radios: { table: 'dlbDot11IfConfTable', clients: 'dlbDot11IfAssocNodeCount', radio: 1 },
    isAp: true,
  },
  {
    mib: 'TP-Link EAP',
    enterprises: [11863],
    scalars: { clients: 'eapClientCount' },
    isAp: true,
  },
  {
    mib: 'CAPWAP-BASE-MIB',
    enterprises: [],
    aps: { table: 'capwapBaseWtpStateTable', state: 'capwapBaseWtpState', up: ['run'] },
  },
]

/** The tables that a maker's agents may have. */
export function tablesOf({ aps, radios, ssids, stations, apsUpByNode }: WifiMaker): TableName[] {
  const parts = [aps, radios, ssids, stations, apsUpByNode].filter((part) => part !== undefined)
  return parts.map(({ table }) => table)
}

/** The scalars that a maker's agents may have. */
export function scalarsOf({ scalars = {}, leads }: WifiMaker): ObjectName[] {
  return [...Object.values(scalars), ...(leads ? [leads] : [])]
}
