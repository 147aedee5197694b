import type { Prefix } from '../model/inventory.ts'
import type { AddressPlan } from '../model.ts'
import type { Database } from './database.ts'
import { listUnits, toAsset } from './inventory.ts'
import { readCommonRevision } from './revisions.ts'

/** The plan is read for every unit that is judged, and changes only with the inventory. */
const known = new WeakMap<Database, { revision: number; plan: AddressPlan }>()

/** The address plan of the province, in all its versions, and which units are part of which. */
export async function loadAddressPlan(db: Database): Promise<AddressPlan> {
  const revision = await readCommonRevision(db)
  const kept = known.get(db)
  if (kept?.revision === revision) return kept.plan
  const rows = await db
    .selectFrom('asset')
    .selectAll()
    .where('kind', '=', 'prefix')
    .orderBy('code')
    .orderBy('since')
    .execute()
  const plan = {
    entries: rows.map((row) => ({ since: row.since, until: row.until, value: toAsset(row) as Prefix })),
    units: (await listUnits(db)).map(({ code, parent, kind }) => ({ code, parent, kind })),
  }
  known.set(db, { revision, plan })
  return plan
}
