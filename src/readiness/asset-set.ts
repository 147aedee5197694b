import type { Text } from '../model.ts'
import type { AssetVerdict, CriterionVerdict } from './assessment.ts'
import type { Criterion } from './criterion.ts'
import { joined } from './wording.ts'

/** More unknown assets than this and the set is unknown. */
const unknownAllowed = 0.2
/** Divisions by small numbers may miss a share by a few units in the last place. */
const epsilon = 1e-9

/**
 * The verdict on all assets that one criterion concerns (domain rules 2.2): a critical asset that fails, fails the
 * set; else too many unknown make it unknown; else the share that passes decides, in which partial and unknown count
 * for nothing. Where every asset is at least partial, so is the set, though none may pass: nothing there fails.
 * Assets to which it does not apply leave the set; with none left it does not apply to the unit. `all` must not be empty.
 */
export function judgeSet(
  all: Pick<AssetVerdict, 'verdict' | 'critical'>[],
  shares: NonNullable<Criterion['shares']> = { pass: 1, partial: 0.5 },
): AssetVerdict['verdict'] {
  const assets = all.filter(({ verdict }) => verdict !== 'na')
  if (assets.length === 0) return 'na'
  if (assets.some(({ critical, verdict }) => critical && verdict === 'fail')) return 'fail'
  const count = (wanted: AssetVerdict['verdict']) => assets.filter(({ verdict }) => verdict === wanted).length
  if (count('unknown') / assets.length > unknownAllowed + epsilon) return 'unknown'
  const share = count('pass') / assets.length
  if (share >= shares.pass - epsilon) return 'pass'
  if (count('pass') + count('partial') === assets.length) return 'partial'
  return share >= shares.partial - epsilon ? 'partial' : 'fail'
}

const worstFirst = ['fail', 'unknown', 'partial', 'pass', 'na'] as const

/** An asset that must satisfy several questions is as good as the worst answer; a failure is certain even so. */
export function worst<T extends { verdict: AssetVerdict['verdict'] }>(answers: [T, ...T[]]): T {
  return answers.reduce((left, right) =>
    worstFirst.indexOf(right.verdict) < worstFirst.indexOf(left.verdict) ? right : left,
  )
}

/** A criterion of which a unit is as good as its worst asset; `none` says what the inventory lacks where there is no asset. */
export function asWorst(
  id: CriterionVerdict['id'],
  [first, ...rest]: AssetVerdict[],
  none: Text,
): CriterionVerdict {
  if (first === undefined) return { id, verdict: 'unknown', reason: 'no_evidence', because: none, assets: [] }
  const assets: [AssetVerdict, ...AssetVerdict[]] = [first, ...rest]
  const { verdict, reason, asset, because } = worst(assets)
  return { id, verdict, reason, because: joined(`${asset.label}: `, because), assets }
}
