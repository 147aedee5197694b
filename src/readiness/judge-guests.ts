import type { Hotspot } from '../model/inventory.ts'
import type { UnitState } from '../model.ts'
import type { AssetVerdict } from './assessment.ts'
import { worst } from './asset-set.ts'
import { wifiDevice } from './criteria/concerns.ts'
import {
  type Criterion,
  type Finding,
  type JudgeOptions,
  type OfUnitContext,
  windowQuestion,
} from './criterion.ts'
import { type GuestNetwork, guestNetworksOf, networksOfNobody } from './guest-networks.ts'
import { judgeSiteGuests, judgeWifiHosts } from './judge/hosts-with-ipv6.ts'
import type { WindowSeen } from './window.ts'

/** Days over which guests are counted (domain rules 2.3). */
export const guestDays = 7

/**
 * WIF-01: each public Wi-Fi site of a unit by the devices met on the networks that its guests are behind (domain rules 2.4),
 * and the Wi-Fi networks that no site is behind. A unit without such a network has nothing to be judged by.
 */
export function judgeUnitGuests(
  criterion: Criterion,
  { assets }: UnitState,
  { judge }: OfUnitContext,
): AssetVerdict[] {
  if (!assets.some(wifiDevice.concerns)) return []
  const ask = (
    { device, interfaces }: GuestNetwork,
    answer: (seen: WindowSeen, interfaces: string[], options: JudgeOptions) => Finding,
  ) => judge({ ...criterion, questions: [guestQuestion(interfaces, answer)] }, device).verdict
  const sites = assets.filter((asset): asset is Hotspot => asset.kind === 'hotspot')
  return [
    ...sites.map((site): AssetVerdict => {
      const asset = { kind: site.kind, code: site.code, label: site.name || site.code }
      const [first, ...rest] = guestNetworksOf(site, assets).map((network) => ask(network, judgeSiteGuests))
      return first === undefined
        ? { ...notNamed, asset, because: whatIsMissing(site) }
        : {
            ...worst([first, ...rest]),
            asset,
            evidence: [first, ...rest].flatMap(({ evidence }) => evidence),
          }
    }),
    ...networksOfNobody(assets).map((network) => ask(network, judgeWifiHosts)),
  ]
}

function guestQuestion(
  interfaces: string[],
  answer: (seen: WindowSeen, interfaces: string[], options: JudgeOptions) => Finding,
) {
  return windowQuestion({
    probe: 'snmp-neighbours',
    ...wifiDevice,
    over: { days: guestDays, sets: true },
    judge: (seen, { options }) => answer(seen, interfaces, options),
  })
}

const notNamed = {
  verdict: 'unknown' as const,
  reason: 'no_evidence' as const,
  failure: null,
  critical: false,
  evidence: [],
  pending: null,
} satisfies Partial<AssetVerdict>

function whatIsMissing({ clientIf }: Hotspot) {
  return clientIf === undefined
    ? {
        vi: 'Kiểm kê chưa ghi giao diện mà khách của điểm ở phía sau (cột client_if)',
        en: "The inventory does not say which interface the site's guests are behind (column client_if)",
      }
    : {
        vi: `Không thiết bị nào của đơn vị có giao diện Wi-Fi ${clientIf} (cột wifi_if của thiết bị)`,
        en: `No device of the unit has the Wi-Fi interface ${clientIf} (column wifi_if of devices)`,
      }
}
