import { expect, test } from 'vitest'
import { probes } from '../../probes/index.ts'
import { type DeviceLooks, ladderOf } from '../../src/address-plan/ladder.ts'
import { addressFacts, row, systemFacts } from '../readiness/facts.ts'

const at = '2022-06-30T00:00:00.000Z'
function look(probe: keyof typeof probes, facts: unknown): DeviceLooks {
  const result = { ok: true as const, facts }
  const seen = { firstDueAt: at, firstSeenAt: at, lastSeenAt: at, timesSeen: 3, vantage: 'inside' as const }
  return { [probe]: { checkId: `device~r1~${probe}`, ...seen, probeVersion: probes[probe].version, result } }
}
const rungs = (looks: DeviceLooks, treatDocumentationAsGlobal = false) =>
  ladderOf(looks, { treatDocumentationAsGlobal }).map(({ reached }) => reached)

test('without looks no rung is known, and none is taken for missing', () => {
  expect(rungs({})).toEqual([null, null, null, null, null])
})

test('what is read tells the rungs one by one, each with its look', () => {
  const looks = {
    ...look('snmp-system', systemFacts),
    ...look('snmp-addresses', addressFacts([row('2001:db8::1', 'global')])),
  }
  expect(rungs(looks)).toEqual([true, true, true, null, null])
  expect(ladderOf(looks, { treatDocumentationAsGlobal: false })[2]?.by?.checkId).toBe(
    'device~r1~snmp-addresses',
  )
})

test('an address of documentation counts in a demonstration only, and an empty table proves that there is none', () => {
  const documentation = look('snmp-addresses', addressFacts([row('2001:db8::1', 'documentation')]))
  expect([rungs(documentation)[2], rungs(documentation, true)[2]]).toEqual([false, true])
  expect(rungs(look('snmp-addresses', addressFacts([])))[2]).toBe(false)
  expect(rungs(look('snmp-addresses', addressFacts([], { truncated: true })))[2]).toBeNull()
})
