import { formatDay } from '../../i18n/format.ts'
import type { Line, Unit } from '../../model/inventory.ts'
import type { Instant, Text } from '../../model.ts'
import type { LineEvidence, LineFigures } from '../../operations/line-figures.ts'
import { dayOf } from '../../report/period.ts'
import type { AssetVerdict, CriterionVerdict } from '../assessment.ts'
import { asWorst } from '../asset-set.ts'
import { joined } from '../wording.ts'
import { type About, findings, type LineCriterion, notKept } from './line-findings.ts'

/** Figures of the unit's leased lines over a month, or why there are none. */
export type LinesSeen = ReadonlyMap<string, LineFigures>

/** OPS-TS-01 to 05 of a unit: as good as its worst leased line; lines to the Internet are not asked about. */
export function judgeLines(
  id: LineCriterion,
  { unit, lines }: { unit: Pick<Unit, 'kind' | 'type'>; lines: Line[] },
  seen: LinesSeen,
): CriterionVerdict {
  const verdicts = lines
    .filter(({ level }) => level !== 'internet')
    .map((line) => judgeLine(id, { line, unit }, seen.get(line.code)))
  return asWorst(id, verdicts, {
    vi: 'Chưa có minh chứng: kiểm kê cần có đường truyền cấp I, II hoặc dự phòng',
    en: 'No evidence: the inventory needs a line of level I, II or backup',
  })
}

function judgeLine(id: LineCriterion, about: About, figures: LineFigures | undefined): AssetVerdict {
  const finding = figures ? findings[id](figures, about) : notKept(about.line)
  return {
    asset: { kind: 'line', code: about.line.code, label: about.line.code },
    verdict: finding.verdict,
    reason: finding.verdict === 'unknown' ? finding.reason : null,
    because: figures ? joined(finding.because, over(figures)) : finding.because,
    failure: null,
    critical: false,
    evidence: figures ? evidenceOf(id, figures) : [],
    pending: null,
  }
}

/** "; từ 15/06/2022 đến 30/06/2022, cách tính v6gov-1". */
function over({ from, to, method }: LineFigures): Text {
  const [first, last] = [dayOf(from), dayOf(lastMoment(to))]
  return {
    vi: `; từ ${formatDay(first, 'vi')} đến ${formatDay(last, 'vi')}, cách tính ${method}`,
    en: `; from ${formatDay(first, 'en')} to ${formatDay(last, 'en')}, accounting ${method}`,
  }
}

function lastMoment(to: Instant): Instant {
  return new Date(Date.parse(to) - 1).toISOString()
}

/** At most so many outages are linked, the longest ones. */
const mostLinked = 3

/** The looks that opened outages, and the first and the last of the time. */
function evidenceOf(id: LineCriterion, figures: LineFigures): AssetVerdict['evidence'] {
  const { from, to, incidents, reachEvidence, countEvidence } = figures
  const isCounted = id === 'OPS-TS-02' || id === 'OPS-TS-03'
  const ends = isCounted ? countEvidence : reachEvidence
  const opened =
    id === 'OPS-TS-01' || id === 'OPS-TS-05'
      ? incidents
          .toSorted((one, other) => other.minutes - one.minutes)
          .slice(0, mostLinked)
          .map((one) => ({ ...one.opened, lastSeenAt: one.from }))
      : []
  const seenAt = (one: LineEvidence) => (one === ends.at(-1) ? lastMoment(to) : from)
  const all = [...opened, ...ends.map((one) => ({ ...one, lastSeenAt: seenAt(one) }))]
  return all.filter((one, index) => all.findIndex((other) => other.firstDueAt === one.firstDueAt) === index)
}
