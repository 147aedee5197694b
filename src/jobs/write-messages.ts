import type { MaintenanceTarget } from '../model/maintenance.ts'
import type { Notice, Subscription } from '../model/notifications.ts'
import type { Clock, Instant } from '../model.ts'
import { timingOf, wants } from '../notify/timing.ts'
import { mutedIn } from '../operations/maintenance.ts'
import type { Database } from '../store/database.ts'
import { listMaintenanceIn } from '../store/maintenance.ts'
import { listMessagesAbout, listNotices } from '../store/messages.ts'
import {
  listHeldMessages,
  messageId,
  type Planned,
  readCursor,
  settleHeld,
  writeMessages,
} from '../store/outbox.ts'
import { findSubscriptions, listSubscriptions } from '../store/subscriptions.ts'

/** Something that happened, in its place among all; `notice` null where it is nothing to tell of. */
export type Happening = { seq: number; notice: Notice | null; target: MaintenanceTarget }

export type WriteDeps = {
  db: Database
  now: Clock
  /** What happened after a number, oldest first, some of it at a time. */
  happeningsAfter(seq: number): Promise<Happening[]>
  /** What is told at its end whether something still lasts, and what it belongs to; undefined where it is unknown. */
  stateOf(about: string): Promise<{ isOver: boolean; target: MaintenanceTarget } | undefined>
}

/** How often an open-ended maintenance is looked at again. */
const holdMs = 15 * 60_000

/**
 * Writes a message for everybody who wants to know of what has happened since the last time. Safe to be cut off anywhere
 * and to be done by two at once: what was read and what was written about it are one transaction.
 */
export async function writeNewMessages(deps: WriteDeps): Promise<number> {
  const { db, now } = deps
  let written = 0
  for (;;) {
    const before = await readCursor(db)
    const happenings = await deps.happeningsAfter(before)
    const last = happenings.at(-1)
    if (last === undefined) return written
    const subscriptions = await listSubscriptions(db)
    const planned: Planned[] = []
    for (const { notice, target } of happenings)
      if (notice !== null && subscriptions.length > 0)
        planned.push(...(await planOf(db, notice, { target, subscriptions, now: now(), sofar: planned })))
    await writeMessages(db, planned, { before, seq: last.seq, now: now() })
    written += planned.length
  }
}

async function planOf(
  db: Database,
  notice: Notice,
  {
    target,
    subscriptions,
    now,
    sofar,
  }: { target: MaintenanceTarget; subscriptions: Subscription[]; now: Instant; sofar: Planned[] },
): Promise<Planned[]> {
  const plan = (subscription: Subscription, held: Instant | null): Planned =>
    held === null
      ? { subscription, notice, held: false, ...timingOf(subscription, notice.severity, now) }
      : { subscription, notice, held: true, dueAt: held, digest: false }
  if (notice.kind === 'opened') {
    const interested = subscriptions.filter((one) => wants(one, notice))
    if (interested.length === 0) return []
    const mutedUntil = await muteEnd(db, target, now)
    return interested.map((one) => plan(one, mutedUntil))
  }
  // an end is told to those who were told of the beginning; who still waits for that will be told of neither
  const told = await listMessagesAbout(db, notice.about)
  return subscriptions.flatMap((one) => {
    const begun = told.find(({ subscription, key }) => subscription === one.id && key !== notice.key)
    const planned = sofar.find(
      ({ subscription, notice: { about } }) => subscription.id === one.id && about === notice.about,
    )
    const isTold = begun ? !['held', 'dropped'].includes(begun.state) : planned !== undefined && !planned.held
    return one.tellEnd && isTold ? [plan(one, null)] : []
  })
}

/** When the maintenance that is under way ends, or is looked at again; null for none. */
async function muteEnd(db: Database, target: MaintenanceTarget, now: Instant): Promise<Instant | null> {
  const nowMs = Date.parse(now)
  const time = { fromMs: nowMs, toMs: nowMs + 1 }
  const next = new Date(nowMs + 1).toISOString()
  const ends = (await listMaintenanceIn(db, { from: now, to: next }, target))
    .flatMap((one) => mutedIn(one, time))
    .map(({ toMs }) => Math.min(toMs, nowMs + holdMs))
  return ends.length === 0 ? null : new Date(Math.max(...ends)).toISOString()
}

/** What was held for maintenance that is over: to be told of if it still lasts, else not needed. */
export async function settleHeldMessages({
  db,
  now,
  stateOf,
}: Omit<WriteDeps, 'happeningsAfter'>): Promise<void> {
  const held = await listHeldMessages(db, now())
  const notices = await listNotices(
    db,
    held.map(({ id }) => id),
  )
  const subscriptions = await findSubscriptions(db, [
    ...new Set(held.map(({ subscription }) => subscription)),
  ])
  for (const { id, subscription: who } of held) {
    const notice = notices.get(id)?.[0]
    const subscription = subscriptions.get(who)
    const state = notice && (await stateOf(notice.about))
    if (notice === undefined || subscription === undefined || state === undefined || state.isOver) {
      await settleHeld(db, id, { state: 'dropped', dueAt: now() })
      continue
    }
    const mutedUntil = await muteEnd(db, state.target, now())
    if (mutedUntil !== null) await settleHeld(db, id, { state: 'held', dueAt: mutedUntil })
    else
      await settleHeld(db, id, {
        state: 'waiting',
        dueAt: timingOf(subscription, notice.severity, now()).dueAt,
      })
  }
}

/** The message that told a subscription of the beginning of something, for what tells of its end. */
export function beginningOf(subscription: string, notice: Notice): string | null {
  return notice.kind === 'closed' ? messageId(subscription, `${notice.about}~opened`) : null
}
