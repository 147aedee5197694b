import { isIPv4 } from 'node:net'
import type { Vantage } from '../../probes/probe.ts'
import type { Asset, Service } from '../model/inventory.ts'
import type { Check } from '../model.ts'

/** A page that a guest of a public Wi-Fi site should get, as the probe `web-portal` takes it. */
export type PortalPage = { url: string; text?: string }

/** Seconds between two looks. */
const every = { 'reach-anchors': 900, 'dns-recursive': 900, 'web-portal': 900 }
export type UnitProbe = keyof typeof every

/** Whether it is a unit's code: from such a vantage somebody looks only at what that unit itself has. */
export function isUnitVantage(vantage: Vantage): boolean {
  return vantage !== 'inside' && vantage !== 'outside'
}

/**
 * What can only be seen from within the asset's unit, where a process speaks for that unit's vantage: the Internet beyond
 * its edge device, its recursive resolvers, and what guests of its Wi-Fi sites meet.
 */
export function unitChecks(
  asset: Asset,
  { vantages, portal }: { vantages: Vantage[]; portal?: PortalPage | undefined },
): Check[] {
  const { kind, code, unit } = asset
  if (!isUnitVantage(unit) || !vantages.includes(unit)) return []
  const check = (probe: UnitProbe, settings: unknown, host: string): Check[] => [
    {
      id: `${kind}~${code}~${probe}`,
      unit,
      asset: { kind, code },
      probe,
      settings,
      vantage: unit,
      everySeconds: every[probe],
      host,
    },
  ]
  if (asset.kind === 'device' && asset.internetIf !== null)
    return check('reach-anchors', {}, `internet:${code}`)
  if (isResolverOverIpv6(asset))
    return check('dns-recursive', { resolver: asset.host }, `resolver:${asset.host}`)
  return asset.kind === 'hotspot' && portal !== undefined ? check('web-portal', portal, `portal:${code}`) : []
}

/** An IPv4 address does not tell which IPv6 address its resolver has. */
export function isResolverOverIpv6(asset: Asset): asset is Service {
  return asset.kind === 'service' && asset.type === 'resolver' && asset.host !== '' && !isIPv4(asset.host)
}
