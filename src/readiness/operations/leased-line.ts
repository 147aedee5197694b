import type { FactsOf } from '../../../probes/probe.ts'
import type { reachPing } from '../../../probes/reach-ping.ts'
import type { snmpInterfaces } from '../../../probes/snmp-interfaces.ts'
import { formatDay } from '../../i18n/format.ts'
import type { Asset, Device, Line } from '../../model/inventory.ts'
import type { Day, UnitState } from '../../model.ts'
import type { AssetVerdict, CriterionVerdict } from '../assessment.ts'
import { type Criterion, type Finding, type Question, question } from '../criterion.ts'
import { fail, pass, unknown } from '../judge/finding.ts'
import { assetJudge, type JudgeTerms } from '../judge-asset.ts'
import { joined } from '../wording.ts'

/** Hours for which looks at a line count. */
export const lineTtlHours = 24

const id = 'OPS-TS-06'
const wants = { vi: 'đường truyền cấp I, II hoặc dự phòng', en: 'a line of level I, II or backup' }

/**
 * OPS-TS-06: a leased line under a contract in force whose interface is up; where the inventory names no device, whose
 * far end answers. A backup line alone is partial.
 */
export function judgeLineInService(state: UnitState, today: Day, terms: JudgeTerms): CriterionVerdict {
  const lines = state.assets.filter(
    (asset): asset is Line => asset.kind === 'line' && asset.level !== 'internet',
  )
  if (lines.length === 0)
    return {
      id,
      verdict: 'unknown',
      reason: 'no_evidence',
      because: joined(
        { vi: 'Chưa có minh chứng: kiểm kê cần có ', en: 'No evidence: the inventory needs ' },
        wants,
      ),
      assets: [],
    }
  const judge = assetJudge(state, terms)
  const assets = lines.map((line) => judgeLine(line, state.assets, today, judge))
  const of = (isBackup: boolean) =>
    assets.filter((_, index) => (lines[index]?.level === 'backup') === isBackup)
  const [own, backup] = [of(false), of(true)]
  const found = (list: AssetVerdict[], wanted: AssetVerdict['verdict']) =>
    list.find(({ verdict }) => verdict === wanted)
  const passing = found(own, 'pass')
  const open = found(own, 'unknown')
  const standby = found(backup, 'pass')
  const telling = passing ?? open ?? standby ?? found(backup, 'unknown') ?? assets[0]
  const verdict = telling === standby && telling !== undefined ? 'partial' : (telling?.verdict ?? 'unknown')
  const because = telling ? joined(`${telling.asset.label}: `, telling.because) : { vi: '', en: '' }
  return {
    id,
    verdict,
    reason: verdict === 'unknown' ? (telling?.reason ?? 'no_evidence') : null,
    because:
      verdict === 'partial'
        ? joined(
            { vi: 'Chỉ có đường dự phòng hoạt động; ', en: 'Only a backup line is in service; ' },
            because,
          )
        : because,
    assets,
  }
}

function judgeLine(
  line: Line,
  assets: Asset[],
  today: Day,
  judge: ReturnType<typeof assetJudge>,
): AssetVerdict {
  const contract = judgeContract(line, today)
  const device = assets.find(
    (asset): asset is Device => asset.kind === 'device' && asset.code === line.device,
  )
  const technical =
    device === undefined ? judge(by(pingQuestion), line) : judge(by(interfaceQuestion(line)), device)
  const base = {
    ...technical.verdict,
    asset: { kind: 'line', code: line.code, label: line.code },
    critical: false,
  }
  if (contract.verdict !== 'pass')
    return {
      ...base,
      verdict: contract.verdict,
      reason: contract.verdict === 'unknown' ? contract.reason : null,
      because: contract.because,
      failure: null,
      pending: null,
    }
  return { ...base, because: joined(contract.because, '; ', base.because) }
}

