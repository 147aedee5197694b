import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Instant, KeptEvidence } from '../model.ts'
import { batches } from './batches.ts'
import type { Breathe } from './breather.ts'
import { inflate } from './bytes.ts'
import type { Database } from './database.ts'

export type EvidenceKey = { checkId: string; firstDueAt: Instant }

/**
 * The exchange that opened an interval; undefined when it is past retention. It is held against the hash kept with it, or
 * against `expected` where another place tells what its hash must be.
 */
export async function findEvidence(
  db: Database,
  checkId: string,
  firstDueAt: Instant,
  expected: string | null = null,
): Promise<KeptEvidence | undefined> {
  const row = await db
    .selectFrom('evidence')
    .select(['body', 'sha256'])
    .where('check_id', '=', checkId)
    .where('first_due_at', '=', firstDueAt)
    .executeTakeFirst()
  return row && readKept(row.body, expected ?? row.sha256)
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

/** The hashes kept with exchanges, by check and moment; null where there is none. */
export async function listEvidenceHashes(
  db: Database,
  keys: EvidenceKey[],
  breathe: Breathe,
): Promise<Record<string, Record<Instant, string | null>>> {
  const hashes: Record<string, Record<Instant, string | null>> = {}
  for (const { checkId, firstDueAt } of keys) {
    hashes[checkId] ??= {}
    hashes[checkId][firstDueAt] = null
  }
  for (const some of batches(keys)) {
    const wanted = sql.join(some.map(({ checkId, firstDueAt }) => sql`(${checkId}, ${firstDueAt})`))
    const rows = await db
      .selectFrom('evidence')
      .select(['check_id', 'first_due_at', 'sha256'])
      .where(sql<boolean>`(check_id, first_due_at) in (values ${wanted})`)
      .execute()
    for (const row of rows) {
      const own = hashes[row.check_id]
      if (own) own[row.first_due_at] = row.sha256
    }
    await breathe()
  }
  return hashes
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
