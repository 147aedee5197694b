import { isDeepStrictEqual } from 'node:util'
import type { Instant, Text, UnitState } from '../model.ts'
import type { AssetVerdict, CriterionVerdict, Readiness } from './assessment.ts'
import { judgeSet } from './asset-set.ts'
import { catalogueVersion, criteria } from './catalogue.ts'
import type { Criterion, JudgeOptions, OfUnitContext, UnknownReason } from './criterion.ts'
import { assetJudge, confirmMsOf, type Readings, ttlMsOf } from './judge-asset.ts'
import { exceptionFor, judgeDocuments, judgeProfile } from './judge-documents.ts'
import { type Judged, judgeMemory, rememberedState, rememberedVerdict } from './judge-memory.ts'
import { judgeStatement } from './judge-statement.ts'
import { score } from './score.ts'
import { stateAt } from './state-at.ts'
import { blockTtlHours, citation, refOf } from './statement.ts'
import { joined } from './wording.ts'

export type EvaluateOptions = JudgeOptions & {
  /** How much faster than in production everything runs: periods, confirmation and staleness are that much shorter. */
  pace: number
  /** Minutes over which looks must agree before a verdict other than pass is confirmed; 10 unless set. */
  confirmMinutes?: number
}

/** What holds unless the operator says else. */
export const defaultOptions: Required<EvaluateOptions> = {
  treatDocumentationAsGlobal: false,
  insideCountsAsOutside: false,
  pace: 1,
  confirmMinutes: 10,
}

/**
 * Judges one unit as things stood at `asOf`, from what was seen until then. Pure: the same state gives the same
 * readiness, today's or last year's.
 */
export function evaluate(
  whole: UnitState,
  asOf: Instant,
  options: EvaluateOptions,
  readings?: Readings,
): Readiness {
  const state = stateAt(whole, asOf)
  const terms = { ...defaultOptions, ...options, asOf }
  const judge = assetJudge(state, terms, readings && { readings })
  const judged = criteria.map((criterion) => judgeOne(criterion, state, { asOf, options: terms, judge }))
  const verdicts = judged.map(({ verdict }) => verdict)
  return {
    unit: state.unit.code,
    asOf,
    catalogue: catalogueVersion,
    verdicts,
    ...score(verdicts),
    broken: judged.flatMap(({ broken }) => broken),
  }
}

/**
 * The verdicts of one unit at one moment after the other, each as `evaluate` has them but for sentences and evidence, which
 * may be of a moment before.
 */
export function* verdictsAt(
  whole: UnitState,
  moments: { asOf: Instant; options: EvaluateOptions }[],
  readings: Readings = new Map(),
): Generator<CriterionVerdict[]> {
  let memory = judgeMemory()
  for (const [i, { asOf, options }] of moments.entries()) {
    if (!isDeepStrictEqual(options, moments[i - 1]?.options)) memory = judgeMemory()
    const state = rememberedState(memory, whole, asOf, documentTtlsMs)
    const terms = { ...defaultOptions, ...options, asOf }
    const judge = assetJudge(state, terms, { readings, memory })
    const timing = { state, pace: terms.pace, confirmMs: confirmMsOf(terms) }
    const atMs = Date.parse(asOf)
    const context = { asOf, options: terms, judge }
    yield criteria.map(
      (criterion) =>
        rememberedVerdict(
          memory,
          criterion,
          atMs,
          () => ({ ...timing, ttlMs: ttlMsOf(criterion, terms.pace) }),
          () => judgeOne(criterion, state, context),
        ).verdict,
    )
  }
}

/** Ages at which statements run out. */
const documentTtlsMs = [
  ...new Set([
    blockTtlHours,
    ...criteria.flatMap(({ ttlHours }) => (ttlHours === 'month' ? [] : [ttlHours])),
  ]),
].map((hours) => hours * 3_600_000)

function judgeOne(
  criterion: Criterion,
  state: UnitState,
  context: Omit<OfUnitContext, 'judge'> & { judge: ReturnType<typeof assetJudge> },
): Judged {
  const { asOf, judge } = context
  const early =
    judgeProfile(criterion, state, asOf) ??
    judgeStated(criterion, state, context) ??
    judgeOfUnit(criterion, state, context) ??
    judgeWithoutAssets(criterion, state)
  if (early) return { verdict: early, broken: [] }
  const assets = state.assets.filter((asset) => criterion.questions.some((one) => one.concerns(asset)))
  const each = assets.map((asset) => judge(criterion, asset))
  const excused = each.map(({ verdict }) => excuse(criterion, verdict, state, asOf))
  return {
    verdict: judgeCriterion(criterion, excused),
    broken: each.filter((one) => one.broken).map((one) => one.verdict),
  }
}

