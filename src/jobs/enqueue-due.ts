import type { Clock } from '../model.ts'
import type { Queue } from '../queue/queue.ts'
import type { Database } from '../store/database.ts'
import { beat } from '../store/heartbeats.ts'
import { claimDue } from '../store/turns.ts'

/** Hosts taken in one tick; the rest wait for the next, longest waiting first. */
const hostsPerTick = 500

/** A host is claimed anew when no worker has begun with it in this time; one that begins says how long it needs. */
const leaseMs = 2 * 60_000

/**
 * Sends every check whose turn has come to the queue, if somebody looks from its vantage: a turn that nobody takes would
 * be lost, and pile up in the queue.
 */
export async function enqueueDue({
  db,
  queue,
  now,
  pace,
  vantages,
}: {
  db: Database
  queue: Queue
  now: Clock
  pace: number
  vantages: string[]
}): Promise<void> {
  const at = now()
  await queue.send(await claimDue(db, at, { pace, hosts: hostsPerTick, leaseMs, vantages }))
  await beat(db, 'scheduler', at)
}
