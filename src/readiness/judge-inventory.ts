import { isIPv6 } from 'node:net'
import { probes } from '../../probes/index.ts'
import { canonicalAddress } from '../../probes/lib/address-class.ts'
import type { FactsOf } from '../../probes/probe.ts'
import type { snmpInventory } from '../../probes/snmp-inventory.ts'
import type { snmpLldp } from '../../probes/snmp-lldp.ts'
import type { snmpSystem } from '../../probes/snmp-system.ts'
import type { Asset, Device } from '../model/inventory.ts'
import type { Instant, Observation, UnitState } from '../model.ts'
import type { AssetVerdict } from './assessment.ts'
import { uplinksOf } from './criteria/concerns.ts'
import { type Criterion, type Finding, type OfUnitContext, question } from './criterion.ts'
import { fail, pass, unknown } from './judge/finding.ts'
import { listed } from './wording.ts'

type Neighbour = FactsOf<typeof snmpLldp>['neighbours'][number]
/** A neighbour with the look that tells of it. */
type Met = { neighbour: Neighbour; by: Device; port: string; observation: Observation; checkId: string }

const hourMs = 3_600_000
/** From fewer of the devices that are asked nobody knows what stands beside the others. */
const leastTelling = 0.8
/** What these do makes them devices of the network; telephones and computers are not in the inventory. */
const networkCapabilities = ['repeater', 'bridge', 'wlan_access_point', 'router']

/**
 * GOV-03: the devices of the inventory and those that they have beside them, each in the inventory with model, serial
 * number, software version and whether it can do IPv6 (domain rules 2.4). What lies beyond an uplink is others', and what
 * another unit has in its inventory is counted there.
 */
export function judgeInventory(
  state: UnitState,
  { asOf, options, judge }: OfUnitContext,
  ttlHours: number,
): AssetVerdict[] {
  const devices = state.assets.filter((asset): asset is Device => asset.kind === 'device')
  const met = neighboursOf(devices, state, { asOf, maxAgeMs: (ttlHours * hourMs) / options.pace })
  const verdicts = devices.map((device) => {
    const { verdict } = judge(described(ttlHours), device)
    return { ...verdict, evidence: [...verdict.evidence, ...(met.looks.get(device) ?? [])] }
  })
  const missing = notListed(met.found, devices, state).map(strangerVerdict)
  // nobody who looks around, nobody missed: of the inventory alone completeness is not known
  if (!met.told) return [...verdicts.map(notSeenAround), ...missing]
  return [...verdicts, ...missing]
}

/** A device that others tell of over LLDP and that no inventory holds, with the look that proves it. */
export type Stranger = {
  /** Chassis identifier, else the name. */
  key: string
  unit: string
  sysName: string
  chassisId: string | null
  addresses: string[]
  capabilities: string[]
  /** Whose neighbour it is, on which port. */
  by: { code: string; credential: string }
  port: string
  evidence: AssetVerdict['evidence'][number]
}

/** The devices beside a unit's own that GOV-03 misses in its inventory. */
export function strangersOf(
  state: UnitState,
  { asOf, maxAgeMs }: { asOf: Instant; maxAgeMs: number },
): Stranger[] {
  const devices = state.assets.filter((asset): asset is Device => asset.kind === 'device')
  const { found } = neighboursOf(devices, state, { asOf, maxAgeMs })
  return notListed(found, devices, state).map(({ neighbour, by, port, observation, checkId }) => ({
    key: keyOf(neighbour),
    unit: state.unit.code,
    sysName: neighbour.sysName,
    chassisId: neighbour.chassisId,
    addresses: neighbour.addresses,
    capabilities: neighbour.capabilities,
    by: { code: by.code, credential: by.credential },
    port,
    evidence: evidenceOf(observation, checkId),
  }))
}

/** Each neighbour once that neither the unit nor another has in its inventory. */
function notListed(found: Met[], devices: Device[], state: UnitState): Met[] {
  const known = [...devices, ...(state.beside ?? [])]
  const strangers = found.filter(({ neighbour }) => !known.some((one) => isThe(one, neighbour)))
  return [...new Map(strangers.map((one) => [keyOf(one.neighbour), one])).values()]
}

function keyOf({ chassisId, sysName }: Neighbour): string {
  return chassisId ?? sysName
}

function notSeenAround(verdict: AssetVerdict): AssetVerdict {
  if (verdict.verdict !== 'pass') return verdict
  return {
    ...verdict,
    verdict: 'unknown',
    reason: 'no_evidence',
    because: {
      vi: 'Thiết bị đã đủ thông tin, nhưng chưa đủ 80% thiết bị được hỏi cho biết hết láng giềng LLDP, hoặc chưa thiết bị nào thấy láng giềng, nên chưa biết còn thiếu thiết bị nào',
      en: 'The device is fully described, but fewer than 80 % of the devices asked tell all their LLDP neighbours, or none of them has a neighbour, so nobody knows what is missing',
    },
  }
}

/**
 * The newest look of each device at its neighbours, unless it is too old or of another version of the probe. `told` when
 * they tell of the unit's surroundings: nearly all devices that are asked have a whole table, and one at least has rows,
 * since an empty table is also that of a device on which LLDP is off.
 */
