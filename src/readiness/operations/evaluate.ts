import type { CheckDay, Instant, UnitState } from '../../model.ts'
import type { LineFigures } from '../../operations/line-figures.ts'
import type { WifiFigures } from '../../operations/wifi-figures.ts'
import { dayOf } from '../../report/period.ts'
import type { CriterionVerdict } from '../assessment.ts'
import { worst } from '../asset-set.ts'
import type { Finding } from '../criterion.ts'
import { defaultOptions, type EvaluateOptions } from '../evaluate.ts'
import { importsOf } from '../imports-of.ts'
import { judgeProfile } from '../judge-documents.ts'
import { type Weighed, weigh } from '../score.ts'
import { joined } from '../wording.ts'
import { type AntiMalwareSeen, judgeAgents, judgeNational, judgeUpdates } from './antimalware.ts'
import { type OperationsCriterion, operationsCriteria } from './criteria.ts'
import { type HostsSeen, hostsSeen } from './hosts-seen.ts'
import { judgeLineInService } from './leased-line.ts'
import { judgeLines, type LinesSeen } from './line-sla.ts'
import { type ProjectSeen, projectVerdict } from './projects.ts'
import { judgeSites } from './wifi.ts'

/** What O rests on besides the state that R is judged from. */
export type OperationsState = {
  antimalware: AntiMalwareSeen | null
  /** Those that the unit is in charge of. */
  projects: ProjectSeen[]
  /** Four weeks of the looks at neighbours, by check. */
  neighbourDays: ReadonlyMap<string, CheckDay[]>
  /** Figures of its lines over the reporting month, by line. */
  lines: LinesSeen
  /** Figures of its public Wi-Fi sites over the reporting month, by site. */
  wifi: ReadonlyMap<string, WifiFigures>
}

/** How a unit's lines, Wi-Fi, anti-malware and projects do. Scores are 0 to 100, coverage 0 to 1. */
export type Operations = Weighed & {
  unit: string
  asOf: Instant
  verdicts: CriterionVerdict[]
  /** What the verdicts on anti-malware rest on; null for no figures, and for machines that nobody could count. */
  antimalware: AntiMalwareSeen | null
  hosts: HostsSeen | null
  /** What the verdicts on lines rest on. */
  lines: LineFigures[]
  /** And those on public Wi-Fi. */
  wifi: WifiFigures[]
}

const weights = new Map(operationsCriteria.map(({ id, weight }) => [id, weight]))

/** Judges index O of a unit. Pure, and apart from R: neither index moves the other (domain rules 2.2). */
export function evaluateOperations(
  state: UnitState,
  own: OperationsState,
  asOf: Instant,
  options: EvaluateOptions,
): Operations {
  const hosts = hostsOf(state, own, asOf, options)
  const verdicts = operationsCriteria.map((one) => judge(one, state, { ...own, hosts }, asOf, options))
  return {
    unit: state.unit.code,
    asOf,
    verdicts,
    antimalware: own.antimalware,
    hosts,
    lines: [...own.lines.values()],
    wifi: [...own.wifi.values()],
    ...weigh(verdicts, (id) => weights.get(id) ?? 0),
  }
}

function judge(
  criterion: OperationsCriterion,
  state: UnitState,
  own: OperationsState & { hosts: HostsSeen | null },
  asOf: Instant,
  options: EvaluateOptions,
): CriterionVerdict {
  const { id } = criterion
  const today = dayOf(asOf)
  const absent = judgeProfile(criterion, state, asOf)
  if (absent) return absent
  const imports = importsOf(own.antimalware === null ? [] : [own.antimalware.newest])
  switch (id) {
    case 'OPS-TS-01':
    case 'OPS-TS-02':
    case 'OPS-TS-03':
    case 'OPS-TS-04':
    case 'OPS-TS-05':
      return judgeLines(
        id,
        { unit: state.unit, lines: state.assets.filter((one) => one.kind === 'line') },
        own.lines,
      )
    case 'OPS-TS-06':
      return judgeLineInService(state, today, { ...defaultOptions, ...options, asOf })
    case 'OPS-WF-01':
    case 'OPS-WF-02':
    case 'OPS-WF-03':
    case 'OPS-WF-04':
      return judgeSites(
        id,
        state.assets.filter((one) => one.kind === 'hotspot'),
        own.wifi,
      )
    case 'OPS-AM-01':
      return { ...verdictOf(id, judgeAgents(own.antimalware, own.hosts, today)), imports }
    case 'OPS-AM-02':
      return { ...verdictOf(id, judgeUpdates(own.antimalware, own.hosts, today)), imports }
    case 'OPS-AM-03':
      return { ...verdictOf(id, judgeNational(own.antimalware, today)), imports }
    case 'OPS-PJ-01':
      return judgeProjects(id, state, own, today)
    default:
      return verdictOf(id, {
        verdict: 'unknown',
        reason: 'no_evidence',
        because: joined(criterion.name, {
          vi: ': phiên bản này chưa đánh giá nên chưa có kết quả',
          en: ': not judged by this version yet',
        }),
      })
  }
}

/** Whether the machines of a unit are on a network of its own, asked as of the criterion that counts them. */
const countedOnNetwork: Parameters<typeof judgeProfile>[0] = {
  id: 'OPS-AM-01',
  appliesTo: (_unit, flags) => flags.has('has_lan'),
}

/**
 * Counted only where there is a figure to compare with; a unit that a document declares to have no network of its own has
 * nobody to meet. On the unit's word alone its network is one that nobody could count.
 */
function hostsOf(
  state: UnitState,
  { antimalware, neighbourDays }: OperationsState,
  asOf: Instant,
  { pace }: EvaluateOptions,
): HostsSeen | null {
  if (antimalware === null) return null
  const absent = judgeProfile(countedOnNetwork, state, asOf)
  if (absent) return absent.verdict === 'na' ? { hosts: 0, complete: true } : null
  return hostsSeen(state, (checkId) => neighbourDays.get(checkId) ?? [], { asOf, pace })
}

function judgeProjects(
  id: string,
  { unit }: UnitState,
  { projects }: OperationsState,
  today: string,
): CriterionVerdict {
  const [first, ...rest] = projects
    .filter(({ project }) => project.kind !== 'other')
    .map((one) => projectVerdict(one, today))
  if (first === undefined && unit.kind !== 'platform')
    return {
      id,
      verdict: 'na',
      reason: null,
      because: {
        vi: 'Đơn vị không chủ trì dự án DC, IOC, SOC',
        en: 'The unit is in charge of no such project',
      },
      assets: [],
    }
  if (first === undefined)
    return verdictOf(id, {
      verdict: 'unknown',
      reason: 'no_evidence',
      because: { vi: 'Chưa nhập dự án DC, IOC, SOC nào', en: 'No project DC, IOC or SOC was imported' },
    })
  const telling = worst([first, ...rest])
  return {
    id,
    verdict: telling.verdict,
    reason: telling.reason,
    because: joined(`${telling.asset.label}: `, telling.because),
    assets: [first, ...rest],
  }
}

function verdictOf(id: string, finding: Finding): CriterionVerdict {
  return {
    id,
    verdict: finding.verdict,
    reason: finding.verdict === 'unknown' ? finding.reason : null,
    because: finding.because,
    assets: [],
  }
}
