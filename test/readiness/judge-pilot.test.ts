import { expect, test } from 'vitest'
import { defaultOptions, evaluate } from '../../src/readiness/evaluate.ts'
import { at, document, proberCheck, type Seen, seen, selfTest, stateOf, unit } from './builders.ts'

const none = { working: false, ownAddress: false, anchorsAsked: 3, anchorsAnswered: 0 }
const only6 = { ...selfTest(true), ipv4: none }
const looks = (facts: unknown, changes: Partial<Seen> = {}): Seen => ({
  from: 0,
  to: 60,
  times: 61,
  facts,
  ...changes,
})

/** USE-03 of a platform with a report of its pilot and self-tests of a prober. */
function judged(pilot: string, vantage: string, of: Seen, minutes = 90) {
  const platform = { ...unit, kind: 'platform' as const }
  const report = document({ subject: 'USE-03', values: { pilot } })
  const prober = [seen(proberCheck(vantage), of)]
  const state = stateOf({ unit: platform, documents: [report], prober })
  return evaluate(state, at(minutes), defaultOptions).verdicts.find(({ id }) => id === 'USE-03')
}

test('a pilot that is reported as done passes with a prober in the unit that has IPv6 alone, and its self-test is linked', () => {
  const found = judged('done', unit.code, looks(only6))
  expect(found).toMatchObject({ verdict: 'pass', documents: [{ number: '12/KH-UBND' }] })
  expect(found?.assets[0]?.evidence[0]?.checkId).toContain('prober-self-test')
})

test.each<[string, string, string, Seen]>([
  ['one that is still running', 'running', unit.code, looks(only6)],
  ['a prober that stands elsewhere', 'done', 'inside', looks(only6)],
  ['a prober with IPv4', 'done', unit.code, looks(selfTest(true))],
  [
    'one with an IPv4 address of its own',
    'done',
    unit.code,
    looks({ ...only6, ipv4: { ...none, ownAddress: true } }),
  ],
  ['one without any network', 'done', unit.code, looks({ ipv4: none, ipv6: none })],
  ['a single look', 'done', unit.code, looks(only6, { to: 0, times: 1 })],
])('%s is partial', (_, pilot, vantage, of) => {
  expect(judged(pilot, vantage, of)?.verdict).toBe('partial')
})
