import { expect, test } from 'vitest'
import { nodeKey } from '../../src/store/incidents.ts'
import { type Fault, play } from './play.ts'

type Row = {
  name: string
  faults: Fault[]
  minutes?: number
  /** `root symptom`, and what fell with it. */
  incidents: Record<string, string[]>
  /** Where one root has several. */
  count?: number
  /** Minutes that the line was down, by hand. */
  down?: Record<string, number>
  degraded?: Record<string, number>
}

const rows: Row[] = [
  { name: 'nothing happens', faults: [], incidents: {}, down: { A1: 0 } },
  {
    name: 'a line is cut',
    faults: [{ what: 'line~B1', from: 10, to: 40 }],
    incidents: { 'line~B1 down': ['device~RB', 'device~SB'] },
    down: { B1: 30, C1: 0 },
  },
  {
    name: 'a line is cut and never mended',
    faults: [{ what: 'line~B1', from: 10, to: 999 }],
    incidents: { 'line~B1 down': ['device~RB', 'device~SB'] },
    down: { B1: 65 },
  },
  {
    name: 'a line is cut for less than three looks',
    faults: [{ what: 'line~B1', from: 10, to: 10.5 }],
    incidents: {},
    down: { B1: 0 },
  },
  {
    name: 'one of two lines of a unit is cut, so that its devices still answer',
    faults: [{ what: 'line~A1', from: 10, to: 40 }],
    incidents: { 'line~A1 down': [] },
    down: { A1: 30, A2: 0 },
  },
  {
    name: 'a line that is looked at rarely is cut',
    faults: [{ what: 'line~F1', from: 10, to: 60 }],
    incidents: { 'line~F1 down': ['device~RF'] },
  },
  {
    name: 'two lines are cut 50 minutes apart',
    faults: [
      { what: 'line~B1', from: 10, to: 75 },
      { what: 'line~C1', from: 60, to: 75 },
    ],
    incidents: { 'line~B1 down': ['device~RB', 'device~SB'], 'line~C1 down': ['device~RC'] },
    down: { B1: 65, C1: 15 },
  },
  {
    name: 'lines of two providers are cut at once, in two units',
    faults: [
      { what: 'line~B1', from: 10, to: 40 },
      { what: 'line~F1', from: 10, to: 40 },
    ],
    incidents: { 'line~B1 down': ['device~RB', 'device~SB'], 'line~F1 down': ['device~RF'] },
  },
  {
    name: 'a provider loses all its lines',
    faults: [{ what: 'provider~VT', from: 10, to: 40 }],
    incidents: {
      'provider~VT down': ['device~RB', 'device~RC', 'device~SB', 'line~A1', 'line~B1', 'line~C1'],
    },
    down: { A1: 30, B1: 30, C1: 30, A2: 0 },
  },
  {
    name: 'a provider of two lines loses both',
    faults: [{ what: 'provider~FT', from: 10, to: 60 }],
    incidents: { 'provider~FT down': ['device~RE', 'device~RF', 'line~E1', 'line~F1'] },
  },
  {
    name: 'a provider loses two of three lines, which are two faults',
    faults: [
      { what: 'line~B1', from: 10, to: 40 },
      { what: 'line~C1', from: 10, to: 40 },
    ],
    incidents: { 'line~B1 down': ['device~RB', 'device~SB'], 'line~C1 down': ['device~RC'] },
  },
  {
    name: 'the lines of a provider come back one after the other',
    faults: [
      { what: 'line~A1', from: 10, to: 30 },
      { what: 'line~B1', from: 10, to: 50 },
      { what: 'line~C1', from: 10, to: 70 },
    ],
    incidents: {
      'provider~VT down': ['device~RB', 'device~RC', 'device~SB', 'line~A1', 'line~B1', 'line~C1'],
    },
    down: { A1: 20, B1: 40, C1: 60 },
  },
  {
    name: 'the lines of a provider fall within a minute of each other',
    faults: [
      { what: 'line~A1', from: 10, to: 40 },
      { what: 'line~B1', from: 10.5, to: 40 },
      { what: 'line~C1', from: 10.9, to: 40 },
    ],
    incidents: {
      'provider~VT down': ['device~RB', 'device~RC', 'device~SB', 'line~A1', 'line~B1', 'line~C1'],
    },
  },
  {
    name: 'one line of a provider falls ten minutes after the others',
    faults: [
      { what: 'provider~VT', from: 10, to: 20 },
      { what: 'line~A1', from: 10, to: 60 },
      { what: 'line~B1', from: 10, to: 60 },
      { what: 'line~C1', from: 22, to: 60 },
    ],
    incidents: {
      'provider~VT down': ['device~RB', 'device~RC', 'device~SB', 'line~A1', 'line~B1', 'line~C1'],
    },
  },
  {
    name: 'lines of a provider that is watched fall again one after the other, and are told of once',
    faults: [
      { what: 'provider~VT', from: 32, to: 34.3 },
      { what: 'line~C1', from: 37.5, to: 44.7 },
      { what: 'line~B1', from: 43.8, to: 49.4 },
    ],
    incidents: { 'provider~VT down': ['line~A1', 'line~B1', 'line~C1'] },
    down: { B1: 9 }, // 32 to 34 and 44 to 49: the first answers came at 34:36 and 49:36
  },
  {
    name: 'a provider that is watched loses IPv6 again, and has one incident still',
    faults: [
      { what: 'provider~VT', from: 9.1, to: 13, how: 'ipv6' },
      { what: 'line~B1', from: 17.8, to: 29.4 },
      { what: 'provider~VT', from: 27.1, to: 38.3, how: 'ipv6' },
    ],
    incidents: { 'provider~VT ipv6_lost': ['line~A1', 'line~B1', 'line~C1'] },
  },
  {
    name: 'a line that has fallen twice is watched still when its provider loses all',
    faults: [
      { what: 'line~C1', from: 10, to: 12 },
      { what: 'line~C1', from: 14, to: 16 },
      { what: 'provider~VT', from: 22, to: 50 },
    ],
    incidents: {
      'line~C1 down': [],
      'provider~VT down': ['device~RB', 'device~RC', 'device~SB', 'line~A1', 'line~B1', 'line~C1'],
    },
  },
  {
    name: 'all lines of a provider are watched for faults of their own when it loses all',
    faults: [
      { what: 'line~C1', from: 6, to: 15 },
      { what: 'line~A1', from: 8, to: 16 },
      { what: 'line~B1', from: 10, to: 16 },
      { what: 'provider~VT', from: 19, to: 50 },
    ],
    incidents: {
      'line~A1 down': [],
      'line~B1 down': [],
      'line~C1 down': [],
      'provider~VT down': ['device~RB', 'device~RC', 'device~SB', 'line~A1', 'line~B1', 'line~C1'],
    },
  },
  {
    name: 'a line is down already when its provider loses the others',
    faults: [
      { what: 'line~C1', from: 5, to: 70 },
      { what: 'provider~VT', from: 30, to: 50 },
    ],
    incidents: {
      'line~C1 down': ['device~RC'],
      'provider~VT down': ['device~RB', 'device~SB', 'line~A1', 'line~B1'],
    },
  },
  {
    name: 'a switch that has been away is watched when its line is cut',
    faults: [
      { what: 'device~SB', from: 10, to: 40 },
      { what: 'line~B1', from: 60, to: 75 },
    ],
    incidents: { 'device~SB down': [], 'line~B1 down': ['device~RB', 'device~SB'] },
  },
  {
    name: 'a switch dies for itself not long after its line was cut',
    faults: [
      { what: 'line~B1', from: 10, to: 40 },
      { what: 'device~SB', from: 60, to: 100 },
    ],
    minutes: 110,
    incidents: { 'line~B1 down': ['device~RB', 'device~SB'], 'device~SB down': [] },
  },
  {
    name: 'a unit loses its power',
    faults: [{ what: 'unit~A', from: 10, to: 40 }],
    incidents: { 'unit~A down': ['device~RA', 'device~SA', 'line~A1', 'line~A2'] },
    down: { A1: 30, A2: 30 },
  },
  {
    name: 'a unit with one line loses its power, which is told of its line',
    faults: [{ what: 'unit~B', from: 10, to: 40 }],
    incidents: { 'line~B1 down': ['device~RB', 'device~SB'] },
    down: { B1: 30 },
  },
  {
    name: 'the router at the end of a line hangs: all that can be seen is the line',
    faults: [{ what: 'device~RB', from: 10, to: 40 }],
    incidents: { 'line~B1 down': ['device~RB', 'device~SB'] },
  },
  {
    name: 'the agent of a router hangs while its line is up',
    faults: [{ what: 'device~RB', how: 'agent', from: 10, to: 60 }],
    incidents: { 'device~RB agent_silent': [] },
    down: { B1: 0 },
  },
  {
    name: 'a router answers no ping, and its agent answers',
    faults: [{ what: 'device~RB', how: 'mute', from: 10, to: 60 }],
    incidents: {},
  },
  {
    name: 'a switch behind the router dies',
    faults: [{ what: 'device~SB', from: 10, to: 60 }],
    incidents: { 'device~SB down': [] },
    down: { B1: 0 },
  },
  {
    name: 'a switch stays dead when its line comes back',
    faults: [
      { what: 'line~B1', from: 10, to: 40 },
      { what: 'device~SB', from: 10, to: 100 },
    ],
    incidents: { 'line~B1 down': ['device~RB', 'device~SB'], 'device~SB down': [] },
    down: { B1: 30 },
  },
  {
    name: 'a switch died long before its line was cut',
    faults: [
      { what: 'device~SB', from: 10, to: 200 },
      { what: 'line~B1', from: 50, to: 65 },
    ],
    incidents: { 'device~SB down': [], 'line~B1 down': ['device~RB'] },
    down: { B1: 15 },
  },
  {
    name: 'the core router falls, and all that hangs at it: one incident',
    faults: [{ what: 'device~PE', from: 10, to: 60 }],
    incidents: { 'device~PE down': ['device~RD', 'device~RE', 'line~D1', 'line~E1'] },
  },
  {
    name: 'the line behind the core router falls a second before it',
    faults: [
      { what: 'line~D1', from: 10, to: 60 },
      { what: 'device~PE', from: 10 + 1 / 60, to: 60 },
    ],
    incidents: { 'device~PE down': ['device~RD', 'device~RE', 'line~D1', 'line~E1'] },
  },
  {
    name: 'a line falls a second before its provider',
    faults: [
      { what: 'line~B1', from: 10, to: 40 },
      { what: 'provider~VT', from: 10 + 1 / 60, to: 40 },
    ],
    incidents: {
      'provider~VT down': ['device~RB', 'device~RC', 'device~SB', 'line~A1', 'line~B1', 'line~C1'],
    },
  },
  {
    name: 'a switch falls silent a second before its line is cut',
    faults: [
      { what: 'device~SB', from: 10, to: 40 },
      { what: 'line~B1', from: 10 + 1 / 60, to: 40 },
    ],
    incidents: { 'line~B1 down': ['device~RB', 'device~SB'] },
  },
  {
    name: 'the router at the end hangs, and the edge of the provider still has it: no fall of the line',
    faults: [{ what: 'device~RD', from: 10, to: 60 }],
    incidents: { 'device~RD down': [] },
    down: { D1: 0 },
  },
  {
    name: 'we lose IPv6',
    faults: [{ what: 'prober~inside', how: 'ipv6', from: 10, to: 40 }],
    incidents: { 'prober~inside no_ipv6': [] },
    down: { A1: 0, B1: 0, F1: 0 },
    degraded: { A1: 0, B1: 0 },
  },
  {
    name: 'we lose IPv4',
    faults: [{ what: 'prober~inside', how: 'ipv4', from: 10, to: 40 }],
    incidents: { 'prober~inside no_ipv4': [] },
    down: { A1: 0 },
  },
  {
    name: 'we lose both',
    faults: [{ what: 'prober~inside', from: 10, to: 40 }],
    incidents: { 'prober~inside no_network': [] },
    down: { A1: 0, B1: 0, C1: 0 },
  },
  {
    name: 'we lose both while a line is down already',
    faults: [
      { what: 'line~B1', from: 5, to: 90 },
      { what: 'prober~inside', from: 30, to: 50 },
    ],
    incidents: { 'line~B1 down': ['device~RB', 'device~SB'], 'prober~inside no_network': [] },
  },
  {
    name: 'a line is cut while we are blind, and found so afterwards',
    faults: [
      { what: 'prober~inside', from: 10, to: 40 },
      { what: 'line~B1', from: 20, to: 70 },
    ],
    incidents: { 'line~B1 down': ['device~RB', 'device~SB'], 'prober~inside no_network': [] },
  },
  {
    name: 'a line loses IPv6 alone',
    faults: [{ what: 'line~B1', how: 'ipv6', from: 10, to: 40 }],
    incidents: { 'line~B1 ipv6_lost': ['device~RB', 'device~SB'] },
    down: { B1: 0 },
    degraded: { B1: 30 },
  },
  {
    name: 'a line loses IPv6, and then everything',
    faults: [
      { what: 'line~B1', how: 'ipv6', from: 10, to: 70 },
      { what: 'line~B1', from: 30, to: 60 },
    ],
    incidents: { 'line~B1 ipv6_lost': ['device~RB', 'device~SB'] },
    down: { B1: 30 },
    degraded: { B1: 30 },
  },
  {
    name: 'a provider loses IPv6 on all its lines',
    faults: [{ what: 'provider~VT', how: 'ipv6', from: 10, to: 40 }],
    incidents: {
      'provider~VT ipv6_lost': ['device~RB', 'device~RC', 'device~SB', 'line~A1', 'line~B1', 'line~C1'],
    },
    down: { A1: 0, B1: 0 },
    degraded: { A1: 30, B1: 30, C1: 30 },
  },
  {
    name: 'a line of a provider that has lost IPv6 is cut, which is a fault of its own',
    faults: [
      { what: 'provider~VT', how: 'ipv6', from: 10, to: 60 },
      { what: 'line~C1', from: 30, to: 45 },
    ],
    incidents: {
      'provider~VT ipv6_lost': ['device~RB', 'device~RC', 'device~SB', 'line~A1', 'line~B1', 'line~C1'],
      'line~C1 ipv6_lost': [], // down for a quarter of an hour, and then what the others are
    },
    down: { C1: 15, B1: 0 },
    degraded: { C1: 35, B1: 50 },
  },
  {
    name: 'a provider loses IPv6, and then everything: one incident, which becomes graver',
    faults: [
      { what: 'provider~VT', how: 'ipv6', from: 10, to: 70 },
      { what: 'provider~VT', from: 30, to: 60 },
    ],
    incidents: {
      'provider~VT down': ['device~RB', 'device~RC', 'device~SB', 'line~A1', 'line~B1', 'line~C1'],
    },
    down: { A1: 30, B1: 30 },
  },
  {
    name: 'a line flaps at every other look',
    faults: flaps('line~B1', { from: 10, to: 30, everySeconds: 40, forSeconds: 20 }),
    incidents: { 'line~B1 unstable': [] },
    down: { B1: 0 },
  },
  {
    name: 'a line flaps at half a period',
    faults: flaps('line~B1', { from: 10, to: 30, everySeconds: 20, forSeconds: 10 }),
    incidents: {},
    down: { B1: 0 },
  },
  {
    name: 'a line flaps at three periods',
    faults: flaps('line~B1', { from: 10, to: 40, everySeconds: 120, forSeconds: 60 }),
    incidents: { 'line~B1 down': [] },
    down: { B1: 15 },
  },
  {
    name: 'a line flaps at ten periods',
    faults: flaps('line~B1', { from: 10, to: 60, everySeconds: 480, forSeconds: 240 }),
    incidents: { 'line~B1 down': ['device~RB', 'device~SB'] },
    down: { B1: 24 },
  },
  {
    name: 'two outages of a line an hour apart are two incidents',
    faults: [
      { what: 'line~B1', from: 10, to: 30 },
      { what: 'line~B1', from: 90, to: 110 },
    ],
    minutes: 140,
    incidents: { 'line~B1 down': ['device~RB', 'device~SB'] },
    count: 2,
    down: { B1: 40 },
  },
  {
    name: 'a line and our own IPv6 fail at the same time',
    faults: [
      { what: 'line~B1', from: 10, to: 60 },
      { what: 'prober~inside', how: 'ipv6', from: 10, to: 30 },
    ],
    incidents: { 'line~B1 down': ['device~RB', 'device~SB'], 'prober~inside no_ipv6': [] },
  },
  {
    name: 'recovery in reverse order: the switch answers before the line is called up',
    faults: [
      { what: 'line~B1', from: 10, to: 40.3 },
      { what: 'device~SB', from: 10, to: 35 },
    ],
    incidents: { 'line~B1 down': ['device~RB', 'device~SB'] },
  },
]

