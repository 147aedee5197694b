import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { ProbeName } from '../../probes/index.ts'
import type { UnitDocument } from '../../src/model/documents.ts'
import type { Asset } from '../../src/model/inventory.ts'
import type { CheckState, UnitState } from '../../src/model.ts'
import type { CriterionVerdict } from '../../src/readiness/assessment.ts'
import { criteria } from '../../src/readiness/catalogue.ts'
import { defaultOptions, evaluate, verdictsAt } from '../../src/readiness/evaluate.ts'
import { dayOf } from '../../src/report/period.ts'
import { entry } from '../address-plan/entries.ts'
import { lookOf } from '../web/looks.ts'
import {
  at,
  check,
  device,
  document,
  proberCheck,
  seen,
  selfTest,
  service,
  stateOf,
  unit,
} from './builders.ts'

const dayMinutes = 1440
const most = 30 * dayMinutes
const router = device('R1', { internetIf: 'wan0', tslcdIf: 'wan0', userIf: ['vlan10'] })
const other = device('R2', { internetIf: 'wan0' })
const web = service('www', { host: 'www.haiduong.test' })
const zone = service('zone', { type: 'zone', host: 'haiduong.test' })
const mail = service('mail', { type: 'mail', host: 'haiduong.test' })
const assets: Asset[] = [
  router,
  other,
  web,
  zone,
  mail,
  { ...entry('p', '2001:db8:30::/48', 'allocation', unit.code) },
]
const asked: [Asset, ProbeName][] = [
  ...(
    [
      'snmp-system',
      'snmp-inventory',
      'snmp-lldp',
      'snmp-addresses',
      'snmp-bgp',
      'snmp-traffic',
      'snmp-around',
      'snmp-routes',
    ] as const
  ).map((probe): [Asset, ProbeName] => [router, probe]),
  [other, 'snmp-bgp'],
  [other, 'snmp-addresses'],
  [web, 'dns-address'],
  [web, 'web-dual-stack'],
  [zone, 'dns-nameservers'],
  [mail, 'mail-inbound'],
]

const minute = fc.integer({ min: 0, max: most })
const maybe = <Value>(one: fc.Arbitrary<Value>) => fc.option(one, { freq: 3, nil: undefined })
/** What was seen one after the other: so long nothing, then so long this. */
const spells = fc.array(
  fc.record({
    gap: fc.constantFrom(0, 1, 30, 700, 3000, 12_000),
    length: fc.constantFrom(0, 1, 9, 10, 31, 900, 5000, 20_000),
    looks: fc.integer({ min: 1, max: 5 }),
    fate: fc.constantFrom('dual', 'dual', 'ipv4', 'broken', 'silent'),
  }),
  { maxLength: 7 },
)

const checkState = ([asset, probe]: [Asset, ProbeName]) =>
  fc
    .record({
      spells,
      everySeconds: fc.constantFrom(60, 1800, 21_600, 86_400),
      vantage: fc.constantFrom('inside', 'outside'),
      since: maybe(minute),
      retired: maybe(minute),
    })
    .map(({ since, retired, everySeconds, vantage, ...told }): CheckState => {
      const of = check(asset, probe, {
        everySeconds,
        vantage,
        ...(since !== undefined && { since: at(since) }),
      })
      let from = 0
      const intervals = told.spells.map(({ gap, length, looks, fate }) => {
        const to = from + gap + length
        const seenFrom = from + gap
        from = to + 1
        const { result } = lookOf(of, at(seenFrom), { fate })
        const shown = result.ok ? { facts: result.facts } : { error: result.error }
        return { from: seenFrom, to, times: length === 0 ? 1 : looks + 1, ...shown }
      })
      return { ...seen(of, ...intervals), ...(retired !== undefined && { retiredAt: at(retired) }) }
    })

const prober = fc.array(fc.record({ from: minute, works: fc.boolean() }), { maxLength: 4 }).map((tests) =>
  seen(
    proberCheck('inside'),
    ...[{ from: 0, works: true }, ...tests.toSorted((one, two) => one.from - two.from)].map(
      ({ from, works }) => ({
        from,
        facts: selfTest(works),
      }),
    ),
  ),
)

const documentOf = fc
  .record({
    subject: fc.constantFrom('GOV-01', 'ADR-01', 'ADR-03', 'SEC-01', 'SEC-02', 'WEB-01'),
    kind: fc.constantFrom('attestation', 'attestation', 'exception'),
    entered: fc.integer({ min: -400 * dayMinutes, max: most }),
    withdrawn: maybe(minute),
    until: maybe(minute),
  })
  .map(({ subject, kind, entered, withdrawn, until }): UnitDocument => {
    const values = { prefix: '2001:db8:30::/48', asn: '64500', source: 'vnnic', approves_scan: 'yes' }
    return document({
      id: `${subject}${entered}`,
      subject,
      kind: kind as UnitDocument['kind'],
      values,
      enteredAt: at(entered),
      withdrawnAt: withdrawn === undefined ? null : at(withdrawn),
      until: until === undefined ? null : dayOf(at(until)),
    })
  })

