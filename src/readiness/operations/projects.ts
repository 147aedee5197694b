import { formatDay } from '../../i18n/format.ts'
import type { Handed, Milestone, Project } from '../../model/figures.ts'
import type { Day, Text } from '../../model.ts'
import type { AssetVerdict } from '../assessment.ts'
import type { Finding } from '../criterion.ts'
import { importsOf } from '../imports-of.ts'
import { fail, partial, pass, unknown } from '../judge/finding.ts'
import { counted, joined } from '../wording.ts'

export type ProjectSeen = { project: Handed<Project>; milestones: Handed<Milestone>[] }

const dayMs = 86_400_000
/** Later than this is a failure (domain rules 2.5). */
const lateAllowedDays = 30

export const milestoneTexts: Record<Milestone['name'], Text> = {
  policy: { vi: 'chủ trương', en: 'policy decision' },
  approval: { vi: 'dự án được duyệt', en: 'project approved' },
  bidding_plan: { vi: 'KHLCNT', en: 'bidding plan' },
  contract: { vi: 'hợp đồng', en: 'contract' },
  installation: { vi: 'lắp đặt', en: 'installation' },
  trial: { vi: 'vận hành thử', en: 'trial operation' },
  acceptance: { vi: 'nghiệm thu', en: 'acceptance' },
  in_use: { vi: 'đưa vào sử dụng', en: 'put into use' },
}

/** Days by which a step is late on a day; 0 when it is on time or not due, null when it was never planned. */
export function daysLate({ planned, actual }: Milestone, today: Day): number | null {
  if (planned === null) return null
  // a step that is done after the day judged was not done on it
  const end = actual !== null && actual <= today ? actual : today
  return Math.max(0, Math.round((Date.parse(end) - Date.parse(planned)) / dayMs))
}

/** OPS-PJ-01 of one project: its steps that are due, and the documents of those done (domain rules 1.10, 2.5). */
export function judgeProject({ milestones }: ProjectSeen, today: Day): Finding {
  const planned = milestones.flatMap((one) => {
    const late = daysLate(one, today)
    return late === null || (one.planned ?? '') > today ? [] : [{ ...one, late }]
  })
  const isPlanned = milestones.some((one) => one.planned !== null)
  if (!isPlanned)
    return unknown('no_evidence', {
      vi: 'Dự án chưa có mốc nào có ngày kế hoạch',
      en: 'No milestone of the project has a planned day',
    })
  const worst = planned.toSorted((a, b) => b.late - a.late)[0]
  if (worst !== undefined && worst.late > lateAllowedDays) return fail(lateText(worst, worst.late, today))
  const unproven = milestones.find(
    ({ actual, documentNumber }) => actual !== null && actual <= today && documentNumber === '',
  )
  if (unproven !== undefined)
    return unknown('no_evidence', {
      vi: `Mốc ${milestoneTexts[unproven.name].vi} ghi đã xong nhưng chưa có số văn bản chứng minh`,
      en: `Milestone "${milestoneTexts[unproven.name].en}" is stated as done without the number of a document`,
    })
  if (worst !== undefined && worst.late > 0) return partial(lateText(worst, worst.late, today))
  return pass({
    vi: `${planned.length}/${planned.length} mốc đến hạn đều đúng hạn`,
    en: `${planned.length} of ${counted(planned.length, 'milestone', 'milestones')} due by now on time`,
  })
}

function lateText({ name, planned, actual }: Milestone, late: number, today: Day): Text {
  const isDone = actual !== null && actual <= today
  const due = { vi: formatDay(planned ?? '', 'vi'), en: formatDay(planned ?? '', 'en') }
  return joined(
    {
      vi: `Mốc ${milestoneTexts[name].vi} (kế hoạch ${due.vi}) chậm ${late} ngày`,
      en: `Milestone "${milestoneTexts[name].en}" (planned ${due.en}) is ${counted(late, 'day', 'days')} late`,
    },
    isDone
      ? { vi: `, xong ngày ${formatDay(actual, 'vi')}`, en: `, done on ${formatDay(actual, 'en')}` }
      : { vi: ', chưa xong', en: ', not done' },
  )
}

/** A project within the criterion, as an asset is. */
export function projectVerdict(seen: ProjectSeen, today: Day): AssetVerdict {
  const finding = judgeProject(seen, today)
  const { code, name } = seen.project
  return {
    asset: { kind: 'project', code, label: name },
    verdict: finding.verdict,
    reason: finding.verdict === 'unknown' ? finding.reason : null,
    because: finding.because,
    failure: null,
    critical: false,
    evidence: [],
    pending: null,
    imports: importsOf([seen.project, ...seen.milestones]),
  }
}
