import type { Asset } from '../model/inventory.ts'
import type { CheckState, Text } from '../model.ts'
import type { Finding, JudgeOptions, WindowQuestion } from './criterion.ts'
import type { History } from './history.ts'
import { reasonOf, reasonTexts } from './reasons.ts'
import { blind, type Settled } from './settle.ts'
import type { WindowSeen } from './window.ts'
import { decimal, joined } from './wording.ts'

/** domain rules 3.5.6 and 3.7: from fewer of the looks nothing is concluded. */
const leastCoverage = 0.8

/**
 * The verdict over a window. It needs no confirmation: no single look moves an aggregate, and nothing in it is older
 * than the window is long.
 */
export function judgeWindow(
  { check }: CheckState,
  seen: WindowSeen,
  history: () => History,
  question: WindowQuestion,
  about: { asset: Asset; options: JudgeOptions },
): Settled {
  const finding = seen.coverage >= leastCoverage ? question.judge(seen, about) : tooFew(seen, history)
  if ('sinceMs' in finding) return blind(finding)
  const looks = [seen.first, seen.last].flatMap((one) => one ?? [])
  const evidence = looks.map(({ at, firstDueAt }) => ({ checkId: check.id, firstDueAt, lastSeenAt: at }))
  const [first, last] = evidence
  const stated = {
    ...nothing,
    because: joined(finding.because, overWindow(seen)),
    // one interval may hold the first look and the last
    evidence: first && last && first.firstDueAt === last.firstDueAt ? [last] : evidence,
  }
  return finding.verdict === 'unknown'
    ? { ...stated, ...unknownOf(finding.reason, stated.because) }
    : {
        ...stated,
        verdict: finding.verdict,
        failure: finding.failure ?? null,
        broken: finding.severity === 'critical',
        ...(finding.share && { share: finding.share }),
      }
}

function tooFew(seen: WindowSeen, history: () => History): Finding | NonNullable<History['blindness']> {
  if (seen.looks === 0) {
    const { intervals, blindness } = history()
    const newest = intervals.at(-1)?.observation.result
    if (newest && !newest.ok) {
      const reason = reasonOf(newest.error)
      return { verdict: 'unknown', reason, because: reasonTexts[reason] }
    }
    if (blindness) return blindness
  }
  return { verdict: 'unknown', reason: 'coverage_low', because: reasonTexts.coverage_low }
}

const nothing: Omit<Settled, 'because'> = {
  verdict: 'unknown',
  reason: null,
  failure: null,
  broken: false,
  evidence: [],
  pending: null,
}

function unknownOf(reason: Settled['reason'], because: Text) {
  return { verdict: 'unknown' as const, reason, because }
}

/** " (trong 7 ngày, độ phủ 96%)". A coverage that is too low is not rounded up to one that is enough. */
function overWindow({ span, coverage }: WindowSeen): Text {
  const share = decimal(Math.floor(coverage * 100 + 1e-9))
  return {
    vi: ` (trong ${span.vi}, độ phủ ${share.vi}%)`,
    en: ` (over ${span.en}, coverage ${share.en} %)`,
  }
}
