import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Plan, planSchema } from './readiness/plan.ts'

let plan: Plan | undefined

/** The province's plan, which ships in data/. Throws when the file is not a plan. */
export function loadPlan(): Plan {
  plan ??= planSchema.parse(
    JSON.parse(readFileSync(path.join(packageRoot(), 'data/plan-2021-2023.json'), 'utf8')),
  )
  return plan
}

/** The folder of package.json, one level up from the sources and two from what is built of them. */
function packageRoot(folder = path.dirname(fileURLToPath(import.meta.url))): string {
  return existsSync(path.join(folder, 'package.json')) ? folder : packageRoot(path.dirname(folder))
}
