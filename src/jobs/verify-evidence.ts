import type { Instant } from '../model.ts'
import type { MonthlyReport } from '../report/monthly-report.ts'
import { breather } from '../store/breather.ts'
import type { Database } from '../store/database.ts'
import { citationsIn, findEvidence } from '../store/evidence.ts'

/** The exchanges that a report cites, hashed again and held against the hashes in it; the first of those that are not what was written are named. */
export type VerifiedEvidence = {
  cited: number
  whole: number
  /** Without a hash, in the report and beside it, so that nobody can tell. */
  unhashed: number
  changed: number
  missing: number
  first: { checkId: string; firstDueAt: Instant; what: 'changed' | 'missing' }[]
}

/** So many are named; when a disk goes, thousands may be wrong. */
const named = 20

/** `hashes`: what the report says that they were; without, those kept beside the exchanges have to do. */
export async function verifyEvidence(
  db: Database,
  body: string,
  hashes: MonthlyReport['evidence'] = {},
): Promise<VerifiedEvidence> {
  const verified: VerifiedEvidence = { cited: 0, whole: 0, unhashed: 0, changed: 0, missing: 0, first: [] }
  const seen = new Set<string>()
  const breathe = breather()
  for (const { checkId, firstDueAt } of citationsIn(body)) {
    const key = `${firstDueAt} ${checkId}`
    if (seen.has(key)) continue
    await breathe()
    seen.add(key)
    verified.cited += 1
    const expected = hashes[checkId]?.[firstDueAt]
    const what = (await findEvidence(db, checkId, firstDueAt, expected))?.state ?? 'missing'
    verified[what] += 1
    if ((what === 'changed' || what === 'missing') && verified.first.length < named)
      verified.first.push({ checkId, firstDueAt, what })
  }
  return verified
}
