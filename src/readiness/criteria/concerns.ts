import { isResolverOverIpv6 } from '../../inventory/unit-checks.ts'
import type { Asset, Device, Service } from '../../model/inventory.ts'

function isDevice(asset: Asset): asset is Device {
  return asset.kind === 'device'
}

export const anyDevice = {
  concerns: isDevice,
  wants: { vi: 'thiết bị mạng của đơn vị', en: "the unit's network devices" },
}

/** The interface that the inventory names, '' for none. */
export function interfaceNamed(asset: Asset, column: 'internetIf' | 'tslcdIf'): string {
  return (isDevice(asset) && asset[column]) || ''
}

export const internetDevice = {
  concerns: (asset: Asset) => interfaceNamed(asset, 'internetIf') !== '',
  wants: {
    vi: 'thiết bị biên có giao diện Internet (cột internet_if)',
    en: 'the edge device with its Internet interface (column internet_if)',
  },
}

export const leasedLineDevice = {
  concerns: (asset: Asset) => interfaceNamed(asset, 'tslcdIf') !== '',
  wants: {
    vi: 'thiết bị có giao diện TSLCD (cột tslcd_if)',
    en: 'the device with its leased-line interface (column tslcd_if)',
  },
}

export const borderRouter = {
  concerns: (asset: Asset) =>
    internetDevice.concerns(asset) &&
    isDevice(asset) &&
    (asset.role === 'router' || asset.role === 'firewall'),
  wants: {
    vi: 'bộ định tuyến biên có giao diện Internet (cột internet_if)',
    en: 'the border router with its Internet interface (column internet_if)',
  },
}

function isService(asset: Asset, type: Service['type']): boolean {
  return asset.kind === 'service' && asset.type === type
}

export const website = {
  concerns: (asset: Asset) => isService(asset, 'web'),
  wants: {
    vi: 'dịch vụ loại web với tên miền của cổng, trang thông tin điện tử',
    en: "a service of type web with the portal's host name",
  },
}

export const mailDomain = {
  concerns: (asset: Asset) => isService(asset, 'mail'),
  wants: {
    vi: 'dịch vụ loại mail với tên miền thư điện tử',
    en: 'a service of type mail with the mail domain',
  },
}

const isReverse = (asset: Asset) => asset.kind === 'service' && asset.host.endsWith('.ip6.arpa')

export const zone = {
  concerns: (asset: Asset) => isService(asset, 'zone') && !isReverse(asset),
  wants: {
    vi: 'dịch vụ loại zone với tên miền của đơn vị',
    en: "a service of type zone with the unit's domain",
  },
}

/** Interfaces that the inventory names towards users or Wi-Fi; none for an asset that is no device. */
export function interfacesNamed(asset: Asset, column: 'userIf' | 'wifiIf'): string[] {
  return isDevice(asset) ? asset[column] : []
}

export const userDevice = {
  concerns: (asset: Asset) => interfacesNamed(asset, 'userIf').length > 0,
  wants: {
    vi: 'thiết bị có giao diện VLAN người dùng (cột user_if)',
    en: 'the device with its user VLAN interfaces (column user_if)',
  },
}

export const wifiDevice = {
  concerns: (asset: Asset) => interfacesNamed(asset, 'wifiIf').length > 0,
  wants: {
    vi: 'thiết bị có giao diện Wi-Fi (cột wifi_if)',
    en: 'the device with its Wi-Fi interfaces (column wifi_if)',
  },
}

/** The interfaces of a device towards the Internet and the leased line, in this order. */
export function uplinksOf(asset: Asset): string[] {
  const names = (['internetIf', 'tslcdIf'] as const).map((column) => interfaceNamed(asset, column))
  return [...new Set(names.filter((name) => name !== ''))]
}

export const uplinkDevice = {
  concerns: (asset: Asset) => uplinksOf(asset).length > 0,
  wants: {
    vi: 'thiết bị có giao diện Internet hoặc TSLCD (cột internet_if, tslcd_if)',
    en: 'the device with its Internet or leased-line interface (columns internet_if, tslcd_if)',
  },
}

export const reverseZone = {
  concerns: (asset: Asset) => isService(asset, 'zone') && isReverse(asset),
  wants: {
    vi: 'dịch vụ loại zone với tên miền ngược (….ip6.arpa) của vùng địa chỉ',
    en: 'a service of type zone with the reverse zone (….ip6.arpa) of the address block',
  },
}

/** Resolvers that may be asked over IPv6. */
export const resolver = {
  concerns: isResolverOverIpv6,
  wants: {
    vi: 'dịch vụ loại resolver với tên miền hoặc địa chỉ IPv6 của máy chủ DNS đệ quy',
    en: 'a service of type resolver with the host name or IPv6 address of the recursive DNS server',
  },
}
