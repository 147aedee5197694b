import type { Messages } from '../messages.ts'

export const vantages: Messages['vantages'] = {
  title: 'Vantages',
  what: 'Each vantage tests itself before it judges others. While nobody looks from one, what is known from there grows old and becomes unknown, never a failure.',
  link: 'Vantages',
  count: (count, down) => {
    const all = count === 1 ? '1 vantage' : `${count} vantages`
    return down === 0 ? all : `${all}, ${down} not heard of`
  },
  none: 'No vantage yet.',
  noneWhat: 'A vantage appears with the first check of the inventory and with a process that looks.',
  columns: {
    name: 'Vantage',
    state: 'State',
    looksAt: 'Looks at',
    test: 'Last self-test',
    processes: 'Processes',
    queue: 'Queue',
  },
  state: { up: 'Looking', degraded: 'Degraded', down: 'Not heard of', void: 'Nobody yet' },
  states: {
    up: 'a process looks from here, and its self-test passes',
    degraded: 'its self-test does not pass',
    down: 'no process has been heard of in the last 15 seconds',
    void: 'no process has ever looked from here',
  },
  places: { inside: 'dedicated network, data centre', outside: 'the Internet side' },
  unknownUnit: 'no unit has this code',
  checks: (count) => `${count} checks`,
  noTest: 'not tested yet',
  noAnchors: 'no anchors configured',
  anchors: (answered, asked) => `${answered} of ${asked} anchors answer`,
  name: (resolves) => (resolves ? 'resolves the AAAA of' : 'does not resolve the AAAA of'),
  clock: (right) => (right ? 'clock right' : 'clock off by 2 seconds or more'),
  noProcess: 'none',
  heard: 'heard',
  roles: { web: 'pages', scheduler: 'schedule', worker: 'looks' },
  waiting: (count) => `${count} checks due and waiting`,
}
