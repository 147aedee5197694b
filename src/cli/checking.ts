import type { Config } from '../config.ts'
import type { CheckOptions } from '../inventory/check-context.ts'

/** What the configuration says about checks, besides what the inventory implies. */
export function checkOptions(config: Config): CheckOptions {
  return {
    vantages: config.V6GOV_VANTAGES,
    roots: config.V6GOV_ROOTS,
    mailControls: config.V6GOV_MAIL_CONTROLS,
    dataCentre: config.V6GOV_DC_PREFIXES,
  }
}
