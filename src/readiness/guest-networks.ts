import type { Asset, Device, Hotspot } from '../model/inventory.ts'
import { interfacesNamed, wifiDevice } from './criteria/concerns.ts'

/** A device of the unit with those of its Wi-Fi interfaces that guests of a site are behind. */
export type GuestNetwork = { device: Device; interfaces: string[] }

/**
 * What the guests of a site are behind, as far as the inventory tells: the interface that the site names (`clientIf`), or the
 * one that counts its traffic where that is towards Wi-Fi; else all Wi-Fi interfaces of the unit that no other site has to
 * itself. None: the inventory names no such interface, or one that no device of the unit has.
 */
export function guestNetworksOf(site: Hotspot, ofUnit: Asset[]): GuestNetwork[] {
  const own = ownNetworks(site, ofUnit)
  if (own !== null) return own
  const taken = new Set(
    ofUnit
      .filter((asset) => asset.kind === 'hotspot')
      .flatMap((other) => ownNetworks(other, ofUnit) ?? [])
      .flatMap(keysOf),
  )
  return networksOf(ofUnit, (device, name) => !taken.has(keyOf(device, name)))
}

/** The Wi-Fi interfaces of a unit that no site of it is behind. */
export function networksOfNobody(ofUnit: Asset[]): GuestNetwork[] {
  const taken = new Set(
    ofUnit
      .filter((asset) => asset.kind === 'hotspot')
      .flatMap((site) => guestNetworksOf(site, ofUnit))
      .flatMap(keysOf),
  )
  return networksOf(ofUnit, (device, name) => !taken.has(keyOf(device, name)))
}

/** null: the inventory gives it no network of its own. */
function ownNetworks({ clientIf, uplinkDevice, uplinkIf }: Hotspot, ofUnit: Asset[]): GuestNetwork[] | null {
  const counting = networksOf(
    ofUnit,
    ({ code }, name) => code === uplinkDevice && name === (clientIf ?? uplinkIf),
  )
  if (counting.length > 0) return counting
  return clientIf === undefined ? null : networksOf(ofUnit, (_, name) => name === clientIf)
}

function networksOf(ofUnit: Asset[], has: (device: Device, name: string) => boolean): GuestNetwork[] {
  return ofUnit.filter(wifiDevice.concerns).flatMap((asset) => {
    const device = asset as Device
    const interfaces = interfacesNamed(device, 'wifiIf').filter((name) => has(device, name))
    return interfaces.length === 0 ? [] : [{ device, interfaces }]
  })
}

function keysOf({ device, interfaces }: GuestNetwork): string[] {
  return interfaces.map((name) => keyOf(device, name))
}

function keyOf({ code }: Device, name: string): string {
  return `${code} ${name}`
}
