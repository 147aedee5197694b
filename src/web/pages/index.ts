import { assetPages } from '../assets.ts'
import type { Page } from '../web.ts'
import { aboutPages } from './about.tsx'
import { accountPages } from './account.tsx'
import { accountingPages } from './accounting.tsx'
import { accountsPages } from './accounts.tsx'
import { addressDiffPages } from './address-diff.tsx'
import { addressGeneratePages } from './address-generate.tsx'
import { addressesPages } from './addresses.tsx'
import { apiPages } from './api.tsx'
import { auditPages } from './audit.tsx'
import { checkPages } from './check.tsx'
import { checksPages } from './checks.tsx'
import { criteriaPages } from './criteria.tsx'
import { devicePages } from './device.tsx'
import { discoveryPages } from './discovery.tsx'
import { discoveryPrefixPages } from './discovery-prefixes.tsx'
import { documentPages } from './documents.tsx'
import { entryPages } from './entry.tsx'
import { figurePages } from './figures.tsx'
import { healthPages } from './health.ts'
import { incidentPages } from './incidents.tsx'
import { inventoryPages } from './inventory.tsx'
import { linePages } from './line.tsx'
import { linePartPages } from './line-parts.tsx'
import { linesPages } from './lines.tsx'
import { maintenancePages } from './maintenance.tsx'
import { matrixPages } from './matrix.tsx'
import { nationalPages } from './national.tsx'
import { notificationPages } from './notifications.tsx'
import { operationsPages } from './operations.tsx'
import { overviewPages } from './overview.tsx'
import { planPages } from './plan.tsx'
import { planEditPages } from './plan-edit.tsx'
import { prefixFilePages } from './prefix-files.ts'
import { providerPages } from './provider.tsx'
import { reportOfficePages } from './report-office.tsx'
import { reportsPages } from './reports.tsx'
import { secretPages } from './secrets.tsx'
import { sweepPages } from './sweeps.tsx'
import { systemPages } from './system.tsx'
import { tokenPages } from './tokens.tsx'
import { trendPages } from './trend.tsx'
import { unitPages } from './unit.tsx'
import { unitChangePages } from './unit-changes.tsx'
import { unitsPages } from './units.tsx'
import { vantagesPages } from './vantages.tsx'
import { wallPages } from './walls.tsx'
import { wifiPages } from './wifi.tsx'
import { wifiSitePages } from './wifi-site.tsx'

/** Every address there is. To add one: write its file beside these and one line here. */
export const pages: Page[] = [
  ...assetPages,
  ...entryPages,
  ...providerPages,
  ...healthPages,
  ...overviewPages,
  ...aboutPages,
  ...apiPages,
  ...criteriaPages,
  ...planPages,
  ...planEditPages,
  ...nationalPages,
  ...trendPages,
  ...operationsPages,
  ...linesPages,
  ...linePartPages,
  ...linePages,
  ...accountingPages,
  ...addressesPages,
  ...addressDiffPages,
  ...addressGeneratePages,
  ...prefixFilePages,
  ...incidentPages,
  ...wallPages,
  ...wifiPages,
  ...wifiSitePages,
  ...reportsPages,
  ...reportOfficePages,
  ...documentPages,
  ...maintenancePages,
  ...notificationPages,
  ...accountPages,
  ...accountsPages,
  ...tokenPages,
  ...auditPages,
  ...discoveryPages,
  ...discoveryPrefixPages,
  ...sweepPages,
  ...secretPages,
  ...inventoryPages,
  ...figurePages,
  ...matrixPages,
  ...unitsPages,
  ...unitPages,
  ...unitChangePages,
  ...checksPages,
  ...checkPages,
  ...devicePages,
  ...vantagesPages,
  ...systemPages,
]
