import type { Config } from '../config.ts'
import type { Instant } from '../model.ts'
import type { EvaluateOptions } from '../readiness/evaluate.ts'
import type { Database } from '../store/database.ts'
import { paceAt } from '../store/paces.ts'

/** How verdicts are made: the operator's options, and the pace that the schedule had at the moment judged. */
export function judging(config: Config, db: Database) {
  return {
    async optionsAt(asOf: Instant): Promise<EvaluateOptions> {
      return {
        treatDocumentationAsGlobal: config.V6GOV_TREAT_DOCUMENTATION_AS_GLOBAL,
        insideCountsAsOutside: config.V6GOV_INSIDE_COUNTS_AS_OUTSIDE,
        pace: (await paceAt(db, asOf)) ?? config.V6GOV_PACE,
      }
    },
  }
}
