import { expect, test } from 'vitest'
import type { UnitDocument } from '../../src/model/documents.ts'
import { defaultOptions, evaluate } from '../../src/readiness/evaluate.ts'
import { at, check, device, document, seen, stateOf, unit } from './builders.ts'
import { healthy } from './healthy-facts.ts'

const facts = healthy['snmp-bgp']
const [peer] = facts.peers
const own = Number(facts.localAs)
const platform = { ...unit, kind: 'platform' as const }
const options = { ...defaultOptions, treatDocumentationAsGlobal: true }

const record = (values: Record<string, string> = {}, changes: Partial<UnitDocument> = {}) =>
  document({
    id: 'LG',
    subject: 'ADR-03',
    values: { prefix: '2001:db8:30::/48', asn: String(own), glass: 'lg.example.test 01/03/2022', ...values },
    ...changes,
  })
const block = (prefix: string) =>
  document({ id: 'B', subject: 'ADR-01', values: { prefix, source: 'vnnic' } })

/** ADR-03 of a platform whose border router has one session. */
function judged(documents: UnitDocument[], changes: object = {}, minutes = 60) {
  const router = device('R1', { internetIf: 'wan0' })
  const looks = seen(check(router, 'snmp-bgp', { everySeconds: 300, vantage: 'inside' }), {
    from: 0,
    to: minutes,
    times: 13,
    facts: { ...facts, peers: [{ ...peer, ...changes }] },
  })
  const state = stateOf({ unit: platform, assets: [router], checks: [looks], documents })
  return evaluate(state, at(minutes), options).verdicts.find(({ id }) => id === 'ADR-03')
}

test('an established session and a record of the announcement pass together, and neither does alone', () => {
  const both = judged([record()])
  expect(both).toMatchObject({ verdict: 'pass', documents: [{ id: 'LG' }] })
  expect(both?.because.en).toContain(
    `lg.example.test 01/03/2022 shows 2001:db8:30::/48 announced by AS${own}`,
  )
  expect(both?.assets[0]?.evidence[0]?.checkId).toBe('device~R1~snmp-bgp')
  expect(judged([])?.verdict).toBe('partial')
  expect(judged([record()], { established: false })?.verdict).toBe('partial')
  expect(judged([record()], { families: ['ipv4-unicast'] })?.verdict).toBe('fail')
})

test.each<[string, UnitDocument[]]>([
  ['of another AS', [record({ asn: '64999' })]],
  ["of a block that is not the unit's", [record({ prefix: '2001:db8:99::/48' }), block('2001:db8:30::/48')]],
  ['of no global block', [record({ prefix: 'fd00::/48' })]],
])('a record %s proves nothing', (_, documents) => {
  expect(judged(documents)?.verdict).toBe('partial')
})

test('a record counts for seven days', () => {
  const days = (count: number) => count * 24 * 60
  expect(judged([record()], {}, days(7))?.verdict).toBe('pass')
  expect(judged([record()], {}, days(7) + 60)?.verdict).toBe('partial')
})
