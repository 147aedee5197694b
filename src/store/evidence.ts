import { createHash } from 'node:crypto'
import type { Instant, KeptEvidence } from '../model.ts'
import { inflate } from './bytes.ts'
import type { Database } from './database.ts'

export type EvidenceKey = { checkId: string; firstDueAt: Instant }

/** The exchange that opened an interval; undefined when it is past retention. */
export async function findEvidence(
  db: Database,
  checkId: string,
  firstDueAt: Instant,
): Promise<KeptEvidence | undefined> {
  const row = await db
    .selectFrom('evidence')
    .select(['body', 'sha256'])
    .where('check_id', '=', checkId)
    .where('first_due_at', '=', firstDueAt)
    .executeTakeFirst()
  return row && readKept(row.body, row.sha256)
}

/** The exchange of the newest look at a check, which is not hashed: the next look replaces it. */
export async function findLastEvidence(db: Database, checkId: string): Promise<KeptEvidence | undefined> {
  const row = await db
    .selectFrom('last_look')
    .select('evidence')
    .where('check_id', '=', checkId)
    .executeTakeFirst()
  return row && readKept(row.evidence, null)
}

function readKept(body: Uint8Array, sha256: string | null): KeptEvidence {
  try {
    const text = inflate(body)
    const state = sha256 === null ? 'unhashed' : hashEvidence(text) === sha256 ? 'whole' : 'changed'
    return { evidence: JSON.parse(text), sha256, state }
  } catch {
    return { evidence: undefined, sha256, state: 'changed' }
  }
}

/** SHA-256 of an exchange's JSON text, in hex. */
export function hashEvidence(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** As it stands in the canonical text of a report, whose names are in the order of the alphabet. */
const citation = /"checkId":("(?:[^"\\]|\\.)*"),"firstDueAt":"([^"]+)"/g

/** What a frozen report cites, in its order, each as often as it does. */
export function* citationsIn(body: string): Generator<EvidenceKey> {
  for (const [, checkId = '""', firstDueAt = ''] of body.matchAll(citation))
    yield { checkId: JSON.parse(checkId), firstDueAt }
}
