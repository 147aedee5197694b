import type { Config } from '../config.ts'
import type { CheckOptions } from '../inventory/check-context.ts'
import type { PortalPage } from '../inventory/unit-checks.ts'

/** What the configuration says about checks, besides what the inventory implies. */
export function checkOptions(config: Config): CheckOptions {
  return {
    vantages: config.V6GOV_VANTAGES,
    roots: config.V6GOV_ROOTS,
    mailControls: config.V6GOV_MAIL_CONTROLS,
    dataCentre: config.V6GOV_DC_PREFIXES,
    portal: portalOf(config),
  }
}

/** The page that guests of public Wi-Fi sites should get, where one is configured. */
function portalOf({ V6GOV_PORTAL_URL: url, V6GOV_PORTAL_TEXT: text }: Config): PortalPage | undefined {
  return url === undefined ? undefined : { url, ...(text !== undefined && { text }) }
}
