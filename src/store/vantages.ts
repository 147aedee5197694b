import type { ProbeName } from '../../probes/index.ts'
import type { Instant } from '../model.ts'
import type { Database } from './database.ts'
import { groupBy } from './group-by.ts'

/** What is looked at from a vantage. */
export type VantageChecks = {
  checks: number
  /** Of them, how many are due and wait to be taken. */
  waiting: number
  /** Checks by probe, the most frequent first; without those of the prober itself. */
  probes: { probe: ProbeName; checks: number }[]
}

/** The vantages that tested themselves within a time, in order: what is stored of that stays, whoever looks now. */
export async function listVantagesIn(
  db: Database,
  { from, until }: { from: Instant; until: Instant },
): Promise<string[]> {
  const rows = await db
    .selectFrom('check')
    .select('vantage')
    .distinct()
    .where('probe', '=', 'prober-self-test')
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('observation')
          .select('check_id')
          .whereRef('check_id', '=', 'check.id')
          .where('first_seen_at', '<=', until)
          .where('last_seen_at', '>=', from),
      ),
    )
    .orderBy('vantage')
    .execute()
  return rows.map(({ vantage }) => vantage)
}

/** By vantage, what is looked at from there. */
export async function countChecksByVantage(db: Database, now: Instant): Promise<Map<string, VantageChecks>> {
  const rows = await db
    .selectFrom('check')
    .select((eb) => [
      'vantage',
      'probe',
      eb.fn.countAll<number>().as('checks'),
      eb.fn.sum<number>(eb.case().when('next_due_at', '<=', now).then(1).else(0).end()).as('waiting'),
    ])
    .where('retired_at', 'is', null)
    .where('unit', 'is not', null)
    .groupBy(['vantage', 'probe'])
    .orderBy('checks', 'desc')
    .orderBy('probe')
    .execute()
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
  return new Map(
    [...groupBy(rows, ({ vantage }) => vantage)].map(([vantage, own]) => [
      vantage,
      {
        checks: sum(own.map(({ checks }) => Number(checks))),
        waiting: sum(own.map(({ waiting }) => Number(waiting))),
        probes: own.map(({ probe, checks }) => ({ probe: probe as ProbeName, checks: Number(checks) })),
      },
    ]),
  )
}