/** Broken for so long of each so long, both in seconds. */
function flaps(
  what: string,
  {
    from,
    to,
    everySeconds,
    forSeconds,
  }: { from: number; to: number; everySeconds: number; forSeconds: number },
): Fault[] {
  const count = Math.floor(((to - from) * 60) / everySeconds)
  return Array.from({ length: count }, (_, index) => {
    const at = from + (index * everySeconds) / 60
    return { what, from: at, to: at + forSeconds / 60 }
  })
}

test.each(rows)('$name', ({ faults, minutes = 75, incidents, count, down = {}, degraded = {} }) => {
  const told = play(faults, { minutes })
  const found = Object.fromEntries(
    told.incidents.map(({ id, root, symptom }) => [
      `${nodeKey(root)} ${symptom}`,
      told.parts
        .filter((part) => part.incident === id && nodeKey(part.node) !== nodeKey(root))
        .map(({ node }) => nodeKey(node))
        .sort(),
    ]),
  )
  expect(told.incidents).toHaveLength(count ?? Object.keys(incidents).length)
  expect(found).toEqual(incidents)
  for (const [line, count] of Object.entries(down)) expect(told.minutes(line).down, line).toBe(count)
  for (const [line, count] of Object.entries(degraded))
    expect(told.minutes(line).degraded_v6, line).toBe(count)
})
