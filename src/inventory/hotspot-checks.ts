import type { Hotspot } from '../model/inventory.ts'
import type { Check } from '../model.ts'
import type { CheckContext } from './check-context.ts'
import { checkOf } from './check-of.ts'

/** Often enough for averages over 5 minutes, where a contract says how much there has to be. */
const countSeconds = 60

/**
 * What is asked for a public Wi-Fi site itself: what its uplink counts. Its access points are looked at through their
 * controller, or as the devices that they are.
 */
export function hotspotChecks(site: Hotspot, { agents }: CheckContext): Check[] {
  const { uplinkDevice, uplinkIf, unit, downMbps, upMbps } = site
  const agent = uplinkDevice === undefined ? undefined : agents?.get(uplinkDevice)
  if (agent === undefined || uplinkIf === undefined) return []
  const { address, credential } = agent
  const check = checkOf(site, 'snmp-line', { address, credential, interface: uplinkIf })
  const isContracted = downMbps !== null || upMbps !== null
  return [
    {
      ...check,
      unit,
      vantage: 'inside',
      host: `device:${uplinkDevice}`,
      ...(isContracted && { everySeconds: countSeconds }),
    },
  ]
}
