import type { Check } from '../model.ts'
import { type CheckRow, listChecks } from './checks.ts'
import type { Database } from './database.ts'

/** A check of this probe looks when a person asks for it and at no other time. */
export const sweepProbe = 'ipv4-sweep'
/** For ever, at any pace: nobody waits for the next turn. */
const everySeconds = 1e10
const never = '9999-12-31T00:00:00.000Z'

/** The sweep of a range for a unit, to be asked for as any other look; the same one when it was swept before. */
export async function openSweep(
  db: Database,
  { unit, range, tcpPort }: { unit: string; range: string; tcpPort: number },
): Promise<Check['id']> {
  const code = `${unit}.${range.replace('/', '-')}`
  const row = {
    id: `prober~${code}~${sweepProbe}`,
    unit,
    ...{ asset_kind: 'prober', asset_code: code, probe: sweepProbe },
    settings: JSON.stringify({ range, tcpPort }),
    vantage: 'inside',
    every_seconds: everySeconds,
    host: 'sweep', // one at a time
    ...{ retired_at: null, settings_since: '', next_due_at: never },
  }
  await db
    .insertInto('check')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  await db
    .insertInto('host')
    .values({ vantage: row.vantage, name: row.host, busy_until: null })
    .onConflict((conflict) => conflict.columns(['vantage', 'name']).doNothing())
    .execute()
  return row.id
}

/** Sweeps that were asked for, with what the newest look of each saw. */
export async function listSweeps(db: Database): Promise<CheckRow[]> {
  return (await listChecks(db, { probe: sweepProbe, limit: 1000, sort: 'lastAt', descending: true })).items
}
