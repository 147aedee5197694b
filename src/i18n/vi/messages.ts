import { about } from './about.ts'
import { check, checks } from './checks.ts'
import { common } from './common.ts'
import { entry } from './entry.ts'
import { factSummary, facts, factValues } from './facts.ts'
import { problems } from './problems.ts'
import { unit, units } from './units.ts'

export const messages = {
  ...common,
  about,
  check,
  checks,
  entry,
  factSummary,
  factValues,
  facts,
  problems,
  unit,
  units,
}
