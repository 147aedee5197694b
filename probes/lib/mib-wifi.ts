import { type MibModule, truthValue, upDown } from './mib-syntax.ts'

const ruckusApStatus = {
  0: 'disconnected',
  1: 'connected',
  2: 'approvalPending',
  3: 'upgradingFirmware',
  4: 'provisioning',
} as const

/**
 * Access points and their clients, maker by maker: IEEE802dot11-MIB counts no associated clients. Numbers of clients
 * go up and down, so they are read as gauges even where a MIB types them Counter32.
 */
export const wifiMib = {
  // AIRESPACE-WIRELESS-MIB (Cisco WLC), by AP MAC, slot, WLAN number
  bsnDot11EssSsid: { oid: '1.3.6.1.4.1.14179.2.1.1.1.2', syntax: 'text' },
  bsnDot11EssNumberOfMobileStations: { oid: '1.3.6.1.4.1.14179.2.1.1.1.38', syntax: 'unsigned' },
  bsnAPName: { oid: '1.3.6.1.4.1.14179.2.2.1.1.3', syntax: 'text' },
  bsnAPOperationStatus: {
    oid: '1.3.6.1.4.1.14179.2.2.1.1.6',
    syntax: { 1: 'associated', 2: 'disassociating', 3: 'downloading' },
  },
  bsnAPSerialNumber: { oid: '1.3.6.1.4.1.14179.2.2.1.1.17', syntax: 'text' },
  bsnAPIfPhyChannelNumber: { oid: '1.3.6.1.4.1.14179.2.2.2.1.4', syntax: 'unsigned' },
  bsnApIfNoOfUsers: { oid: '1.3.6.1.4.1.14179.2.2.2.1.15', syntax: 'unsigned' },
  bsnAPIfLoadChannelUtilization: { oid: '1.3.6.1.4.1.14179.2.2.13.1.3', syntax: 'unsigned' },
  // CISCO-DOT11-ASSOCIATION-MIB: the agent is the AP; by ifIndex
  cDot11ActiveWirelessClients: { oid: '1.3.6.1.4.1.9.9.273.1.1.2.1.1', syntax: 'unsigned' },
  // CISCO-LWAPP-AP-MIB, CISCO-LWAPP-SYS-MIB
  cLApName: { oid: '1.3.6.1.4.1.9.9.513.1.1.1.1.5', syntax: 'text' },
  cLApAssociatedClientCount: { oid: '1.3.6.1.4.1.9.9.513.1.1.1.1.54', syntax: 'unsigned' },
  clsSysApConnectCount: { oid: '1.3.6.1.4.1.9.9.618.1.8.4', syntax: 'unsigned' },

  // WLSX-SWITCH-MIB, WLSX-WLAN-MIB (Aruba controller), by AP MAC, radio number, SSID in the index
  wlsxSwitchTotalNumAccessPoints: { oid: '1.3.6.1.4.1.14823.2.2.1.1.3.1', syntax: 'unsigned' },
  wlsxSwitchTotalNumStationsAssociated: { oid: '1.3.6.1.4.1.14823.2.2.1.1.3.2', syntax: 'unsigned' },
  wlanAPName: { oid: '1.3.6.1.4.1.14823.2.2.1.5.2.1.4.1.3', syntax: 'text' },
  wlanAPSerialNumber: { oid: '1.3.6.1.4.1.14823.2.2.1.5.2.1.4.1.6', syntax: 'text' },
  wlanAPStatus: { oid: '1.3.6.1.4.1.14823.2.2.1.5.2.1.4.1.19', syntax: upDown },
  wlanAPRadioChannel: { oid: '1.3.6.1.4.1.14823.2.2.1.5.2.1.5.1.3', syntax: 'unsigned' },
  wlanAPRadioUtilization: { oid: '1.3.6.1.4.1.14823.2.2.1.5.2.1.5.1.6', syntax: 'unsigned' },
  wlanAPRadioNumAssociatedClients: { oid: '1.3.6.1.4.1.14823.2.2.1.5.2.1.5.1.7', syntax: 'unsigned' },
  wlanESSIDNumStations: { oid: '1.3.6.1.4.1.14823.2.2.1.5.2.1.8.1.2', syntax: 'unsigned' },
  // AI-AP-MIB (Aruba Instant), by AP MAC, radio number, SSID number
  aiSSID: { oid: '1.3.6.1.4.1.14823.2.3.3.1.1.7.1.2', syntax: 'text' },
  aiSSIDClientNum: { oid: '1.3.6.1.4.1.14823.2.3.3.1.1.7.1.4', syntax: 'unsigned' },
  aiAPName: { oid: '1.3.6.1.4.1.14823.2.3.3.1.2.1.1.2', syntax: 'text' },
  aiAPSerialNum: { oid: '1.3.6.1.4.1.14823.2.3.3.1.2.1.1.4', syntax: 'text' },
  aiAPStatus: { oid: '1.3.6.1.4.1.14823.2.3.3.1.2.1.1.11', syntax: upDown },
  aiRadioChannel: { oid: '1.3.6.1.4.1.14823.2.3.3.1.2.2.1.4', syntax: 'text' },
  aiRadioUtilization64: { oid: '1.3.6.1.4.1.14823.2.3.3.1.2.2.1.8', syntax: 'unsigned' },
  aiRadioClientNum: { oid: '1.3.6.1.4.1.14823.2.3.3.1.2.2.1.21', syntax: 'unsigned' },

  // RUCKUS-ZD-SYSTEM-MIB, RUCKUS-ZD-WLAN-MIB (ZoneDirector), by AP MAC, WLAN number
  ruckusZDSystemStatsNumAP: { oid: '1.3.6.1.4.1.25053.1.2.1.1.1.15.1', syntax: 'unsigned' },
  ruckusZDSystemStatsNumSta: { oid: '1.3.6.1.4.1.25053.1.2.1.1.1.15.2', syntax: 'unsigned' },
  ruckusZDSystemStatsNumRegisteredAP: { oid: '1.3.6.1.4.1.25053.1.2.1.1.1.15.15', syntax: 'unsigned' },
  ruckusZDWLANSSID: { oid: '1.3.6.1.4.1.25053.1.2.2.1.1.1.1.1.1', syntax: 'text' },
  ruckusZDWLANNumSta: { oid: '1.3.6.1.4.1.25053.1.2.2.1.1.1.1.1.12', syntax: 'unsigned' },
  ruckusZDWLANAPDescription: { oid: '1.3.6.1.4.1.25053.1.2.2.1.1.2.1.1.2', syntax: 'text' },
  ruckusZDWLANAPStatus: { oid: '1.3.6.1.4.1.25053.1.2.2.1.1.2.1.1.3', syntax: ruckusApStatus },
  ruckusZDWLANAPSerialNumber: { oid: '1.3.6.1.4.1.25053.1.2.2.1.1.2.1.1.5', syntax: 'text' },
  ruckusZDWLANAPNumSta: { oid: '1.3.6.1.4.1.25053.1.2.2.1.1.2.1.1.15', syntax: 'unsigned' },
  ruckusZDWLANAPRadioStatsChannel: { oid: '1.3.6.1.4.1.25053.1.2.2.1.1.2.2.1.4', syntax: 'unsigned' },
  ruckusZDWLANAPRadioStatsNumSta: { oid: '1.3.6.1.4.1.25053.1.2.2.1.1.2.2.1.8', syntax: 'unsigned' },
  // RUCKUS-UNLEASHED-SYSTEM-MIB, RUCKUS-UNLEASHED-WLAN-MIB: the same, told by the AP that leads the others
  ruckusUnleashedSystemStatsNumAP: { oid: '1.3.6.1.4.1.25053.1.15.1.1.1.15.1', syntax: 'unsigned' },
  ruckusUnleashedSystemStatsNumSta: { oid: '1.3.6.1.4.1.25053.1.15.1.1.1.15.2', syntax: 'unsigned' },
  ruckusUnleashedWLANSSID: { oid: '1.3.6.1.4.1.25053.1.15.2.1.1.1.1.1.1', syntax: 'text' },
  ruckusUnleashedWLANNumSta: { oid: '1.3.6.1.4.1.25053.1.15.2.1.1.1.1.1.12', syntax: 'unsigned' },
  ruckusUnleashedWLANAPDescription: { oid: '1.3.6.1.4.1.25053.1.15.2.1.1.2.1.1.2', syntax: 'text' },
  ruckusUnleashedWLANAPStatus: { oid: '1.3.6.1.4.1.25053.1.15.2.1.1.2.1.1.3', syntax: ruckusApStatus },
  ruckusUnleashedWLANAPNumSta: { oid: '1.3.6.1.4.1.25053.1.15.2.1.1.2.1.1.15', syntax: 'unsigned' },
  // RUCKUS-RADIO-MIB: the agent is the AP; by radio
  ruckusRadioStatsNumSta: { oid: '1.3.6.1.4.1.25053.1.1.12.1.1.1.3.1.2', syntax: 'unsigned' },
  // RUCKUS-SZ-SYSTEM-MIB, RUCKUS-SZ-WLAN-MIB, RUCKUS-CTRL-MIB (SmartZone), by AP MAC, WLAN number, node
  ruckusSZSystemStatsNumAP: { oid: '1.3.6.1.4.1.25053.1.4.1.1.1.15.1', syntax: 'unsigned' },
  ruckusSZSystemStatsNumSta: { oid: '1.3.6.1.4.1.25053.1.4.1.1.1.15.2', syntax: 'unsigned' },
  ruckusSZWLANSSID: { oid: '1.3.6.1.4.1.25053.1.4.2.1.1.1.2.1.1', syntax: 'text' },
  ruckusSZWLANNumSta: { oid: '1.3.6.1.4.1.25053.1.4.2.1.1.1.2.1.12', syntax: 'unsigned' },
  ruckusSZAPName: { oid: '1.3.6.1.4.1.25053.1.4.2.1.1.2.2.1.5', syntax: 'text' },
  ruckusSZAPSerial: { oid: '1.3.6.1.4.1.25053.1.4.2.1.1.2.2.1.9', syntax: 'text' },
  ruckusSZAPNumSta: { oid: '1.3.6.1.4.1.25053.1.4.2.1.1.2.2.1.15', syntax: 'unsigned' },
  ruckusSZAPConnStatus: { oid: '1.3.6.1.4.1.25053.1.4.2.1.1.2.2.1.16', syntax: 'text' },
  ruckusCtrlSystemNodeNumApConnected: { oid: '1.3.6.1.4.1.25053.1.8.1.1.1.1.1.1.19', syntax: 'unsigned' },

  // HUAWEI-WLAN-GLOBAL-MIB, HUAWEI-WLAN-AP-MIB, HUAWEI-WLAN-AP-RADIO-MIB, HUAWEI-WLAN-VAP-MIB, by AP MAC, SSID in the index
  hwWlanCurJointApNum: { oid: '1.3.6.1.4.1.2011.6.139.12.1.2.1', syntax: 'unsigned' },
  hwWlanCurAssocStaNum: { oid: '1.3.6.1.4.1.2011.6.139.12.1.2.2', syntax: 'unsigned' },
  hwWlanApSn: { oid: '1.3.6.1.4.1.2011.6.139.13.3.3.1.2', syntax: 'text' },
  hwWlanApName: { oid: '1.3.6.1.4.1.2011.6.139.13.3.3.1.4', syntax: 'text' },
  hwWlanApRunState: {
    oid: '1.3.6.1.4.1.2011.6.139.13.3.3.1.6',
    syntax: {
      1: 'idle',
      2: 'autofind',
      3: 'typeNotMatch',
      4: 'fault',
      5: 'config',
      6: 'configFailed',
      7: 'download',
      8: 'normal',
      9: 'committing',
      10: 'commitFailed',
      11: 'standby',
      12: 'verMismatch',
      13: 'nameConflicted',
      14: 'invalid',
      15: 'countryCodeMismatch',
    },
  },
  hwWlanApOnlineUserNum: { oid: '1.3.6.1.4.1.2011.6.139.13.3.3.1.44', syntax: 'unsigned' },
  hwWlanRadioWorkingChannel: { oid: '1.3.6.1.4.1.2011.6.139.16.1.2.1.7', syntax: 'unsigned' },
  hwWlanRadioChUtilizationRate: { oid: '1.3.6.1.4.1.2011.6.139.16.1.2.1.25', syntax: 'unsigned' },
  hwWlanSsid2gStaCnt: { oid: '1.3.6.1.4.1.2011.6.139.17.1.2.1.2', syntax: 'unsigned' },
  hwWlanSsid5gStaCnt: { oid: '1.3.6.1.4.1.2011.6.139.17.1.2.1.3', syntax: 'unsigned' },

  // FORTINET-FORTIGATE-MIB (wireless controller), by virtual domain and AP id, which is its serial number
  fgWcInfoWtpManaged: { oid: '1.3.6.1.4.1.12356.101.14.2.4', syntax: 'unsigned' },
  fgWcInfoWtpSessions: { oid: '1.3.6.1.4.1.12356.101.14.2.5', syntax: 'unsigned' },
  fgWcInfoStationCount: { oid: '1.3.6.1.4.1.12356.101.14.2.7', syntax: 'unsigned' },
  fgWcWtpConfigWtpName: { oid: '1.3.6.1.4.1.12356.101.14.4.3.1.3', syntax: 'text' },
  fgWcWtpSessionConnectionState: {
    oid: '1.3.6.1.4.1.12356.101.14.4.4.1.7',
    syntax: {
      0: 'other',
      1: 'offLine',
      2: 'onLine',
      3: 'downloadingImage',
      4: 'connectedImage',
      5: 'standby',
    },
  },
  fgWcWtpSessionWtpStationCount: { oid: '1.3.6.1.4.1.12356.101.14.4.4.1.17', syntax: 'unsigned' },
  fgWcWtpSessionRadioOperatingChannel: { oid: '1.3.6.1.4.1.12356.101.14.4.5.1.7', syntax: 'unsigned' },
  fgWcWtpSessionRadioStationCount: { oid: '1.3.6.1.4.1.12356.101.14.4.5.1.9', syntax: 'unsigned' },
  // FORTINET-FORTIAP-MIB: the agent is the AP; by radio and virtual AP
  fapVapSSID: { oid: '1.3.6.1.4.1.12356.120.7.1.1.4', syntax: 'text' },
  fapVapStaInfoCount: { oid: '1.3.6.1.4.1.12356.120.7.1.1.45', syntax: 'unsigned' },

  // HH3C-DOT11-ACMT-MIB, HH3C-DOT11-APMT-MIB, by AP id, which is its serial number
  hh3cDot11APConnectCount: { oid: '1.3.6.1.4.1.25506.2.75.1.1.2.1', syntax: 'unsigned' },
  hh3cDot11StationCurAssocSum: { oid: '1.3.6.1.4.1.25506.2.75.1.1.3.6', syntax: 'unsigned' },
  hh3cDot11APOperationStatus: {
    oid: '1.3.6.1.4.1.25506.2.75.2.1.1.1.4',
    syntax: { 1: 'join', 2: 'joinConfirm', 3: 'download', 4: 'config', 5: 'run' },
  },
  hh3cDot11CurrAPStationAssocCount: { oid: '1.3.6.1.4.1.25506.2.75.2.1.2.1.7', syntax: 'unsigned' },
  hh3cDot11CurrAPName: { oid: '1.3.6.1.4.1.25506.2.75.2.1.2.1.8', syntax: 'text' },

  // RUIJIE-AC-MGMT-MIB, by AP MAC
  ruijieAcApNum: { oid: '1.3.6.1.4.1.4881.1.1.10.2.56.1.1.11', syntax: 'unsigned' }, // those online
  ruijieAcStaNum: { oid: '1.3.6.1.4.1.4881.1.1.10.2.56.1.1.15', syntax: 'unsigned' },
  ruijieAcOfflineApNum: { oid: '1.3.6.1.4.1.4881.1.1.10.2.56.1.1.80', syntax: 'unsigned' },
  ruijieAcTotalApNum: { oid: '1.3.6.1.4.1.4881.1.1.10.2.56.1.1.81', syntax: 'unsigned' },
  ruijieApApName: { oid: '1.3.6.1.4.1.4881.1.1.10.2.56.2.1.1.1.2', syntax: 'text' },
  ruijieApStaNum: { oid: '1.3.6.1.4.1.4881.1.1.10.2.56.2.1.1.1.34', syntax: 'unsigned' },
  ruijieApState: {
    oid: '1.3.6.1.4.1.4881.1.1.10.2.56.2.1.1.1.48',
    syntax: { 1: 'online', 2: 'offline' },
  },
  // ZYXEL-ES-CAPWAP, scalars
  capwapOnlineAP: { oid: '1.3.6.1.4.1.890.1.15.3.3.1.1', syntax: 'unsigned' },
  capwapOfflineAP: { oid: '1.3.6.1.4.1.890.1.15.3.3.1.2', syntax: 'unsigned' },
  capwapTotalStation: { oid: '1.3.6.1.4.1.890.1.15.3.3.1.4', syntax: 'unsigned' },

  // MERU-GLOBAL-STATISTICS-MIB, scalars
  mwSystemGeneralTotalOnlineAps: { oid: '1.3.6.1.4.1.15983.1.1.3.1.13.9', syntax: 'unsigned' },
  mwSystemGeneralTotalWirelessStations: { oid: '1.3.6.1.4.1.15983.1.1.3.1.13.11', syntax: 'unsigned' },
  // HIPATH-WIRELESS-HWC-MIB (Extreme), by AP number, WLAN number
  apCount: { oid: '1.3.6.1.4.1.4329.15.3.5.1.1', syntax: 'unsigned' },
  apName: { oid: '1.3.6.1.4.1.4329.15.3.5.1.2.1.2', syntax: 'text' },
  apSerialNumber: { oid: '1.3.6.1.4.1.4329.15.3.5.1.2.1.4', syntax: 'text' },
  apState: { oid: '1.3.6.1.4.1.4329.15.3.5.1.2.1.22', syntax: { 1: 'active', 2: 'inactive' } },
  apActiveCount: { oid: '1.3.6.1.4.1.4329.15.3.5.2.1', syntax: 'unsigned' },
  apStatsMuCounts: { oid: '1.3.6.1.4.1.4329.15.3.5.2.2.1.14', syntax: 'unsigned' },
  wlanSSID: { oid: '1.3.6.1.4.1.4329.15.3.3.4.4.1.5', syntax: 'text' },
  wlanStatsAssociatedClients: { oid: '1.3.6.1.4.1.4329.15.3.3.4.5.1.2', syntax: 'unsigned' },
  mobileUnitCount: { oid: '1.3.6.1.4.1.4329.15.3.6.1', syntax: 'unsigned' },

  // UBNT-UniFi-MIB, UBNT-AirMAX-MIB: the agent is the AP; by virtual AP
  unifiRadioCuTotal: { oid: '1.3.6.1.4.1.41112.1.6.1.1.1.6', syntax: 'unsigned' },
  unifiVapEssId: { oid: '1.3.6.1.4.1.41112.1.6.1.2.1.6', syntax: 'text' },
  unifiVapNumStations: { oid: '1.3.6.1.4.1.41112.1.6.1.2.1.8', syntax: 'unsigned' },
  unifiVapUp: { oid: '1.3.6.1.4.1.41112.1.6.1.2.1.22', syntax: truthValue },
  ubntWlStatSsid: { oid: '1.3.6.1.4.1.41112.1.4.5.1.2', syntax: 'text' },
  ubntWlStatStaCount: { oid: '1.3.6.1.4.1.41112.1.4.5.1.15', syntax: 'unsigned' },
  // MIKROTIK-MIB: the agent is the AP, or a CAPsMAN; by interface
  mtxrWlApSsid: { oid: '1.3.6.1.4.1.14988.1.1.1.3.1.4', syntax: 'text' },
  mtxrWlApClientCount: { oid: '1.3.6.1.4.1.14988.1.1.1.3.1.6', syntax: 'unsigned' },
  mtxrWlApFreq: { oid: '1.3.6.1.4.1.14988.1.1.1.3.1.7', syntax: 'unsigned' },
  mtxrWlCMRegClientCount: { oid: '1.3.6.1.4.1.14988.1.1.1.7.1.2', syntax: 'unsigned' },
  mtxrWlCMChannel: { oid: '1.3.6.1.4.1.14988.1.1.1.7.1.5', syntax: 'text' },
  mtxrWlCMRemoteName: { oid: '1.3.6.1.4.1.14988.1.1.1.11.1.2', syntax: 'text' },
  mtxrWlCMRemoteState: { oid: '1.3.6.1.4.1.14988.1.1.1.11.1.3', syntax: 'text' },
  mtxrWlCMRemoteAddress: { oid: '1.3.6.1.4.1.14988.1.1.1.11.1.4', syntax: 'text' },
  // the same for the wifi package of RouterOS 7, which lists clients, by MAC address and interface
  mtxrWifiCapsmanEnabled: { oid: '1.3.6.1.4.1.14988.1.1.21.1.1', syntax: truthValue },
  mtxrWifiRegistrationSsid: { oid: '1.3.6.1.4.1.14988.1.1.21.4.1.3', syntax: 'text', isPrivate: 'index' },
  // CAMBIUM-PMP80211-MIB (ePMP) and CAMBIUM-MIB (cnPilot): the agent is the AP
  cambiumAPNumberOfConnectedSTA: { oid: '1.3.6.1.4.1.17713.21.1.2.10', syntax: 'unsigned' },
  cambiumAPTotalClients: { oid: '1.3.6.1.4.1.17713.22.1.1.1.14', syntax: 'unsigned' },
  cambiumRadioNumClients: { oid: '1.3.6.1.4.1.17713.22.1.2.1.5', syntax: 'unsigned' },
  // WHISP-APS-MIB (Cambium PMP, once Motorola Canopy), XIRRUS-MIB: the agent is the AP
  regCount: { oid: '1.3.6.1.4.1.161.19.3.1.7.1', syntax: 'unsigned' },
  globalNumStations: { oid: '1.3.6.1.4.1.21013.1.2.12.1.2.22', syntax: 'unsigned' },
  // DLB-802DOT11-EXT-MIB (LigoWave): the agent is the AP; by ifIndex
  dlbDot11IfAssocNodeCount: { oid: '1.3.6.1.4.1.32761.3.5.1.2.1.1.16', syntax: 'unsigned' },
  // AH-SYSTEM-MIB, AH-INTERFACE-MIB (Aerohive, now Extreme): the agent is the AP; by ifIndex
  ahClientCount: { oid: '1.3.6.1.4.1.26928.1.2.9', syntax: 'unsigned' },
  ahRadioChannel: { oid: '1.3.6.1.4.1.26928.1.1.1.2.1.5.1.1', syntax: 'unsigned' },
  // TP-Link EAP, scalar
  eapClientCount: { oid: '1.3.6.1.4.1.11863.10.1.1.1', syntax: 'unsigned' },

  // CAPWAP-BASE-MIB, RFC 5833, by AP id
  capwapBaseWtpState: {
    oid: '1.3.6.1.2.1.196.1.2.2.1.7',
    syntax: {
      1: 'dtls',
      2: 'join',
      3: 'image',
      4: 'configure',
      5: 'dataCheck',
      6: 'run',
      7: 'reset',
      8: 'dtlsTeardown',
      9: 'unknown',
    },
  },
} as const satisfies MibModule
