import { Address6 } from 'ip-address'
import type { Vantage } from '../../probes/probe.ts'
import type { Asset, Inventory, Prefix } from '../model/inventory.ts'
import type { PortalPage } from './unit-checks.ts'

/**
 * What the checks of one asset take from the other assets and from the configuration. What is left out is not known;
 * lists are sorted, so that equal inventories give equal checks.
 */
export type CheckContext = {
  /** All those that some process speaks for. */
  vantages: Vantage[]
  /** Where the DNS begins, as `address` or `address#port`; the Internet's root servers where none are given. */
  roots?: string[]
  /** Mail servers that greet us over IPv6 for certain, as `address` or `address#port`. */
  mailControls?: string[]
  /** IPv6 blocks of the data centre, to which every unit wants a route. */
  dataCentre?: string[]
  /** IPv6 blocks that were allocated to the province. */
  allocations?: string[]
  /** Addresses of each unit's devices, by the unit's code. */
  deviceAddresses?: ReadonlyMap<string, string[]>
  /** Codes of the devices that some public Wi-Fi site names as its controller. */
  controllers?: ReadonlySet<string>
  /** Devices that answer SNMP, by code: where lines end. */
  agents?: ReadonlyMap<string, LineAgent>
  /** Hosts of all sites, those that matter most first. */
  sites?: string[]
  /** Codes of the units whose document approves that the ports of their published hosts are tried. */
  portUnits?: ReadonlySet<string>
}

/** A device as an SNMP agent; `tslcdIf` is its leased line where the line's own row names no interface. */
type LineAgent = { address: string; credential: string; tslcdIf: string | null }

/** What the operator sets for all checks, and may leave out. */
export type CheckOptions = Pick<CheckContext, 'vantages' | 'roots' | 'mailControls' | 'portUnits'> & {
  /** In place of the blocks that the inventory tells. */
  dataCentre?: string[]
  /** What guests of public Wi-Fi sites should get; nobody looks without it. */
  portal?: PortalPage | undefined
}

/** Blocks that one look at routes may ask about. */
const mostBlocks = 16
/** A route to the data centre leads at least to the whole link of its gateway. */
const linkLength = 64

/** The context of all checks of an inventory. */
export function checkContext(inventory: Inventory, options: CheckOptions): CheckContext {
  const { assets } = inventory
  const deviceAddresses = new Map<string, string[]>()
  const controllers = new Set<string>()
  const allocations = new Set<string>()
  const agents = new Map<string, LineAgent>()
  for (const asset of assets) {
    if (asset.kind === 'hotspot' && asset.controller !== null) controllers.add(asset.controller)
    if (isAllocation(asset)) allocations.add(asset.prefix)
    if (asset.kind !== 'device') continue
    const { address, credential, tslcdIf } = { ...asset, address: asset.address ?? asset.address6 }
    if (address !== null && credential !== '') agents.set(asset.code, { address, credential, tslcdIf })
    const own = [asset.address, asset.address6].filter((address) => address !== null)
    deviceAddresses.set(asset.unit, [...(deviceAddresses.get(asset.unit) ?? []), ...own])
  }
  for (const [unit, addresses] of deviceAddresses)
    deviceAddresses.set(unit, [...new Set(addresses)].toSorted())
  const sites = assets
    .flatMap((asset) => (asset.kind === 'service' && asset.type === 'web' ? [asset] : []))
    .sort((one, other) => Number(other.critical) - Number(one.critical) || (one.host < other.host ? -1 : 1))
  const dataCentre = options.dataCentre?.length ? options.dataCentre.toSorted() : blocksOf(inventory)
  return {
    ...options,
    dataCentre: dataCentre.slice(0, mostBlocks),
    allocations: [...allocations].toSorted().slice(0, mostBlocks),
    deviceAddresses,
    controllers,
    agents,
    sites: [...new Set(sites.map(({ host }) => host))],
  }
}

/** A block of the province's own; what a provider lends is on the links to it. */
function isAllocation(asset: Asset): asset is Prefix {
  return asset.kind === 'prefix' && asset.role === 'allocation' && asset.source !== 'isp'
}

/** The links of the platform's routers and firewalls, by their IPv6 addresses in the inventory. */
function blocksOf({ units, assets }: Inventory): string[] {
  const platforms = new Set(units.filter(({ kind }) => kind === 'platform').map(({ code }) => code))
  const gateways = assets.flatMap((asset) =>
    asset.kind === 'device' &&
    platforms.has(asset.unit) &&
    (asset.role === 'router' || asset.role === 'firewall') &&
    asset.address6 !== null
      ? [asset.address6]
      : [],
  )
  const links = gateways.map(
    (address) => `${new Address6(`${address}/${linkLength}`).startAddress().correctForm()}/${linkLength}`,
  )
  return [...new Set(links)].toSorted()
}