/** The verdict of a criterion that people answer, with the measurement beside it; null for all others. */
function judgeStated(
  criterion: Criterion,
  state: UnitState,
  { asOf, options, judge }: OfUnitContext,
): CriterionVerdict | null {
  const stated = judgeDocuments(criterion, state, { ...options, asOf })
  const { beside } = criterion
  if (stated !== null && criterion.confirm) return criterion.confirm(stated, state, { asOf, options, judge })
  if (stated === null || beside === undefined) return stated
  const asked = { ...criterion, ttlHours: beside.ttlHours, questions: [beside.question] }
  const looked = new Set(
    state.checks.flatMap(({ check }) =>
      check.probe === beside.question.probe ? [`${check.asset.kind}~${check.asset.code}`] : [],
    ),
  )
  // without an approval nothing is looked at, and a statement alone is what it is
  const assets = looked.size === 0 ? [] : state.assets.filter(beside.question.concerns)
  return judgeStatement(
    stated,
    assets.map((asset) => judge(asked, asset).verdict),
  )
}

/** The verdict of a criterion that looks at the whole unit; null for all others. */
function judgeOfUnit(
  criterion: Criterion,
  state: UnitState,
  context: OfUnitContext,
): CriterionVerdict | null {
  const { ofUnit } = criterion
  if (ofUnit === undefined) return null
  const each = ofUnit.judge(state, context)
  if (each.length > 0) {
    const excused = each.map((verdict) => excuse(criterion, verdict, state, context.asOf))
    const documents = ofUnit.documents?.(state, context.asOf) ?? []
    return { ...judgeCriterion(criterion, excused), ...(documents.length > 0 && { documents }) }
  }
  const because = joined(inventoryNeeds, ofUnit.wants)
  return { id: criterion.id, verdict: 'unknown', reason: 'no_evidence', because, assets: [] }
}

const inventoryNeeds = {
  vi: 'Chưa có minh chứng: kiểm kê cần có ',
  en: 'No evidence: the inventory needs ',
}

/** The verdict where there is nothing to judge by. */
function judgeWithoutAssets({ id, questions }: Criterion, { assets }: UnitState): CriterionVerdict | null {
  const noEvidence = (because: Text): CriterionVerdict => ({
    id,
    verdict: 'unknown',
    reason: 'no_evidence',
    because,
    assets: [],
  })
  const [question] = questions
  if (question === undefined)
    return noEvidence({
      vi: 'Chưa có minh chứng: phiên bản này chưa đo và chưa nhận văn bản cho tiêu chí này',
      en: 'No evidence: this version neither measures this criterion nor takes documents for it yet',
    })
  if (assets.some((asset) => questions.some((one) => one.concerns(asset)))) return null
  return noEvidence(joined(inventoryNeeds, question.wants))
}

/** A failure that an exception covers says so; where the criterion allows for it, it then counts as partial. */
function excuse(
  criterion: Criterion,
  verdict: AssetVerdict,
  { documents }: UnitState,
  asOf: Instant,
): AssetVerdict {
  if (verdict.verdict !== 'fail') return verdict
  const exception = exceptionFor(criterion, verdict, documents, asOf)
  if (exception === undefined) return verdict
  const because = joined(
    verdict.because,
    { vi: '; ngoại lệ theo ', en: '; excepted by ' },
    citation(exception),
  )
  const counts = criterion.exceptionMakesPartial ? 'partial' : 'fail'
  return { ...verdict, verdict: counts, because, exception: refOf(exception) }
}

function judgeCriterion({ id, shares }: Criterion, assets: AssetVerdict[]): CriterionVerdict {
  const verdict = judgeSet(assets, shares)
  const order =
    verdict === 'unknown' ? (['unknown'] as const) : (['fail', 'unknown', 'partial', 'pass', 'na'] as const)
  const telling = order.flatMap((wanted) => assets.filter((one) => one.verdict === wanted))[0]
  const because = telling?.because ?? { vi: '', en: '' }
  return {
    id,
    verdict,
    reason: verdict === 'unknown' ? commonReason(assets) : null,
    because: assets.length === 1 ? because : joined(tally(assets), `; ${telling?.asset.label}: `, because),
    assets,
  }
}

/** "2/3 đạt, 1 không đạt". */
function tally(assets: AssetVerdict[]) {
  const counts = [
    { verdict: 'partial', vi: 'đạt một phần', en: 'partial' },
    { verdict: 'fail', vi: 'không đạt', en: 'fail' },
    { verdict: 'unknown', vi: 'chưa xác định', en: 'unknown' },
  ].flatMap(({ verdict, vi, en }) => {
    const count = assets.filter((one) => one.verdict === verdict).length
    return count === 0 ? [] : [{ vi: `, ${count} ${vi}`, en: `, ${count} ${en}` }]
  })
  const passed = assets.filter((one) => one.verdict === 'pass').length
  const applying = assets.filter((one) => one.verdict !== 'na').length
  return joined({ vi: `${passed}/${applying} đạt`, en: `${passed} of ${applying} pass` }, ...counts)
}

/** Why most of the unknown assets are unknown. */
function commonReason(assets: AssetVerdict[]): UnknownReason | null {
  const counts = new Map<UnknownReason, number>()
  for (const { reason } of assets) if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].sort(([, left], [, right]) => right - left)[0]?.[0] ?? null
}
