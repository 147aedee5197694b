import type { Instant } from '../model.ts'
import type { Database } from '../store/database.ts'
import { citationsIn, findEvidence } from '../store/evidence.ts'

/** The exchanges that a report cites, hashed again; the first of those that are not what was written are named. */
export type VerifiedEvidence = {
  cited: number
  whole: number
  /** Kept before exchanges were hashed, so that nobody can tell. */
  unhashed: number
  changed: number
  missing: number
  first: { checkId: string; firstDueAt: Instant; what: 'changed' | 'missing' }[]
}

/** So many are named; when a disk goes, thousands may be wrong. */
const named = 20

export async function verifyEvidence(db: Database, body: string): Promise<VerifiedEvidence> {
  const verified: VerifiedEvidence = { cited: 0, whole: 0, unhashed: 0, changed: 0, missing: 0, first: [] }
  const seen = new Set<string>()
  for (const { checkId, firstDueAt } of citationsIn(body)) {
    const key = `${firstDueAt} ${checkId}`
    if (seen.has(key)) continue
    seen.add(key)
    verified.cited += 1
    const what = (await findEvidence(db, checkId, firstDueAt))?.state ?? 'missing'
    verified[what] += 1
    if ((what === 'changed' || what === 'missing') && verified.first.length < named)
      verified.first.push({ checkId, firstDueAt, what })
  }
  return verified
}
