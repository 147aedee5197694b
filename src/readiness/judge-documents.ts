import type { UnitDocument } from '../model/documents.ts'
import { type ProfileFlag, profileFlags } from '../model/inventory.ts'
import type { Instant, Text, UnitState } from '../model.ts'
import type { AssetVerdict, CriterionVerdict } from './assessment.ts'
import { attested } from './attested/index.ts'
import { criterionOf } from './catalogue.ts'
import type { Criterion, JudgeOptions } from './criterion.ts'
import { flagsOf, templateOf } from './profile.ts'
import { reasonTexts } from './reasons.ts'
import { blocksOf, citation, isInForce, refOf, statementOn } from './statement.ts'
import { joined } from './wording.ts'

/**
 * The verdict that a unit's documents give on a criterion which people answer; null for a criterion that they do not, or
 * not by themselves.
 * The newest statement counts, and once it has run out nothing is known. Without one of its own a unit inherits what
 * the platform states for all.
 */
export function judgeDocuments(
  criterion: Criterion,
  state: UnitState,
  { asOf, ...options }: JudgeOptions & { asOf: Instant },
): CriterionVerdict | null {
  const { id } = criterion
  const asks = attested[id]
  if (asks === undefined || criterion.ofUnit !== undefined) return null
  const ttlHours = typeof criterion.ttlHours === 'number' ? criterion.ttlHours : null
  const own = statementOn(id, state.documents)
  const shared = statementOn(id, state.platformDocuments)
  const document = own ?? (shared && asks.coversUnits?.(shared.values) ? shared : undefined)
  if (document === undefined)
    return unknownVerdict(id, 'no_evidence', {
      vi: 'Chưa có minh chứng: cần văn bản xác nhận của đơn vị',
      en: "No evidence: the unit's attestation with a document is needed",
    })
  const cited = citation(document)
  if (!isInForce(document, ttlHours, asOf))
    return {
      ...unknownVerdict(id, 'attestation_expired', joined(reasonTexts.attestation_expired, ': ', cited)),
      documents: [refOf(document)],
    }
  const finding = asks.judge(document.values, {
    options,
    flags: flagsOf(state.unit),
    provinceBlocks: blocksOf(state.platformDocuments, asOf),
  })
  return {
    id,
    verdict: finding.verdict,
    reason: finding.verdict === 'unknown' ? finding.reason : null,
    because: joined(finding.because, '; ', cited),
    assets: [],
    documents: [refOf(document)],
  }
}

/**
 * Why a criterion does not apply, or that its not applying is not approved: a flag that units of its kind have must be
 * declared absent with a document, or nothing is known. Null when the criterion applies.
 */
export function judgeProfile(
  criterion: Pick<Criterion, 'id' | 'appliesTo'> & Partial<Pick<Criterion, 'layer'>>,
  state: UnitState,
  asOf: Instant,
): CriterionVerdict | null {
  const { unit, documents } = state
  const flags = flagsOf(unit)
  if (criterion.appliesTo(unit, flags)) return null
  if (!criterion.appliesTo(unit, new Set(profileFlags)))
    return notApplicable(criterion.id, {
      vi: 'Chỉ áp dụng cho nền tảng tỉnh',
      en: 'Applies to the provincial platform only',
    })
  const because: Text =
    criterion.layer === 'dns' && unit.kind !== 'platform'
      ? {
          vi: 'Kế thừa nền tảng tỉnh: tên miền được đánh giá một lần ở đó, theo hồ sơ đơn vị',
          en: "Inherited from the provincial platform, where the zone is judged once; by the unit's profile",
        }
      : { vi: 'Không áp dụng theo hồ sơ đơn vị', en: "Not applicable by the unit's profile" }
  const template = templateOf(unit.kind)
  if (!criterion.appliesTo(unit, template))
    return notApplicable(criterion.id, joined(because, { vi: ' (mẫu)', en: ' (template)' }))
  const declared = documents.filter(
    (one) =>
      one.kind === 'not_applicable' && isInForce(one, null, asOf) && !flags.has(one.subject as ProfileFlag),
  )
  const approved = new Set(declared.map(({ subject }) => subject))
  const withoutDocument = new Set([...flags, ...[...template].filter((flag) => !approved.has(flag))])
  if (criterion.appliesTo(unit, withoutDocument))
    return unknownVerdict(criterion.id, 'na_not_approved', {
      vi: 'Hồ sơ ghi không áp dụng nhưng chưa có văn bản khai báo',
      en: 'The profile says that it does not apply, and no document declares so',
    })
  const telling = declared.filter(({ subject }) =>
    criterion.appliesTo(unit, new Set([...flags, subject as ProfileFlag])),
  )
  return {
    ...notApplicable(
      criterion.id,
      telling.reduce((text, one) => joined(text, '; ', citation(one)), because),
    ),
    documents: telling.map(refOf),
  }
}

/**
 * The units whose newest statement on SEC-01 is in force at a moment and records that somebody approved trying the ports
 * of their own hosts.
 */
export function unitsApprovingPorts(documents: UnitDocument[], asOf: Instant): Set<string> {
  const { id, ttlHours } = criterionOf('SEC-01')
  const known = documents.filter(
    ({ enteredAt, withdrawnAt }) => enteredAt <= asOf && (withdrawnAt === null || withdrawnAt > asOf),
  )
  return new Set(
    known
      .filter(
        (one) =>
          statementOn(
            id,
            known.filter(({ unit }) => unit === one.unit),
          ) === one,
      )
      .filter((one) => isInForce(one, typeof ttlHours === 'number' ? ttlHours : null, asOf))
      .flatMap(({ unit, values }) => (values.approves_scan === 'yes' ? [unit] : [])),
  )
}

/** The exception in force for what an asset fails, newest first; undefined for none. */
export function exceptionFor(
  criterion: Criterion,
  { asset }: Pick<AssetVerdict, 'asset'>,
  documents: UnitDocument[],
  asOf: Instant,
): UnitDocument | undefined {
  return documents.find(
    (one) =>
      one.kind === 'exception' &&
      one.subject === criterion.id &&
      (one.asset === null || (one.asset.kind === asset.kind && one.asset.code === asset.code)) &&
      isInForce(one, null, asOf),
  )
}

function unknownVerdict(
  id: string,
  reason: NonNullable<CriterionVerdict['reason']>,
  because: Text,
): CriterionVerdict {
  return { id, verdict: 'unknown', reason, because, assets: [] }
}

function notApplicable(id: string, because: Text): CriterionVerdict {
  return { id, verdict: 'na', reason: null, because, assets: [] }
}
