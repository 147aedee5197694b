import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Instant } from './model.ts'
import { type Plan, planSchema } from './readiness/plan.ts'
import type { Database } from './store/database.ts'
import { findPlanAt, type StoredPlan } from './store/plans.ts'

let plan: Plan | undefined

/** The plan that ships in data/, in force until somebody enters one. Throws when the file is not a plan. */
export function shippedPlan(): Plan {
  plan ??= planSchema.parse(
    JSON.parse(readFileSync(path.join(packageRoot(), 'data/plan-2021-2023.json'), 'utf8')),
  )
  return plan
}

/** The plan in force at a moment: the newest version entered by then, else the one that ships as version 0. */
export async function loadPlanAt(db: Database, asOf: Instant): Promise<StoredPlan> {
  const entered = await findPlanAt(db, asOf)
  return entered ?? { version: 0, plan: shippedPlan(), enteredAt: null, enteredBy: null }
}

/** The folder of package.json, one level up from the sources and two from what is built of them. */
function packageRoot(folder = path.dirname(fileURLToPath(import.meta.url))): string {
  return existsSync(path.join(folder, 'package.json')) ? folder : packageRoot(path.dirname(folder))
}
