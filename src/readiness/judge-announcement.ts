import { Address6 } from 'ip-address'
import type { UnitDocument } from '../model/documents.ts'
import type { Instant, UnitState } from '../model.ts'
import type { AssetVerdict } from './assessment.ts'
import { announcement } from './attested/announcement.ts'
import { borderRouter } from './criteria/concerns.ts'
import { type Criterion, type Finding, type OfUnitContext, question } from './criterion.ts'
import { judgeAnnounced } from './judge/bgp.ts'
import { flagsOf } from './profile.ts'
import { blocksOf, citation, isInForce, statementOn } from './statement.ts'
import { joined } from './wording.ts'

/** Of ADR-03, as of the looks at sessions. */
const ttlHours = 7 * 24

/** The record of a looking glass that is in force, if there is one. */
export function announcementRecord({ documents }: UnitState, asOf: Instant): UnitDocument | undefined {
  const record = statementOn('ADR-03', documents)
  return record && isInForce(record, ttlHours, asOf) ? record : undefined
}

/**
 * ADR-03: the sessions of each border router, which prove no announcement by themselves, and what a looking glass showed
 * of the unit's block, which proves no session (domain rules 2.4).
 */
export function judgeUnitAnnouncement(
  criterion: Criterion,
  state: UnitState,
  { asOf, options, judge }: OfUnitContext,
): AssetVerdict[] {
  const record = announcementRecord(state, asOf)
  const shown = record && findingOf(record, state, { asOf, options })
  return state.assets.filter(borderRouter.concerns).map((router) => {
    const { verdict } = judge(criterion, router)
    if (record === undefined || shown === undefined || verdict.verdict !== 'partial') return verdict
    const cited = joined('; ', shown.because, '; ', citation(record))
    if (shown.verdict !== 'pass') return { ...verdict, because: joined(verdict.because, cited) }
    const asked = question({
      probe: 'snmp-bgp',
      ...borderRouter,
      judge: (facts) => judgeAnnounced(facts, Number(record.values.asn)),
    })
    const both = judge({ ...criterion, questions: [asked] }, router).verdict
    return { ...both, because: joined(both.because, cited) }
  })
}

/** What the record shows, if it is of the block that the unit says is its own. */
function findingOf(
  { values }: UnitDocument,
  state: UnitState,
  { asOf, options }: Pick<OfUnitContext, 'asOf' | 'options'>,
): Finding {
  const own = blocksOf(state.documents, asOf)
  const { prefix = '' } = values
  if (own.length > 0 && !own.some((block) => overlap(block, prefix)))
    return {
      verdict: 'fail',
      because: {
        vi: `bản ghi looking glass về ${prefix}, không phải vùng của đơn vị (${own.join(', ')})`,
        en: `the looking-glass record is of ${prefix}, which is not the unit's block (${own.join(', ')})`,
      },
    }
  return announcement.judge(values, { options, flags: flagsOf(state.unit), provinceBlocks: [] })
}

function overlap(one: string, other: string): boolean {
  const [a, b] = [new Address6(one), new Address6(other)]
  return a.isInSubnet(b) || b.isInSubnet(a)
}
