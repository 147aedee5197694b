import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../model.ts'
import { breather } from '../store/breather.ts'
import type { Database } from '../store/database.ts'
import { pruneEvidence, readCitations } from '../store/prune-evidence.ts'

const dayMs = 86_400_000

/**
 * Removes exchanges that are older than so many days and that no frozen report cites, in small pieces. It may be cut off
 * anywhere and made again. Returns how many went.
 */
export async function keepEvidence({ db, now }: { db: Database; now: Clock }, days: number): Promise<number> {
  const breathe = breather()
  while (await readCitations(db, breathe)) await turn()
  const before = new Date(Date.parse(now()) - days * dayMs).toISOString()
  let removed = 0
  let after: string | undefined = ''
  while (after !== undefined) {
    const piece: Awaited<ReturnType<typeof pruneEvidence>> = await pruneEvidence(db, { after, before })
    removed += piece.removed
    after = piece.next
    await turn()
  }
  return removed
}
