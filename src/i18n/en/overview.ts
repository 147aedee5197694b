import type { overview as viOverview } from '../vi/overview.ts'

export const overview: typeof viOverview = {
  title: 'Overview',
  whereTitle: 'Where we are against the plan',
  meanOf: (units) => (units === '1' ? 'R of 1 unit' : `Mean R of ${units} units`),
  allTargets: (count) => `See all ${count} targets`,
  blocksTitle: 'What blocks us',
  changedTitle: 'What changed lately',
  brokenTitle: 'Broken IPv6: AAAA published but not reachable',
  noBroken: 'No published IPv6 address was found unreachable.',
  noBrokenYet: (units) =>
    units === '1'
      ? 'No conclusion about broken IPv6 yet: 1 unit unknown'
      : `No conclusion about broken IPv6 yet: ${units} units unknown`,
  moreBroken: (count) => `and ${count} more`,
  failing: 'Criteria that fail most',
  unknown: 'Why most unknowns are unknown',
  none: 'None.',
  unitsFail: (count) => (count === '1' ? '1 unit fails' : `${count} units fail`),
  timesUnknown: (count) => (count === '1' ? '1 verdict' : `${count} verdicts`),
  noChanges: 'Nothing changed in the last 30 days.',
  stagesTitle: 'Progress by stage of the plan',
  stageWhat: 'Share of the weight of the stage’s criteria that is earned, over all units they apply to.',
  groupsTitle: 'By group',
  districtsTitle: 'By district (with its communes)',
  columns: {
    stage: 'Stage',
    time: 'Time',
    progress: 'Progress',
    tasks: 'Tasks',
    group: 'Group',
    district: 'District',
    units: 'Units',
    score: 'Mean R, range, coverage',
    levels: 'Units by level',
    notEnoughData: 'Not enough data',
    broken: 'Broken IPv6',
  },
  mapTitle: 'Map of the districts',
  map: { broken: (count) => `${count} broken IPv6`, done: 'All passed', underway: 'Under way' },
  neverLooked: 'No look yet.',
}
