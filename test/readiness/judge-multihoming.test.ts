import { expect, test } from 'vitest'
import type { Device } from '../../src/model/inventory.ts'
import { defaultOptions, evaluate } from '../../src/readiness/evaluate.ts'
import { brief } from './brief.ts'
import { at, check, device, seen, stateOf } from './builders.ts'
import { healthy } from './healthy-facts.ts'

const facts = healthy['snmp-bgp']
const [peer] = facts.peers
const own = facts.localAs

type Border = { to: number[]; localAs?: number | null; silent?: boolean }

/** What EXT-05 says of a unit with these border routers, each with established IPv6 sessions to these AS. */
function judged(borders: Border[]) {
  const routers = borders.map((_, index): Device => device(`R${index + 1}`, { internetIf: 'wan0' }))
  const checks = borders.map(({ to, localAs = own, silent = false }, index) => {
    const [of = device('')] = routers.slice(index)
    const peers = to.map((remoteAs) => ({ ...peer, remoteAs }))
    const looks = { from: 0, to: 60, times: 13 }
    return seen(check(of, 'snmp-bgp', { everySeconds: 300, vantage: 'inside' }), {
      ...looks,
      ...(silent ? { error: 'snmp_timeout' as const } : { facts: { ...facts, localAs, peers } }),
    })
  })
  const { verdicts } = evaluate(stateOf({ assets: routers, checks }), at(60), defaultOptions)
  return verdicts.find(({ id }) => id === 'EXT-05')
}

test.each<[string, Border[], string]>([
  ['one router with two AS', [{ to: [64500, 64501] }], 'pass'],
  ['two routers with one AS each', [{ to: [64500] }, { to: [64501] }], 'pass'],
  ['two routers with the same AS', [{ to: [64500] }, { to: [64500] }], 'partial'],
  ['two AS at one of two routers', [{ to: [64500, 64501] }, { to: [] }], 'pass'],
  ['one AS at one of two routers', [{ to: [64500] }, { to: [] }], 'partial'],
  ['none at either', [{ to: [] }, { to: [] }], 'fail'],
  ['the routers with each other', [{ to: [own] }, { to: [own] }], 'fail'],
  [
    'one AS, and a router that is silent',
    [{ to: [64500] }, { to: [], silent: true }],
    'unknown snmp_timeout',
  ],
  ['none, and a router that is silent', [{ to: [] }, { to: [], silent: true }], 'unknown snmp_timeout'],
  ['two AS, and a router that is silent', [{ to: [64500, 64501] }, { to: [], silent: true }], 'pass'],
  [
    'two AS of two, and a third is silent',
    [{ to: [64500] }, { to: [64501] }, { to: [], silent: true }],
    'pass',
  ],
  [
    'one AS each, and the second router may mean its own',
    [{ to: [64500] }, { to: [64501], localAs: null }],
    'unknown oid_not_supported',
  ],
  [
    'one AS, and another of two is not the own one of the second router',
    [{ to: [64500] }, { to: [64501, 64502], localAs: null }],
    'pass',
  ],
  ['no border router', [], 'unknown no_evidence'],
])('%s', (_, borders, outcome) => {
  expect(brief(judged(borders) as never)).toBe(outcome)
})

test('names the AS with their routers, and leads to the looks at both', () => {
  const verdict = judged([{ to: [64500] }, { to: [64501] }])
  expect(verdict?.because.vi).toContain('2 hệ tự trị: AS64500 (R1), AS64501 (R2)')
  for (const { evidence } of verdict?.assets ?? [])
    expect(evidence.map(({ checkId }) => checkId)).toEqual(['device~R1~snmp-bgp', 'device~R2~snmp-bgp'])
})
