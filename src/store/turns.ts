import { createHash } from 'node:crypto'
import { asksTheSame } from '../inventory/asks-the-same.ts'
import type { Check, Clock, Instant, Job } from '../model.ts'
import { breather } from './breather.ts'
import { toCheck } from './checks.ts'
import type { Database } from './database.ts'
import { inTransaction } from './in-transaction.ts'
import { everyUnit, revise } from './revisions.ts'
import { sweepProbe } from './sweeps.ts'

/** New checks are looked at within this time, whatever their interval; at pace 1. */
const firstLookWithinMs = 60_000

export type Pace = {
  /** 1 in production; 60 makes an hour of schedule pass in a minute. */
  pace: number
}

/**
 * The first turn after `now` on the check's own grid. Its phase comes from the host's name, so that checks stay spread
 * over the interval, and those of one host come due together.
 */
export function nextTurn(
  check: { host: string; every_seconds: number },
  now: Instant,
  pace: number,
): Instant {
  const stepMs = (check.every_seconds * 1000) / pace
  const phase = phaseMs(check.host, pace) % stepMs
  const turns = Math.floor((Date.parse(now) - phase) / stepMs) + 1
  return new Date(Math.ceil(turns * stepMs + phase)).toISOString()
}

/** Up to an hour, so that every shorter interval that divides it keeps the checks of one host in step. */
function phaseMs(host: string, pace: number): number {
  return (createHash('sha256').update(host).digest().readUInt32BE() % 3_600_000) / pace
}

/**
 * Makes the checks of the database those given: new ones, and those that ask something else now, come due soon; those
 * missing are retired with all that was seen of them. What was seen before counts on where only the way of looking at the
 * same target changed.
 */
export async function syncChecks(db: Database, checks: Check[], now: Instant, { pace }: Pace): Promise<void> {
  await inTransaction(db, async (trx) => {
    const revised = new Set<string>()
    const known = new Map(
      (await trx.selectFrom('check').selectAll().where('probe', '!=', sweepProbe).execute()).map(
        (row) => [row.id, row] as const,
      ),
    )
    const breathe = breather()
    for (const check of checks) {
      await breathe()
      const row = {
        id: check.id,
        unit: check.unit,
        asset_kind: check.asset.kind,
        asset_code: check.asset.code,
        probe: check.probe,
        settings: JSON.stringify(check.settings),
        vantage: check.vantage,
        every_seconds: check.everySeconds,
        host: check.host,
        retired_at: null,
      }
      const old = known.get(check.id)
      known.delete(check.id)
      if (old && Object.entries(row).every(([key, value]) => old[key as keyof typeof old] === value)) continue
      for (const unit of [check.unit, old?.unit]) if (unit !== undefined) revised.add(unit ?? everyUnit)
      const soon = Date.parse(now) + (phaseMs(check.host, 1) % firstLookWithinMs) / pace
      const same = old !== undefined && old.settings === row.settings && old.probe === row.probe
      const asks = old !== undefined && asksTheSame(toCheck(old), check)
      const values = {
        ...row,
        settings_since: old === undefined ? '' : asks ? old.settings_since : now,
        next_due_at: same && old.retired_at === null ? old.next_due_at : new Date(soon).toISOString(),
      }
      await trx
        .insertInto('check')
        .values(values)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute()
      await trx
        .insertInto('host')
        .values({ vantage: check.vantage, name: check.host, busy_until: null })
        .onConflict((conflict) => conflict.columns(['vantage', 'name']).doNothing())
        .execute()
    }
    for (const gone of known.values())
      if (gone.retired_at === null) {
        await trx.updateTable('check').set({ retired_at: now }).where('id', '=', gone.id).execute()
        revised.add(gone.unit ?? everyUnit)
      }
    await revise(trx, revised)
  })
}

/**
 * Takes the hosts that have checks due, longest waiting first, and moves those checks to their next turns. A host is
 * taken by a compare-and-set of its lease, so two schedulers never take it at once, and not again before its turns are
 * recorded or the lease ends. With `vantages`, only hosts looked at from there.
 */
export async function claimDue(
  db: Database,
  now: Instant,
  { pace, hosts, leaseMs, vantages }: Pace & { hosts: number; leaseMs: number; vantages?: string[] },
): Promise<Job[]> {
  if (vantages?.length === 0) return []
  const due = await db
    .selectFrom('check')
    .innerJoin('host', (join) =>
      join.onRef('host.name', '=', 'check.host').onRef('host.vantage', '=', 'check.vantage'),
    )
    .select(['check.host', 'check.vantage', 'host.busy_until'])
    .select((eb) => eb.fn.min('check.next_due_at').as('waiting_since'))
    .where('check.next_due_at', '<=', now)
    .where('check.retired_at', 'is', null)
    .where((eb) => eb.or([eb('host.busy_until', 'is', null), eb('host.busy_until', '<=', now)]))
    .$if(vantages !== undefined, (query) => query.where('check.vantage', 'in', vantages ?? []))
    .groupBy(['check.host', 'check.vantage', 'host.busy_until'])
    .orderBy('waiting_since')
    .orderBy('check.vantage') // schedulers that claim at once do it in the same order
    .orderBy('check.host')
    .limit(hosts)
    .execute()
  const leaseUntil = new Date(Date.parse(now) + leaseMs).toISOString()
  const jobs: Job[] = []
  await db.transaction().execute(async (trx) => {
    const breathe = breather()
    for (const { host, vantage, busy_until } of due) {
      await breathe()
      const { numUpdatedRows } = await trx
        .updateTable('host')
        .set({ busy_until: leaseUntil })
        .where('vantage', '=', vantage)
        .where('name', '=', host)
        .where('busy_until', busy_until === null ? 'is' : '=', busy_until)
        .executeTakeFirst()
      if (numUpdatedRows !== 1n) continue
      const checks = await trx
        .selectFrom('check')
        .select(['id', 'host', 'every_seconds', 'next_due_at'])
        .where('host', '=', host)
        .where('vantage', '=', vantage)
        .where('next_due_at', '<=', now)
        .where('retired_at', 'is', null)
        .orderBy('id')
        .execute()
      for (const check of checks)
        await trx
          .updateTable('check')
          .set({ next_due_at: nextTurn(check, now, pace) })
          .where('id', '=', check.id)
          .execute()
      if (checks.length > 0)
        jobs.push({
          host,
          vantage,
          leaseUntil,
          turns: checks.map((check) => ({ checkId: check.id, dueAt: check.next_due_at })),
        })
    }
  })
  return jobs
}