function neighboursOf(
  devices: Device[],
  { checks }: UnitState,
  { asOf, maxAgeMs }: { asOf: Instant; maxAgeMs: number },
): { found: Met[]; told: boolean; looks: Map<Device, AssetVerdict['evidence']> } {
  const found: Met[] = []
  const looks = new Map<Device, AssetVerdict['evidence']>()
  const asked = new Set<Device>()
  const whole = new Set<Device>()
  let hasRows = false
  for (const { check, observations } of checks) {
    const by = devices.find(({ code }) => check.probe === 'snmp-lldp' && check.asset.code === code)
    if (by === undefined) continue
    asked.add(by)
    const observation = observations.find(({ firstSeenAt, result }) => firstSeenAt <= asOf && result.ok)
    if (!observation?.result.ok) continue
    const lastAt = observation.lastSeenAt < asOf ? observation.lastSeenAt : asOf
    if (Date.parse(asOf) - Date.parse(lastAt) > maxAgeMs) continue
    if (observation.probeVersion !== probes['snmp-lldp'].version) continue
    const read = probes['snmp-lldp'].facts.safeParse(observation.result.facts)
    if (!read.success) continue
    const { neighbours, tables, truncated } = read.data
    looks.set(by, [evidenceOf(observation, check.id)])
    const table = tables.lldpRemTable
    if (!truncated && (table === 'ok' || table === 'empty')) whole.add(by)
    hasRows ||= !truncated && table === 'ok'
    const uplinks = uplinksOf(by)
    for (const neighbour of neighbours) {
      const isOurs = neighbour.localPort === null || !uplinks.includes(neighbour.localPort)
      if (isOurs && neighbour.capabilities.some((one) => networkCapabilities.includes(one)))
        found.push({ neighbour, by, port: neighbour.localPort ?? '', observation, checkId: check.id })
    }
  }
  return { found, looks, told: hasRows && whole.size >= leastTelling * asked.size }
}

/** By a management address, or by the name that both know it by. */
function isThe({ code, name, address, address6 }: Device, { addresses, sysName }: Neighbour): boolean {
  const own = [address, address6].flatMap((one) => (one === null ? [] : [plain(one)]))
  if (addresses.some((one) => own.includes(plain(one)))) return true
  const said = sysName.toLowerCase().split('.')[0] ?? ''
  return said !== '' && [code, name].some((one) => one.toLowerCase() === said)
}

/** An IPv6 address in its one form; anything else as it is. */
function plain(address: string): string {
  return isIPv6(address) ? canonicalAddress(address) : address
}

function strangerVerdict({ neighbour, by, port, observation, checkId }: Met): AssetVerdict {
  const label = neighbour.sysName || neighbour.chassisId || '?'
  const where = port === '' ? by.code : `${by.code} ${port}`
  return {
    asset: { kind: 'neighbour', code: neighbour.chassisId ?? label, label },
    verdict: 'fail',
    reason: null,
    because: {
      vi: `${label} (thấy qua LLDP ở ${where}) chưa có trong kiểm kê của đơn vị`,
      en: `${label} (seen by LLDP at ${where}) is not in the unit's inventory`,
    },
    failure: null,
    critical: false,
    evidence: [evidenceOf(observation, checkId)],
    pending: null,
  }
}

function evidenceOf(
  { firstDueAt, lastSeenAt }: Observation,
  checkId: string,
): AssetVerdict['evidence'][number] {
  return { checkId, firstDueAt, lastSeenAt }
}

/** Whether one device is fully described, as a criterion of its own so that looks are confirmed and grow stale. */
function described(ttlHours: number): Criterion {
  const asked = { concerns: (asset: Asset) => asset.kind === 'device', wants: { vi: '', en: '' } }
  return {
    id: 'GOV-03',
    name: asked.wants,
    how: asked.wants,
    layer: 'governance',
    weight: 3,
    ttlHours,
    phase: 1,
    level: 1,
    appliesTo: () => true,
    questions: [
      question({ probe: 'snmp-inventory', ...asked, judge: judgeDescription }),
      question({ probe: 'snmp-system', ...asked, judge: judgeCapability }),
    ],
  }
}

function judgeDescription({ model, serial, software, truncated }: FactsOf<typeof snmpInventory>): Finding {
  const lacking = [
    { has: model, vi: 'kiểu máy', en: 'model' },
    { has: serial, vi: 'số sê-ri', en: 'serial number' },
    { has: software, vi: 'phiên bản phần mềm', en: 'software version' },
  ].filter(({ has }) => !has)
  if (lacking.length === 0)
    return pass({
      vi: `Đủ thông tin: ${model}, số sê-ri ${serial}, phần mềm ${software}`,
      en: `Fully described: ${model}, serial number ${serial}, software ${software}`,
    })
  const what = {
    vi: listed(lacking.map(({ vi }) => vi)).vi,
    en: listed(lacking.map(({ en }) => en)).en,
  }
  if (truncated)
    return unknown('coverage_low', {
      vi: `Không đọc được hết bảng phần cứng của thiết bị; chưa thấy ${what.vi}`,
      en: `The device's table of hardware could not be read completely; not seen: ${what.en}`,
    })
  return fail({ vi: `Thiết bị không cho biết ${what.vi}`, en: `The device does not tell its ${what.en}` })
}

function judgeCapability({ ipv6Forwarding }: FactsOf<typeof snmpSystem>): Finding {
  if (ipv6Forwarding === 'not_supported')
    return fail({
      vi: 'Thiết bị không cho biết khả năng IPv6 (ipv6IpForwarding.0)',
      en: 'The device does not tell its IPv6 capability (ipv6IpForwarding.0)',
    })
  return pass({ vi: 'có khả năng IPv6', en: 'its IPv6 capability is known' })
}
