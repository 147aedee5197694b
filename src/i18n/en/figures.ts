import type * as vi from '../vi/figures.ts'

export const figures: typeof vi.figures = {
  title: 'Figures from files',
  what: 'What other systems count: consoles of anti-malware products, logs of web servers, the progress of projects. The file itself is kept with its hash; the same file again changes nothing, and a corrected row is a new version.',
  columns: 'Columns',
  importsTitle: 'Latest imports',
  noImports: 'No file was imported yet.',
  importTitle: 'An import',
  importedAt: 'Imported at',
  importedBy: 'Imported by',
  importCount: (count) => `${count} imports`,
  rows: 'Rows',
  rowsOf: (count) => `${count} rows written`,
  key: 'Row',
  bytes: (count) => `${count} bytes`,
}

export const operations: typeof vi.operations = {
  title: 'Operational compliance (O)',
  what: 'Leased lines, public Wi-Fi, anti-malware and projects. This index stands apart: a slow line does not lower IPv6 readiness (R), nor the other way round.',
  meaning: 'Operations score O',
  average: 'Average of the units',
  all: 'O of every unit',
  columns: { unit: 'Unit', score: 'O', counts: 'Verdicts' },
  opens: {
    lines: 'The lines of the unit',
    wifi: 'The Wi-Fi sites of the unit',
    antimalware: 'Imported figures',
    projects: 'Milestones of the projects',
    webCounts: (host) => `Imported requests: ${host}`,
  },
}

export const antimalware: typeof vi.antimalware = {
  title: 'Anti-malware',
  what: "By directive 14/CT-TTg (25/5/2018). The denominator is the endpoints declared or those met on the unit's network, whichever are more. Machines on the network are counted by hashed MAC addresses, week by week; the fullest of 4 weeks counts.",
  none: 'No figures yet. Import the CSV file of the console on the page of figures from files.',
  columns: {
    unit: 'Unit',
    day: 'Day',
    declared: 'Declared',
    seen: 'Met on the network',
    agents: 'Agents',
    seen7d: 'Seen in 7 days',
    updated7d: 'Fresh signatures',
    infections: 'Infections / cleaned',
    national: 'National system',
    verdicts: 'Verdicts',
  },
  national: { yes: 'connected', in_progress: 'in progress', no: 'no' },
  notCounted: 'not counted',
  history: 'All days',
}

export const projects: typeof vi.projects = {
  title: 'Projects DC, IOC, SOC',
  what: 'Each milestone has a planned day, the day it was done and the document that proves it. One stated as done without the number of a document does not count.',
  none: 'No project was imported yet.',
  kind: { dc: 'Data centre', ioc: 'IOC', soc: 'SOC', other: 'Other project' },
  columns: {
    milestone: 'Milestone',
    planned: 'Planned',
    actual: 'Done',
    state: 'Progress',
    document: 'Document',
  },
  late: (days) => `${days} days late`,
  onTime: 'on time',
  notDue: 'not due',
  noPlan: 'no planned day',
  noDocument: 'no document number',
  documentOf: (number, day) => `${number}, ${day}`,
  ipv6: 'IPv6 from the day of use',
  ipv6State: { yes: 'yes', no: 'no' },
  inCharge: 'In charge',
}
