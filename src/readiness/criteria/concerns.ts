import type { Asset, Device, Service } from '../../model.ts'

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

const isReverse = (asset: Asset) => asset.kind === 'service' && asset.host.endsWith('.ip6.arpa')

export const zone = {
  concerns: (asset: Asset) => isService(asset, 'zone') && !isReverse(asset),
  wants: {
    vi: 'dịch vụ loại zone với tên miền của đơn vị',
    en: "a service of type zone with the unit's domain",
  },
}
