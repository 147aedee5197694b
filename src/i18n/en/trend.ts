import type { national as viNational, trend as viTrend } from '../vi/trend.ts'

export const trend: typeof viTrend = {
  title: 'Trend',
  none: 'No history yet: the figures of each day are kept after midnight, from the day after the first look on.',
  score: 'R',
  coverage: 'Coverage',
  level: 'Level',
  levels: 'Units by level',
  line: (name, first, from, last, to) => `${name}: ${first} on ${from}, ${last} on ${to}`,
  change: (points) => `${points} points`,
  since: (day) => `since ${day}`,
  table: 'The charts as a table',
  columns: {
    day: 'Day',
    score: 'R',
    scoreMax: 'R at most',
    coverage: 'Coverage',
    level: 'Level',
    broken: 'Broken IPv6',
  },
  rules: (rules) =>
    `Each day is judged once, after midnight, by the criteria of that time: ${rules}. A change of criteria does not change this history.`,
  rulesFrom: (catalogue, day) => `${catalogue} from ${day}`,
  all: 'The whole province',
  byKind: 'Trend of each kind of unit',
  groupTitle: 'Trend of the unit and its communes',
}

export const national: typeof viNational = {
  title: 'The four national indicators',
  what: 'The four indicators that the Ministry of Information and Communications publishes on the IPv6 transition of state agencies. Kept apart from R and the level of this product, which are stricter.',
  columns: {
    indicator: 'Indicator',
    here: 'Hải Dương province',
    proof: 'Proof',
    target2022: 'Target 2022',
    target2025: 'Target 2025',
  },
  names: {
    plan: 'IPv6 transition plan issued',
    portals: 'Portal and public-service portal working on IPv6',
    resources: 'Independent IP addresses and ASN',
    traffic: 'IPv6 usage rate',
  },
  values: { yes: 'Yes', no: 'Not yet', unknown: 'Unknown', some: 'In part' },
  portalsOf: (passed, total, unknown) => `${passed} of ${total} portals pass, ${unknown} unknown`,
  noPortals: 'The inventory has no portal of the provincial platform yet.',
  noPlatform: 'The inventory has no provincial platform yet.',
  noTarget: 'none published',
  planTarget: (share) => `${share} of ministries and provinces`,
  referenceTitle: 'National reference values',
  referenceWhat: 'Published for the whole country, to compare with; not measured by this product.',
  referenceColumns: {
    date: 'When',
    plans: 'Plans issued',
    portals: 'Portals on IPv6',
    resources: 'Independent IP/ASN',
    rate: 'National IPv6 rate',
    source: 'Source',
  },
  ownScore: 'R and level of this product',
  toPlan: 'The province’s plan',
}
