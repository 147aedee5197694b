import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../model.ts'
import type { Database } from '../store/database.ts'
import { pruneEvents, pruneMessages } from '../store/prune-incidents.ts'

const dayMs = 86_400_000

/** Removes messages, and what rules wrote into the logs of closed incidents, after so many days, in small pieces. */
export async function forgetIncidents(
  { db, now }: { db: Database; now: Clock },
  days: number,
): Promise<{ messages: number; events: number }> {
  const before = new Date(Date.parse(now()) - days * dayMs).toISOString()
  const gone = { messages: 0, events: 0 }
  for (;;) {
    const messages = await pruneMessages(db, before)
    gone.messages += messages
    if (messages === 0) break
    await turn()
  }
  for (let after: number | null = 0; after !== null; ) {
    const piece: Awaited<ReturnType<typeof pruneEvents>> = await pruneEvents(db, { after, before })
    gone.events += piece.removed
    after = piece.next
    await turn()
  }
  return gone
}
