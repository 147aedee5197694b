import { probes } from '../../probes/index.ts'
import type { AddressClass } from '../../probes/lib/address-class.ts'
import type { FactsOf } from '../../probes/probe.ts'
import type { Observation, Text } from '../model.ts'

/** How far a device has come with IPv6, one rung after the other. */
type Rung = 'capable' | 'enabled' | 'addressed' | 'routed' | 'used'

/** Whether a rung is reached; null: no look tells. `by` is the look that says so. */
export type Step = { rung: Rung; reached: boolean | null; because: Text; by: Observation | null }

/** The newest look at a device by each kind of check. */
export type DeviceLooks = Partial<Record<keyof typeof probes, Observation>>

/** The facts of a look as today's rules read them; null for none. */
export function factsOf<Name extends keyof typeof probes>(
  looks: DeviceLooks,
  name: Name,
): { facts: FactsOf<(typeof probes)[Name]>; by: Observation } | null {
  const by = looks[name]
  const probe = probes[name]
  if (!by?.result.ok || by.probeVersion !== probe.version) return null
  const read = probe.facts.safeParse(by.result.facts)
  return read.success ? { facts: read.data as FactsOf<(typeof probes)[Name]>, by } : null
}

/** The rungs of a device by the newest looks at it. What no look tells is not known, whatever the other rungs are. */
export function ladderOf(
  looks: DeviceLooks,
  { treatDocumentationAsGlobal }: { treatDocumentationAsGlobal: boolean },
): Step[] {
  const isGlobal = (class_: AddressClass) =>
    class_ === 'global' || (class_ === 'documentation' && treatDocumentationAsGlobal)
  const system = factsOf(looks, 'snmp-system')
  const addresses = factsOf(looks, 'snmp-addresses')
  const routes = factsOf(looks, 'snmp-routes')
  const neighbours = factsOf(looks, 'snmp-neighbours')
  const step = (
    rung: Rung,
    reached: boolean | null,
    by: Observation | undefined,
    vi: string,
    en: string,
  ): Step => ({
    rung,
    reached,
    because: { vi, en },
    by: by ?? null,
  })
  const forwarding = system?.facts.ipv6Forwarding
  const own =
    addresses?.facts.addresses.filter((one) => isGlobal(one.class) && one.status !== 'duplicate') ?? []
  const isWhole =
    addresses !== null && ['ok', 'empty'].includes(addresses.facts.table) && !addresses.facts.truncated
  const hasTable = addresses !== null && addresses.facts.source !== 'none'
  const default6 = routes?.facts.default6 ?? []
  const knowsRoutes = routes !== null && routes.facts.sources.ipv6 !== null
  const hosts = neighbours?.facts.interfaces.filter((one) => one.ipv6Classes.some(isGlobal)) ?? []
  const isCapable = hasTable || (forwarding !== undefined && forwarding !== 'not_supported')
  return [
    isCapable
      ? step(
          'capable',
          true,
          hasTable ? addresses?.by : system?.by,
          'thiết bị có bảng IPv6',
          'the device has tables of IPv6',
        )
      : step('capable', null, system?.by, 'thiết bị không cho biết', 'the device does not tell'),
    forwarding === undefined || forwarding === 'not_supported'
      ? step(
          'enabled',
          null,
          system?.by,
          'thiết bị không cho biết có chuyển tiếp IPv6 hay không',
          'the device does not tell whether it forwards IPv6',
        )
      : forwarding === 'forwarding'
        ? step(
            'enabled',
            true,
            system?.by,
            'chuyển tiếp IPv6 (ipv6IpForwarding)',
            'forwards IPv6 (ipv6IpForwarding)',
          )
        : step('enabled', false, system?.by, 'không chuyển tiếp IPv6', 'does not forward IPv6'),
    own.length > 0
      ? step(
          'addressed',
          true,
          addresses?.by,
          `${own.length} địa chỉ toàn cầu`,
          `${own.length} global addresses`,
        )
      : step(
          'addressed',
          isWhole ? false : null,
          addresses?.by,
          isWhole ? 'không có địa chỉ toàn cầu' : 'chưa đọc được bảng địa chỉ',
          isWhole ? 'no global address' : 'its addresses could not be read',
        ),
    default6.length > 0
      ? step(
          'routed',
          true,
          routes?.by,
          `có tuyến ::/0 qua ${default6[0]?.nextHop ?? default6[0]?.ifName ?? '?'}`,
          `has a route ::/0 by ${default6[0]?.nextHop ?? default6[0]?.ifName ?? '?'}`,
        )
      : step(
          'routed',
          knowsRoutes ? false : null,
          routes?.by,
          knowsRoutes ? 'không có tuyến ::/0' : 'không hỏi hoặc không đọc được bảng định tuyến',
          knowsRoutes ? 'no route ::/0' : 'its routes are not asked for or could not be read',
        ),
    hosts.length > 0
      ? step(
          'used',
          true,
          neighbours?.by,
          `máy trạm có địa chỉ toàn cầu ở ${hosts.map(({ name }) => name).join(', ')}`,
          `hosts with a global address on ${hosts.map(({ name }) => name).join(', ')}`,
        )
      : step(
          'used',
          neighbours?.facts.sources.ipv6 && !neighbours.facts.truncated ? false : null,
          neighbours?.by,
          neighbours
            ? 'chưa thấy máy trạm nào có địa chỉ toàn cầu'
            : 'không hỏi bảng láng giềng của thiết bị này',
          neighbours ? 'no host with a global address was seen' : 'its neighbours are not asked for',
        ),
  ]
}
