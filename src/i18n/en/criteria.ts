import type { criteria as vi } from '../vi/criteria.ts'

export const criteria: typeof vi = {
  title: 'Criteria',
  version: (version, count, weight) =>
    `Catalogue ${version}: ${count} criteria, total weight ${weight}. Each unit is judged only by those that apply by its profile.`,
  table: 'List of criteria',
  columns: {
    criterion: 'Criterion',
    weight: 'Weight',
    ttl: 'Evidence holds',
    stage: 'Stage',
    level: 'Gate of level',
    units: 'Units concerned',
    passing: 'Verdicts of units',
  },
  notMeasured: 'not measured by this version',
  hours: (hours) => `${hours} hours`,
  days: (days) => `${days} days`,
  month: 'reporting period',
  noGate: 'none',
  howTitle: 'How it is measured',
  probes: 'Rests on checks',
  layer: 'Layer',
  fromOutside:
    'A published service has to be looked at from outside; from inside alone it is “partial” at most.',
  shareBar: (pass, known) => `${pass} of units pass, ${known} are known`,
  all: 'See all',
  operationsTitle: 'Index of operations (O)',
  operationsWhat:
    'Scored by itself and never added to R. This version does not judge it yet, so all of it is “unknown”.',
}
