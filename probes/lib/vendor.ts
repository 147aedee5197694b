/** Makers by the number that IANA gave them, for those met in networks like ours (Private Enterprise Numbers). */
const vendors: Readonly<Record<number, string>> = {
  9: 'Cisco',
  11: 'HP',
  161: 'Motorola',
  171: 'D-Link',
  207: 'Allied Telesis',
  232: 'HPE',
  253: 'Xerox',
  311: 'Microsoft',
  318: 'APC',
  343: 'Intel',
  674: 'Dell',
  890: 'Zyxel',
  1588: 'Brocade',
  1916: 'Extreme Networks',
  1991: 'Brocade (Foundry)',
  2011: 'Huawei',
  2435: 'Brother',
  2636: 'Juniper Networks',
  3224: 'NetScreen',
  3375: 'F5',
  3902: 'ZTE',
  4329: 'Extreme Networks (HiPath)',
  4413: 'Broadcom',
  4526: 'Netgear',
  4881: 'Ruijie',
  5624: 'Enterasys',
  6027: 'Dell Force10',
  6486: 'Alcatel-Lucent Enterprise',
  6527: 'Nokia',
  6574: 'Synology',
  7367: 'DrayTek',
  8072: 'Net-SNMP',
  8741: 'SonicWall',
  10002: 'Ubiquiti',
  11863: 'TP-Link',
  12356: 'Fortinet',
  14179: 'Cisco (Airespace)',
  14823: 'Aruba',
  14988: 'MikroTik',
  15983: 'Fortinet (Meru)',
  17713: 'Cambium Networks',
  18334: 'Konica Minolta',
  21013: 'Xirrus',
  25053: 'Ruckus',
  25461: 'Palo Alto Networks',
  25506: 'H3C',
  26928: 'Aerohive',
  29671: 'Cisco Meraki',
  30065: 'Arista Networks',
  32761: 'LigoWave',
  35265: 'Eltex',
  36673: 'IP Infusion',
  41112: 'Ubiquiti',
  47196: 'HPE Aruba Networking',
  52642: 'FS',
}

/** The enterprise number in a sysObjectID; null when it is of no enterprise. */
export function enterpriseOf(sysObjectId: string | null): number | null {
  const number = /^1\.3\.6\.1\.4\.1\.(\d+)/.exec(sysObjectId ?? '')?.[1]
  return number === undefined ? null : Number(number)
}

export function vendorOf(enterprise: number | null): string | null {
  return enterprise === null ? null : (vendors[enterprise] ?? null)
}
