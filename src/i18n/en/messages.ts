import type { messages as vi } from '../vi/messages.ts'
import { about } from './about.ts'
import { accounting } from './accounting.ts'
import { accounts } from './accounts.ts'
import { addresses, generate } from './addresses.ts'
import { api } from './api.ts'
import { audit } from './audit.ts'
import { chart } from './chart.ts'
import { check, checks } from './checks.ts'
import { closed } from './closed.ts'
import { common } from './common.ts'
import { criteria } from './criteria.ts'
import { device } from './device.ts'
import { discovery } from './discovery.ts'
import { documents } from './documents.ts'
import { entry } from './entry.ts'
import { factSummary, facts, factValues } from './facts.ts'
import { antimalware, figures, operations, projects } from './figures.ts'
import { incidents } from './incidents.ts'
import { inventory } from './inventory.ts'
import { lines } from './lines.ts'
import { maintenance } from './maintenance.ts'
import { matrix } from './matrix.ts'
import { notify } from './notify.ts'
import { overview } from './overview.ts'
import { plan, planEdit } from './plan.ts'
import { problems } from './problems.ts'
import { reportOffice } from './report-office.ts'
import { reports } from './reports.ts'
import { secrets } from './secrets.ts'
import { system } from './system.ts'
import { national, trend } from './trend.ts'
import { unitChanges } from './unit-changes.ts'
import { unit, units } from './units.ts'
import { vantages } from './vantages.ts'
import { wifi } from './wifi.ts'

export const messages: typeof vi = {
  ...common,
  about,
  accounting,
  accounts,
  addresses,
  antimalware,
  api,
  audit,
  chart,
  check,
  checks,
  closed,
  criteria,
  discovery,
  documents,
  device,
  entry,
  factSummary,
  factValues,
  facts,
  figures,
  generate,
  incidents,
  inventory,
  lines,
  maintenance,
  national,
  notify,
  operations,
  matrix,
  overview,
  plan,
  planEdit,
  problems,
  projects,
  reportOffice,
  reports,
  secrets,
  system,
  trend,
  unit,
  unitChanges,
  units,
  vantages,
  wifi,
}
