import {
  effectOfWithdrawal,
  type Hindrance,
  hindrancesOf,
  type WithdrawalEffect,
} from '../inventory/withdraw-unit-change.ts'
import type { UnitChange } from '../model/inventory.ts'
import type { Instant } from '../model.ts'
import type { Database } from './database.ts'
import { beat } from './heartbeats.ts'
import { erase, loadInventory, saveInventory, unrename } from './inventory.ts'
import { markWithdrawn } from './unit-changes.ts'

/** What withdrawing a change would do now. */
export async function previewWithdrawal(db: Database, change: UnitChange): Promise<WithdrawalEffect> {
  return effectOfWithdrawal(change, await loadInventory(db))
}

/**
 * Withdraws a change of units that was entered by mistake. It stays in the register with the reason; the units are, on every
 * day, as if it had not been entered, and of those that began by it the ones in `never` never were. Frozen reports and days
 * that are judged already stay as they are. Nothing is done where something stands in the way, which is then given; throws
 * where somebody withdrew it before.
 */
export async function withdrawUnitChange(
  transaction: Database,
  change: UnitChange,
  { at, by, why, never }: { at: Instant; by: string; why: string; never: string[] },
): Promise<Hindrance[]> {
  const inventory = await loadInventory(transaction)
  const { revived, renamed, begun } = effectOfWithdrawal(change, inventory)
  const gone = begun.map(({ code }) => code).filter((code) => never.includes(code))
  const documented = gone.length === 0 ? [] : await listDocumented(transaction, gone)
  const hindrances = hindrancesOf(change, inventory, { never: gone, documented })
  if (hindrances.length > 0) return hindrances
  if (!(await markWithdrawn(transaction, change.code, { at, by, why })))
    throw new Error(`the change ${change.code} was withdrawn by somebody else meanwhile`)
  if (revived.length > 0) await saveInventory(transaction, { units: revived, assets: [] }, at)
  if (renamed !== null) await unrename(transaction, change)
  if (gone.length > 0) await erase(transaction, gone)
  await beat(transaction, 'inventory', at)
  return []
}

async function listDocumented(db: Database, units: string[]): Promise<string[]> {
  const rows = await db.selectFrom('document').select('unit').distinct().where('unit', 'in', units).execute()
  return rows.map(({ unit }) => unit)
}