function judgeContract({ contractNo, contractFrom, contractTo }: Line, today: Day): Finding {
  if (contractNo === '' && contractFrom === null && contractTo === null)
    return unknown('no_evidence', {
      vi: 'Kiểm kê chưa ghi hợp đồng của đường truyền',
      en: 'The inventory has no contract of the line',
    })
  const named = contractNo === '' ? '' : ` ${contractNo}`
  if (contractFrom !== null && contractFrom > today)
    return fail({
      vi: `Hợp đồng${named} có hiệu lực từ ngày ${formatDay(contractFrom, 'vi')}`,
      en: `The contract${named} begins on ${formatDay(contractFrom, 'en')}`,
    })
  if (contractTo !== null && contractTo < today)
    return fail({
      vi: `Hợp đồng${named} đã hết hạn ngày ${formatDay(contractTo, 'vi')}`,
      en: `The contract${named} ended on ${formatDay(contractTo, 'en')}`,
    })
  return pass({ vi: `Hợp đồng${named} còn hiệu lực`, en: `The contract${named} is in force` })
}

/** The rule as a criterion of one question, so that looks are confirmed and grow stale as everywhere. */
function by(asked: Question): Criterion {
  return {
    id,
    name: wants,
    how: wants,
    layer: 'wan',
    weight: 2,
    ttlHours: lineTtlHours,
    phase: 3,
    level: null,
    appliesTo: () => true,
    questions: [asked],
  }
}

const pingQuestion = question({
  probe: 'reach-ping',
  concerns: () => true,
  wants,
  judge: (facts) => judgeFarEnd(facts),
})

function interfaceQuestion({ ifName }: Line): Question {
  return question({
    probe: 'snmp-interfaces',
    concerns: () => true,
    wants,
    judge: (facts, { asset }) =>
      judgeLineInterface(facts, ifName || (asset.kind === 'device' && asset.tslcdIf) || ''),
  })
}

/** The state that the device reports of the line's interface. */
function judgeLineInterface(
  { interfaces, truncated }: FactsOf<typeof snmpInterfaces>,
  name: string,
): Finding {
  if (name === '')
    return unknown('no_evidence', {
      vi: 'Kiểm kê chưa ghi giao diện của đường truyền (cột if_name)',
      en: "The inventory does not name the line's interface (column if_name)",
    })
  const found = interfaces.find((one) => one.name === name || one.descr === name)
  if (found === undefined)
    return truncated
      ? unknown('coverage_low', {
          vi: `Không đọc được hết bảng giao diện của thiết bị để tìm giao diện ${name}`,
          en: `The device's interface table could not be read completely to find interface ${name}`,
        })
      : unknown('contradiction', {
          vi: `Kiểm kê ghi giao diện ${name} nhưng thiết bị không có giao diện này`,
          en: `The inventory names interface ${name}, which the device does not have`,
        })
  if (found.operStatus === null)
    return unknown('oid_not_supported', {
      vi: `Thiết bị không cho biết trạng thái giao diện ${name}`,
      en: `The device does not tell the state of interface ${name}`,
    })
  return found.operStatus === 'up'
    ? pass({ vi: `Giao diện ${name} hoạt động`, en: `Interface ${name} is up` })
    : fail({
        vi: `Giao diện ${name} không hoạt động (ifOperStatus = ${found.operStatus})`,
        en: `Interface ${name} is not up (ifOperStatus = ${found.operStatus})`,
      })
}

/** Whether the far end answers over either family; silence may be a filter's. */
function judgeFarEnd({ ipv4, ipv6 }: FactsOf<typeof reachPing>): Finding {
  if (ipv4?.answered || ipv6?.answered)
    return pass({ vi: 'Đầu xa của đường truyền trả lời', en: 'The far end of the line answers' })
  return unknown('no_evidence', {
    vi: 'Đầu xa của đường truyền im lặng, và kiểm kê chưa ghi thiết bị của đường truyền (cột device)',
    en: 'The far end of the line is silent, and the inventory names no device of the line (column device)',
  })
}
