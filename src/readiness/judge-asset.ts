import { probes } from '../../probes/index.ts'
import type { Asset } from '../model/inventory.ts'
import type { CheckState, Instant, Observation, UnitState } from '../model.ts'
import type { AssetVerdict } from './assessment.ts'
import { worst } from './asset-set.ts'
import type { Criterion, FactQuestion, Finding, JudgeOptions, Question, WindowQuestion } from './criterion.ts'
import { type History, historyOf, outagesOf } from './history.ts'
import { partial, unknown } from './judge/finding.ts'
import { forgetAtOnce, type JudgeMemory, rememberedAnswer } from './judge-memory.ts'
import { judgeWindow } from './judge-window.ts'
import { reasonOf, reasonTexts } from './reasons.ts'
import { type Settled, settle } from './settle.ts'
import { seeWindow } from './window.ts'
import { joined } from './wording.ts'

/** Evidence over a reporting period holds no longer than the longest month. */
const hoursOfMonth = 31 * 24
const hourMs = 3_600_000
const minuteMs = 60_000

/** How long evidence for a criterion counts. */
export function ttlMsOf({ ttlHours }: Pick<Criterion, 'ttlHours'>, pace: number): number {
  return ((ttlHours === 'month' ? hoursOfMonth : ttlHours) * hourMs) / pace
}

/** How long a change must last before it stands. */
export function confirmMsOf({ confirmMinutes, pace }: Pick<JudgeTerms, 'confirmMinutes' | 'pace'>): number {
  return (confirmMinutes * minuteMs) / pace
}

export type JudgeTerms = JudgeOptions & { asOf: Instant; pace: number; confirmMinutes: number }

/** The facts of looks as questions read them, or what is found where there are none. */
export type Readings = Map<Observation, Reading>
type Reading = { ok: true; facts: never } | { ok: false; finding: Finding }

/**
 * Judges assets of one unit; what its checks saw is read once for all questions that rest on it, and with the same
 * `readings` once for several moments.
 */
export function assetJudge(
  state: UnitState,
  terms: JudgeTerms,
  { readings = new Map(), memory }: { readings?: Readings; memory?: JudgeMemory } = {},
) {
  const histories = new Map<CheckState, History>()
  const confirmMs = confirmMsOf(terms)

  const proberOf = ({ check: { probe, vantage } }: CheckState) =>
    probes[probe].ownNetwork ? undefined : state.prober.find(({ check }) => check.vantage === vantage)

  function historyAt(checkState: CheckState): History {
    const known = histories.get(checkState) ?? historyOf(checkState, proberOf(checkState), terms)
    histories.set(checkState, known)
    return known
  }

  function read(checkState: CheckState, observation: Observation): Reading {
    const known = readings.get(observation) ?? readFacts(checkState, observation)
    readings.set(observation, known)
    return known
  }

  /** The standing answer of one check to one question. */
  function ask(checkState: CheckState, criterion: Criterion, question: Question, asset: Asset): Settled {
    if (question.over) return askWindow(checkState, question, asset)
    const ttlMs = ttlMsOf(criterion, terms.pace)
    const settled = () => settledAnswer(checkState, question, asset, ttlMs)
    if (memory === undefined) return settled()
    const about = { state, checkState, question, asset }
    return rememberedAnswer(memory, about, { asOf: terms.asOf, pace: terms.pace, confirmMs, ttlMs }, settled)
  }

  function settledAnswer(
    checkState: CheckState,
    question: FactQuestion,
    asset: Asset,
    ttlMs: number,
  ): Settled {
    const { intervals, ...blindness } = historyAt(checkState)
    const found = intervals.map((interval) => {
      const reading = read(checkState, interval.observation)
      const finding = reading.ok ? question.judge(reading.facts, { asset, options: terms }) : reading.finding
      return { interval, finding: capped(finding, question, interval.observation, terms) }
    })
    return settle(found, blindness, { asOf: terms.asOf, ttlMs, confirmMs })
  }

  function askWindow(checkState: CheckState, question: WindowQuestion, asset: Asset): Settled {
    forgetAtOnce(memory) // each day has a window of its own
    const prober = proberOf(checkState)
    const seen = seeWindow(checkState, question, {
      asOf: terms.asOf,
      pace: terms.pace,
      probeVersion: probes[question.probe].version,
      outages: prober === undefined ? [] : outagesOf(prober, terms.asOf),
    })
    return judgeWindow(checkState, seen, () => historyAt(checkState), question, { asset, options: terms })
  }

  function answer(criterion: Criterion, question: Question, asset: Asset): Settled {
    const asked = checksBy(state.checks).get(lookKey(question.probe, asset)) ?? []
    const answers = asked.map((one) => ({
      vantage: one.check.vantage,
      ...ask(one, criterion, question, asset),
    }))
    const outside = answers.filter(({ vantage, verdict }) => vantage === 'outside' && verdict !== 'unknown')
    const [first, ...rest] = outside.length > 0 ? outside : answers
    if (first === undefined) return question.fromUnit ? nobodyInUnit(state.unit) : notLookedAt
    const { vantage: _, ...settled } = worst([first, ...rest])
    return settled
  }

  return (criterion: Criterion, asset: Asset): { verdict: AssetVerdict; broken: boolean } => {
    const [first, ...rest] = criterion.questions
      .filter((question) => question.concerns(asset))
      .map((question) => answer(criterion, question, asset))
    const answers: [Settled, ...Settled[]] = [first ?? notLookedAt, ...rest]
    const { broken, ...telling } = worst(answers)
    return {
      broken,
      verdict: {
        ...telling,
        asset: { kind: asset.kind, code: asset.code, label: labelOf(asset) },
        because:
          telling.verdict === 'pass'
            ? answers.map(({ because }) => because).reduce((left, right) => joined(left, '; ', right))
            : telling.because,
        critical: asset.kind === 'service' && asset.critical,
        evidence: answers.flatMap(({ evidence }) => evidence),
        pending: telling.pending ?? answers.find(({ pending }) => pending !== null)?.pending ?? null,
      },
    }
  }
}