/**
 * Takes the host for a job that is about to run, and returns the job with its new lease. Undefined when the host is not
 * to be had: for a scheduled job, because it waited until the host was taken for another; for one that a person asked
 * for, because somebody is talking to the host right now.
 */
export async function takeHost(
  db: Database,
  job: Job,
  { now, leaseUntil }: { now: Instant; leaseUntil: Instant },
): Promise<Job | undefined> {
  const { leaseUntil: held } = job
  const { numUpdatedRows } = await db
    .updateTable('host')
    .set({ busy_until: leaseUntil })
    .where('vantage', '=', job.vantage)
    .where('name', '=', job.host)
    .where(
      (eb) =>
        held === undefined
          ? eb.or([eb('busy_until', 'is', null), eb('busy_until', '<=', now)])
          : eb('busy_until', 'in', [held, leaseUntil]), // or taken already, but the answer that said so was lost
    )
    .executeTakeFirst()
  return numUpdatedRows === 1n ? { ...job, leaseUntil } : undefined
}

/** Gives the turns of a job that could not run back to the schedule, so that they come due at once. */
export async function returnTurns(db: Database, { turns }: Job, now: Instant): Promise<void> {
  for (const { checkId } of turns)
    await db
      .updateTable('check')
      .set({ next_due_at: now })
      .where('id', '=', checkId)
      .where('next_due_at', '>', now)
      .execute()
}

/** Makes the checks of a host with these probes come due at once. */
export async function bringDue(
  db: Database,
  { host, vantage }: Pick<Check, 'host' | 'vantage'>,
  probes: readonly string[],
  now: Instant,
): Promise<void> {
  await db
    .updateTable('check')
    .set({ next_due_at: now })
    .where('host', '=', host)
    .where('vantage', '=', vantage)
    .where('probe', 'in', probes)
    .where('next_due_at', '>', now)
    .where('retired_at', 'is', null)
    .execute()
}

/** Makes these checks come due at once. */
export async function bringForwardChecks(db: Database, ids: string[], now: Instant): Promise<void> {
  await db
    .updateTable('check')
    .set({ next_due_at: now })
    .where('id', 'in', ids)
    .where('next_due_at', '>', now)
    .where('retired_at', 'is', null)
    .execute()
}

/** Lets the next round have the host, unless it has it already. */
export async function releaseHost(db: Database, { host, vantage, leaseUntil }: Job): Promise<void> {
  if (leaseUntil === undefined) return
  await db
    .updateTable('host')
    .set({ busy_until: null })
    .where('vantage', '=', vantage)
    .where('name', '=', host)
    .where('busy_until', '=', leaseUntil)
    .execute()
}

/** After a crash of the only process no conversation is alive, so nobody waits for leases to end. */
export async function releaseAllHosts(db: Database): Promise<void> {
  await db.updateTable('host').set({ busy_until: null }).execute()
}

/**
 * Brings back turns that lie further ahead than one interval, as they do after a change of pace or of the clock.
 * Returns how many.
 */
export async function bringForward(db: Database, now: Instant, { pace }: Pace): Promise<number> {
  const checks = await db
    .selectFrom('check')
    .select(['id', 'host', 'every_seconds', 'next_due_at'])
    .where('next_due_at', '>', now)
    .where('probe', '!=', sweepProbe)
    .where('retired_at', 'is', null)
    .execute()
  const astray = checks.filter(
    ({ next_due_at, every_seconds }) =>
      Date.parse(next_due_at) - Date.parse(now) > (every_seconds * 1000) / pace + firstLookWithinMs,
  )
  for (const check of astray)
    await db
      .updateTable('check')
      .set({ next_due_at: nextTurn(check, now, pace) })
      .where('id', '=', check.id)
      .execute()
  return astray.length
}

/** When the next check comes due, of all or of these vantages; undefined when there is none. */
export async function nextDueAt(db: Database, vantages?: string[]): Promise<Instant | undefined> {
  if (vantages?.length === 0) return undefined
  const row = await db
    .selectFrom('check')
    .select((eb) => eb.fn.min('next_due_at').as('at'))
    .where('retired_at', 'is', null)
    .$if(vantages !== undefined, (query) => query.where('vantage', 'in', vantages ?? []))
    .executeTakeFirst()
  return row?.at ?? undefined
}

/** How late the check waiting longest is, of all or of these vantages, in milliseconds; 0 when nothing is late. */
export async function schedulerLagMs(db: Database, now: Clock, vantages?: string[]): Promise<number> {
  const due = await nextDueAt(db, vantages)
  return due === undefined ? 0 : Math.max(0, Date.parse(now()) - Date.parse(due))
}
