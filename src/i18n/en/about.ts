import type { about as vi } from '../vi/about.ts'

export const about: typeof vi = {
  title: 'Help',
  what: 'v6gov watches the IPv6 transition and the network infrastructure of the province’s state agencies. Every percentage opens to the units, criteria and checks behind it, and in the end to the recorded exchange that proves it. What could not be measured never counts as ready.',
  verdictsTitle: 'The five verdicts',
  verdicts: {
    pass: 'Measured, and the criterion is met. Counts 1.',
    partial: 'Measured, met in part. Counts 0.5.',
    fail: 'Measured, not met. Counts 0.',
    unknown:
      'No evidence, stale evidence, or the prober could not look. Counts 0 and stays in the denominator.',
    na: 'The unit’s profile says it has no such thing. Not in the denominator.',
  },
  looksTitle: 'State of a check',
  looks: {
    looked: 'The newest look could see its target; what it saw may be good or bad.',
    void: 'The newest look could not see: trouble at the prober, or a device that does not answer. Says nothing about the target.',
    never: 'No look yet.',
  },
  scoreTitle: 'R, its range and coverage',
  score:
    'R = 100 × sum (weight × verdict) over the sum of weights of the criteria that apply. The upper end of the range is the score if every unknown passed. Coverage is the share of weight that has a verdict. Below 80% coverage the level shown is at most 1 and says “Not enough data”.',
  levelsTitle: 'Levels',
  levels: 'A level is a hard gate: every criterion of it and of the levels below must pass or not apply.',
  confirmTitle: 'Confirmation before a verdict changes',
  confirm:
    'A change to “fail” needs 3 looks in a row over at least 10 minutes, a change to “pass” needs 2. Meanwhile the page shows how many were seen, such as “2 of 3”.',
  brokenTitle: 'Broken IPv6',
  broken:
    'A valid AAAA is published but that address does not answer while IPv4 does. Worse than none: users wait for a timeout. So this list always comes first.',
  keysTitle: 'Keyboard',
  keys: {
    '/': 'go to the search field',
    'j k': 'next, previous row of the table',
    f: 'go to the filters',
    e: 'go to the evidence',
    p: 'go to “Probe now”',
    Enter: 'open the chosen row',
    'g o, g u, g l, g t, g c, g p, g r, g i':
      'go to Overview, Units, Lines, Criteria, Checks, Plan, Reports, Inventory',
    '?': 'this page',
  },
  keysSwitch: 'Use single-letter shortcuts',
  dataTitle: 'Taking data out',
  data: 'Add .json or .csv to the address of any list; filters stay. Add asOf=2022-06-30 for the state at the end of that day. For example:',
  healthTitle: 'Watching this software',
  health:
    '/healthz says that the process lives, /readyz tells about the database, the scheduler and each family of the prober.',
}