/** The checks of a state by what they look at and how. */
const indexed = new WeakMap<CheckState[], Map<string, CheckState[]>>()

function checksBy(checks: CheckState[]): Map<string, CheckState[]> {
  const known = indexed.get(checks)
  if (known) return known
  const index = new Map<string, CheckState[]>()
  for (const one of checks) {
    const key = lookKey(one.check.probe, one.check.asset)
    index.set(key, [...(index.get(key) ?? []), one])
  }
  indexed.set(checks, index)
  return index
}

function lookKey(probe: string, { kind, code }: CheckState['check']['asset']): string {
  return `${probe} ${kind} ${code}`
}

const notLookedAt: Settled = {
  verdict: 'unknown',
  reason: 'no_evidence',
  because: {
    vi: 'Chưa có phép đo: tài sản thiếu địa chỉ, tên miền hoặc thông tin xác thực trong kiểm kê',
    en: 'Nothing looks at it: the inventory lacks its address, host name or credential',
  },
  failure: null,
  broken: false,
  evidence: [],
  pending: null,
}

/** Nothing but a process in the unit itself could tell. */
function nobodyInUnit({ code }: UnitState['unit']): Settled {
  return {
    ...notLookedAt,
    because: {
      vi: `Chưa có ai đo từ trong đơn vị: cần chạy một tiến trình đo tại đơn vị (V6GOV_ROLES=worker, V6GOV_VANTAGES=${code}) và khai ${code} trong V6GOV_VANTAGES của bộ lập lịch`,
      en: `Nobody looks from inside the unit: run a worker there (V6GOV_ROLES=worker, V6GOV_VANTAGES=${code}) and list ${code} in the scheduler's V6GOV_VANTAGES`,
    },
  }
}

/** The facts of an interval, or why there are none that today's rules can read. */
function readFacts({ check }: CheckState, { result, probeVersion }: Observation): Reading {
  if (!result.ok) {
    const reason = reasonOf(result.error)
    return { ok: false, finding: unknown(reason, reasonTexts[reason]) }
  }
  const probe = probes[check.probe]
  const facts = probeVersion === probe.version ? probe.facts.safeParse(result.facts) : null
  return facts?.success
    ? { ok: true, facts: facts.data as never }
    : {
        ok: false,
        finding: unknown('no_evidence', {
          vi: 'Số liệu do phiên bản cũ của phép đo ghi lại, cần đo lại',
          en: 'The facts are of another version of the probe; a new look is needed',
        }),
      }
}

/** Seen only from inside, a public service is not proven to be public (domain rules 4.1). */
function capped(
  finding: Finding,
  question: Question,
  { vantage }: Observation,
  options: JudgeOptions,
): Finding {
  const proven = !question.fromOutside || vantage === 'outside' || options.insideCountsAsOutside
  if (proven || finding.verdict !== 'pass') return finding
  return partial(joined(finding.because, { vi: '; chỉ đo nội bộ', en: '; looked at only from inside' }))
}

function labelOf(asset: Asset): string {
  if (asset.kind === 'service') return asset.host || asset.code
  if (asset.kind === 'line') return asset.code
  if (asset.kind === 'prefix') return asset.prefix
  return asset.name || asset.code
}
