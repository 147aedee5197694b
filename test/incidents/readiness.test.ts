import { expect, test } from 'vitest'
import { ended, findingsOf, followFindings } from '../../src/incidents/readiness.ts'
import type { Incident } from '../../src/model/incidents.ts'
import type { CheckState, Observation } from '../../src/model.ts'
import type { Readiness } from '../../src/readiness/assessment.ts'
import type { Verdict } from '../../src/readiness/criterion.ts'
import { incidentId } from '../../src/store/incidents.ts'
import { exampleCheck } from '../helpers/example.ts'
import { at, unit } from '../readiness/builders.ts'

const observation = (
  checkId: string,
  minutes: number,
  result: Observation['result'],
  times = 3,
): Observation => ({
  checkId,
  firstDueAt: at(minutes),
  firstSeenAt: at(minutes),
  lastSeenAt: at(minutes + 9),
  timesSeen: times,
  vantage: 'inside',
  probeVersion: 1,
  result,
})
const web = 'service~W1~web-dual-stack'
const fine = (validTo: string) => ({
  ok: true as const,
  facts: { endpoints: [{ certificate: { validTo } }] },
})
const site = (...observations: Observation[]): CheckState => ({
  check: exampleCheck({ id: web, probe: 'web-dual-stack' }),
  observations,
})

/** The unit as it was found, its portal on one criterion and another. */
function told(
  verdicts: Record<string, Verdict>,
  {
    checks = [
      site(
        observation(web, 20, fine('2023-01-01T00:00:00.000Z')),
        observation(web, 0, fine('2023-01-01T00:00:00.000Z')),
      ),
    ],
    open = [] as Incident[],
    covered = new Set<string>(),
  } = {},
) {
  const readiness = {
    verdicts: Object.entries(verdicts).map(([id, verdict]) => ({
      id,
      verdict,
      assets: [
        {
          asset: { kind: 'service', code: 'W1', label: 'W1' },
          verdict,
          evidence: [{ checkId: web, firstDueAt: at(20), lastSeenAt: at(29) }],
        },
      ],
    })),
    broken: [],
  } as unknown as Readiness
  const state = { unit, assets: [], checks, prober: [], documents: [], platformDocuments: [] }
  return { state, readiness, met: new Set(['WEB-01', 'WEB-02']), covered, open, now: at(30) }
}
const follow = (world: ReturnType<typeof told>) => followFindings(findingsOf(world), world, incidentId)

test('what a portal no longer meets is one incident, between two looks', () => {
  const [change, ...others] = follow(told({ 'WEB-01': 'fail', 'WEB-02': 'partial', 'WEB-03': 'fail' }))
  expect(others).toEqual([])
  expect(change?.incident).toMatchObject({
    root: { kind: 'service', code: 'W1' },
    symptom: 'criterion_lost',
    detail: 'WEB-01, WEB-02', // WEB-03 was not met before
    unit: unit.code,
    before: { checkId: web, firstDueAt: at(0), seenAt: at(9) },
    after: { checkId: web, firstDueAt: at(20), seenAt: at(20) },
  })
})

test.each([
  ['is not known any more', { 'WEB-01': 'unknown' as const }, new Set<string>()],
  ['fails because its line is down', { 'WEB-01': 'fail' as const }, new Set(['service~W1'])],
])('what %s is no incident', (_what, verdicts, covered) => {
  expect(follow(told(verdicts, { covered }))).toEqual([])
})

test('it goes on while anything of it is not known, and ends when all is met again', () => {
  const [{ incident } = { incident: undefined }] = follow(told({ 'WEB-01': 'fail', 'WEB-02': 'fail' }))
  const open = incident ? [incident] : []
  expect(follow(told({ 'WEB-01': 'pass', 'WEB-02': 'unknown' }, { open }))).toEqual([])
  const [change] = follow(told({ 'WEB-01': 'pass', 'WEB-02': 'pass' }, { open }))
  expect(change?.events.map(({ kind }) => kind)).toEqual(['restored', 'closed'])
  expect(open.map((one) => ended(one, at(40)).incident.closedAt)).toEqual([at(40)])
})

test('a certificate within two weeks of its end and an agent that cannot be read are told', () => {
  const bad = { ok: false as const, error: 'snmp_malformed' as const, message: '' }
  const device = (times: number): CheckState => ({
    check: exampleCheck({
      id: 'device~D1~snmp-routes',
      asset: { kind: 'device', code: 'D1' },
      probe: 'snmp-routes',
    }),
    observations: [observation('device~D1~snmp-routes', 20, bad, times)],
  })
  const checks = [site(observation(web, 20, fine('2022-01-20T00:00:00.000Z'))), device(3)]
  expect(findingsOf(told({}, { checks }))).toMatchObject([
    { symptom: 'certificate_ends', detail: '2022-01-20', severity: 'minor' },
    { symptom: 'malformed', root: { code: 'D1' }, detail: 'snmp-routes' },
  ])
  expect(findingsOf(told({}, { checks: [device(2)] }))).toEqual([])
})