/** Each asset as it always was, or another from a moment or day on. */
const versionsOf = (asset: Asset) =>
  fc
    .record({ changed: maybe(minute), first: maybe(minute), last: maybe(minute) })
    .map(({ changed, first, last }) => {
      const value = {
        ...asset,
        ...(first !== undefined && { validFrom: dayOf(at(first)) }),
        ...(last !== undefined && { validTo: dayOf(at(last)) }),
      } as Asset
      if (changed === undefined) return [{ since: '', until: null, value }]
      const before = value.kind === 'device' ? { ...value, internetIf: null, tslcdIf: null } : value
      return [
        { since: '', until: at(changed), value: before },
        { since: at(changed), until: null, value },
      ]
    })

const story = fc
  .record({
    checks: fc.tuple(...asked.map(checkState)),
    prober: fc.array(prober, { maxLength: 1 }),
    documents: fc.array(documentOf, { maxLength: 5 }),
    versions: fc.tuple(...assets.map(versionsOf)),
    flags: maybe(minute),
  })
  .map(({ checks, prober: tests, documents, versions, flags }): UnitState => {
    const lesser = { ...unit, profile: ['has_lan', 'has_tslcd'] as typeof unit.profile }
    const units =
      flags === undefined
        ? [{ since: '', until: null, value: unit }]
        : [
            { since: '', until: at(flags), value: unit },
            { since: at(flags), until: null, value: lesser },
          ]
    const entries = versions.flat().filter(({ value }) => value.kind === 'prefix')
    return stateOf({
      checks,
      prober: tests,
      documents: documents.toSorted((one, two) => (one.enteredAt < two.enteredAt ? 1 : -1)),
      versions: { unit: units, assets: versions.flat() },
      addressPlan: { entries: entries as never, units: [unit] },
    })
  })

const moments = fc.record({
  at: fc.array(fc.oneof(minute, fc.integer({ min: 0, max: 40 })), { minLength: 2, maxLength: 10 }),
  pace: fc.constantFrom(1, 7, 60),
  confirmMinutes: fc.constantFrom(10, 45),
  stricterFrom: fc.integer({ min: 0, max: 12 }),
})

/** What days are counted by, and what says why. */
function toldBy(verdicts: CriterionVerdict[]) {
  return verdicts.map(({ id, verdict, reason, assets: each }) => ({
    id,
    verdict,
    reason,
    assets: each.map(({ asset, verdict: one, reason: why, failure }) => ({ asset, one, why, failure })),
  }))
}

test('the verdicts of one moment after the other are those of each judged by itself', () => {
  fc.assert(
    fc.property(story, moments, (state, { at: minutes, pace, confirmMinutes, stricterFrom }) => {
      const asked = minutes
        .toSorted((one, two) => one - two)
        .map((one, i) => ({
          asOf: at(one),
          options: {
            ...defaultOptions,
            pace,
            confirmMinutes,
            treatDocumentationAsGlobal: true,
            insideCountsAsOutside: i < stricterFrom,
          },
        }))
      const together = [...verdictsAt(state, asked)]
      for (const [i, { asOf, options }] of asked.entries())
        expect(toldBy(together[i] ?? [])).toEqual(toldBy(evaluate(state, asOf, options).verdicts))
    }),
    { numRuns: Number(process.env.V6GOV_RUNS ?? 25) },
  )
})

test('what stands still is judged once in a month of days', () => {
  const spies = new Map(
    criteria.map(({ id, ofUnit, questions }) => {
      const all = [ofUnit, ...questions].flatMap((one) => one ?? []) as unknown as { judge: () => void }[]
      return [id, all.map((one) => vi.spyOn(one, 'judge'))] // which calls it all the same
    }),
  )
  const steady = asked.map(([asset, probe]) => {
    const of = check(asset, probe, { everySeconds: 1800, vantage: 'outside' })
    const { result } = lookOf(of, at(-10 * dayMinutes), { fate: 'dual' })
    const shown = result.ok ? { facts: result.facts } : { error: result.error }
    return seen(of, { from: -10 * dayMinutes, to: 40 * dayMinutes, times: 2400, ...shown })
  })
  const versions = assets.map((value) => ({ since: '', until: null, value }))
  const state = stateOf({
    checks: steady,
    prober: [seen(proberCheck('outside'), { from: -20 * dayMinutes, facts: selfTest(true) })],
    documents: [],
    versions: { unit: [{ since: '', until: null, value: unit }], assets: versions },
    addressPlan: { entries: [], units: [unit] },
  })
  const days = Array.from({ length: 30 }, (_, day) => ({
    asOf: at(day * dayMinutes),
    options: defaultOptions,
  }))
  expect([...verdictsAt(state, days)]).toHaveLength(30)
  const calls = new Map(
    [...spies].map(([id, own]) => [id, own.reduce((sum, { mock }) => sum + mock.calls.length, 0)]),
  )
  for (const spy of [...spies.values()].flat()) spy.mockRestore()
  expect(calls.get('GOV-03')).toBe(1)
  // of each of two routers, and of both; the last two rest on more than looks
  for (const [id, times] of calls)
    expect(times, id).toBeLessThanOrEqual(['WIF-01', 'USE-02'].includes(id) ? 30 : 3)
})
