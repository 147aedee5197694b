import { expect, test } from 'vitest'
import { siteFinding } from '../../src/incidents/states.ts'
import type { Observation } from '../../src/model.ts'
import type { ApNow } from '../../src/readiness/operations/venue.ts'

const site = { code: 'W1', unit: 'U1', controller: 'wlc' }
const look = { checkId: 'device~wlc~snmp-wifi', firstDueAt: '2022-06-30T05:00:00.000Z' }
const ap = (name: string, state: ApNow['state'], evidence = look): ApNow => ({ name, state, evidence })
const seen = (timesSeen: number) =>
  new Map([
    [
      look.checkId,
      { observation: { ...look, firstSeenAt: look.firstDueAt, timesSeen } as Observation, before: undefined },
    ],
  ])

test.each<[string, ApNow[], { looks?: number; covered?: string[]; alone?: true }, unknown]>([
  ['all serve', [ap('a', 'up'), ap('b', 'up')], {}, null],
  ['one is not known', [ap('a', 'up'), ap('b', 'unmeasured')], {}, undefined],
  [
    'one is down',
    [ap('a', 'up'), ap('b', 'down')],
    {},
    { symptom: 'aps_down', severity: 'minor', detail: 'b' },
  ],
  ['one is down at two looks', [ap('a', 'up'), ap('b', 'down')], { looks: 2 }, undefined],
  [
    'all are down',
    [ap('a', 'down'), ap('b', 'down')],
    {},
    { symptom: 'down', severity: 'major', detail: 'a, b' },
  ],
  ['the others are not known', [ap('a', 'down'), ap('b', 'void')], {}, { symptom: 'aps_down' }],
  ['the line of its unit is cut', [ap('a', 'down'), ap('b', 'down')], { covered: ['unit~U1'] }, undefined],
  [
    'it has an incident as a device',
    [ap('a', 'up'), ap('b', 'down')],
    { covered: ['device~b'], alone: true },
    undefined,
  ],
])('a site of which %s', (_, aps, { looks = 3, covered = [], alone }, expected) => {
  const found = siteFinding({ ...site, controller: alone ? null : 'wlc' }, aps, seen(looks), new Set(covered))
  if (expected === null || expected === undefined) expect(found).toBe(expected)
  else
    expect(found).toMatchObject({
      root: { kind: 'hotspot', code: 'W1' },
      since: look.firstDueAt,
      ...expected,
    })
})
