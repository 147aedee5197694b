import type { FactsOf } from '../../probes/probe.ts'
import type { snmpInventory } from '../../probes/snmp-inventory.ts'
import type { snmpSystem } from '../../probes/snmp-system.ts'
import type { Asset, Device } from '../model/inventory.ts'
import type { Text, UnitState } from '../model.ts'
import type { AssetVerdict } from './assessment.ts'
import { type Criterion, type Finding, type OfUnitContext, question } from './criterion.ts'
import { fail, pass, unknown } from './judge/finding.ts'
import { lldpTold, type Meeting, type Stranger, strangerProbes, strangersOf } from './strangers.ts'
import { listed } from './wording.ts'

const hourMs = 3_600_000
export const inventoryTtlHours = 90 * 24

/**
 * GOV-03: the devices of the inventory and those that they have beside them, each in the inventory with model, serial
 * number, software version and whether it can do IPv6 (domain rules 2.4). What lies beyond an uplink is others', and what
 * another unit has in its inventory is counted there.
 */
export function judgeInventory(state: UnitState, { asOf, options, judge }: OfUnitContext): AssetVerdict[] {
  const devices = state.assets.filter((asset): asset is Device => asset.kind === 'device')
  const within = { asOf, maxAgeMs: (inventoryTtlHours * hourMs) / options.pace }
  const { told, looks } = lldpTold(state, within)
  const verdicts = devices.map((device) => {
    const { verdict } = judge(described, device)
    return { ...verdict, evidence: [...verdict.evidence, ...(looks.get(device) ?? [])] }
  })
  // that something answers a sweep says neither what it is nor whose, and nobody need ever ask for one
  const missing = strangersOf(state, within)
    .filter(({ ways }) => ways.some(({ source }) => source !== 'sweep'))
    .map(strangerVerdict)
  // nobody who looks around, nobody missed: of the inventory alone completeness is not known
  if (!told) return [...verdicts.map(notSeenAround), ...missing]
  return [...verdicts, ...missing]
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

const met: Record<Meeting, Text> = {
  sweep: { vi: 'trả lời khi quét dải', en: 'answered the sweep of' },
  lldp: { vi: 'thấy qua LLDP ở', en: 'seen by LLDP at' },
  next_hop: { vi: 'là chặng kế tiếp của một tuyến ở', en: 'the next hop of a route at' },
  neighbour: { vi: 'có trong bảng láng giềng của', en: 'in the neighbour table of' },
}

function strangerVerdict({ key, sysName, chassisId, addresses, ways }: Stranger): AssetVerdict {
  const label = sysName || chassisId || addresses[0] || '?'
  const [{ source, by, port }] = ways
  const where = port === '' ? by.code : `${by.code} ${port}`
  return {
    asset: { kind: 'neighbour', code: key, label },
    verdict: 'fail',
    reason: null,
    because: {
      vi: `${label} (${met[source].vi} ${where}) chưa có trong kiểm kê của đơn vị`,
      en: `${label} (${met[source].en} ${where}) is not in the unit's inventory`,
    },
    failure: null,
    critical: false,
    evidence: ways.map(({ evidence }) => evidence),
    pending: null,
  }
}

const asked = { concerns: (asset: Asset) => asset.kind === 'device', wants: { vi: '', en: '' } }

/** Whether one device is fully described, as a criterion of its own so that looks are confirmed and grow stale. */
const described: Criterion = {
  id: 'GOV-03',
  name: asked.wants,
  how: asked.wants,
  layer: 'governance',
  weight: 3,
  ttlHours: inventoryTtlHours,
  phase: 1,
  level: 1,
  appliesTo: () => true,
  questions: [
    question({ probe: 'snmp-inventory', ...asked, judge: judgeDescription }),
    question({ probe: 'snmp-system', ...asked, judge: judgeCapability }),
  ],
}

/** By what looks all of it is judged. */
export const inventoryProbes = [...described.questions.map(({ probe }) => probe), ...strangerProbes]

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
