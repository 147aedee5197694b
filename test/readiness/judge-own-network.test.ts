import { describe, expect, test } from 'vitest'
import { unitChecks } from '../../src/inventory/unit-checks.ts'
import { evaluate } from '../../src/readiness/evaluate.ts'
import { judgeAnchors, judgeResolver } from '../../src/readiness/judge/own-network.ts'
import { at, check, device, proberCheck, seen, selfTest, service, stateOf, unit } from './builders.ts'
import { healthy } from './healthy-facts.ts'

const facts = healthy['reach-anchors']

describe('EXT-04', () => {
  /** `up` of `count` anchors answer. */
  const reached = (up: number, count: number, changes: Partial<Parameters<typeof judgeAnchors>[0]> = {}) =>
    judgeAnchors({
      ...facts,
      anchors: Array.from({ length: count }, (_, index) => ({
        address: `2001:db8::${index}`,
        port: 443,
        answered: index < up,
        failure: index < up ? null : ('TCP_TIMEOUT' as const),
        passes1280: index < up ? true : null,
      })),
      ...changes,
    }).verdict

  test.each([
    [3, 3, 'pass'],
    [2, 3, 'pass'],
    [1, 3, 'partial'],
    [0, 3, 'fail'],
    [3, 4, 'pass'],
    [2, 4, 'partial'],
    [0, 2, 'unknown'],
    [2, 2, 'unknown'],
    [0, 0, 'unknown'],
  ])('%i of %i anchors: %s', (up, count, verdict) => {
    expect(reached(up, count)).toBe(verdict)
  })

  test('loss, and packets of 1,280 octets', () => {
    expect(reached(3, 3, { loss: 'to_5_percent' })).toBe('partial')
    expect(reached(3, 3, { loss: 'more' })).toBe('fail')
    const all = (passes1280: boolean | null) =>
      judgeAnchors({ ...facts, anchors: facts.anchors.map((one) => ({ ...one, passes1280 })) })
    expect(all(false).verdict).toBe('partial')
    expect(all(null)).toMatchObject({
      verdict: 'partial',
      because: { en: expect.stringContaining('not proved') },
    })
  })

  test('too few anchors: what to set up', () => {
    expect(judgeAnchors({ ...facts, anchors: [] })).toMatchObject({
      reason: 'no_evidence',
      because: { vi: expect.stringContaining('V6GOV_ANCHORS') },
    })
  })
})

describe('LAN-03', () => {
  const good = { answered: true, failure: null, rcode: 'NOERROR' }
  const dead = { answered: false, failure: 'DNS_TIMEOUT', rcode: null } as const
  const asked = (...servers: [a: typeof good | typeof dead, aaaa: typeof good | typeof dead][]) =>
    judgeResolver({
      resolver: 'dns.haiduong.test',
      asked: '.',
      servers: servers.map(([a, aaaa], index) => ({ address: `2001:db8::${index}`, a, aaaa })),
    })

  test('answers to both questions at every address', () => {
    expect(asked([good, good]).verdict).toBe('pass')
    expect(asked([good, good], [dead, dead]).verdict).toBe('partial')
    expect(asked([good, dead])).toMatchObject({ verdict: 'fail', failure: 'DNS_TIMEOUT' })
    expect(asked()).toMatchObject({ verdict: 'fail', failure: 'NODATA' })
  })
})

describe('who may look', () => {
  const router = device('R1', { internetIf: 'wan0' })
  const resolver = service('dns', { type: 'resolver', host: '2001:db8::35' })
  const judge = (checks: ReturnType<typeof seen>[], prober: ReturnType<typeof seen>[] = []) => {
    const state = stateOf({
      unit: { ...unit, profile: ['has_own_internet', 'has_lan'] },
      assets: [router, resolver],
      checks,
      prober,
    })
    const { verdicts } = evaluate(state, at(60), {
      treatDocumentationAsGlobal: true,
      insideCountsAsOutside: false,
      pace: 1,
    })
    return (id: string) => verdicts.find((one) => one.id === id)
  }

  test('nobody in the unit: unknown, with what to run there', () => {
    for (const id of ['EXT-04', 'LAN-03']) {
      const verdict = judge([])(id)
      expect(verdict).toMatchObject({ verdict: 'unknown', reason: 'no_evidence' })
      expect(verdict?.because.vi).toContain(`V6GOV_VANTAGES=${unit.code}`)
    }
  })

  test("the unit's own loss of IPv6 is what it tells, and does not make it void", () => {
    const dead = { ...facts, anchors: facts.anchors.map((one) => ({ ...one, answered: false })) }
    const looks = seen(check(router, 'reach-anchors', { vantage: unit.code }), {
      from: 0,
      to: 60,
      times: 3,
      facts: dead,
    })
    const blind = seen(proberCheck(unit.code), { from: 0, facts: selfTest(false) })
    expect(judge([looks], [blind])('EXT-04')?.verdict).toBe('fail')
  })

  test('checks come only with a process in the unit, and an IPv4 address tells no resolver over IPv6', () => {
    const here = { vantages: ['inside', unit.code], portal: { url: 'http://portal.test/' } }
    expect(unitChecks(router, { vantages: ['inside', 'outside'] })).toEqual([])
    expect(unitChecks(router, here)).toMatchObject([{ probe: 'reach-anchors', vantage: unit.code }])
    expect(unitChecks(resolver, here)).toMatchObject([
      { probe: 'dns-recursive', settings: { resolver: '2001:db8::35' } },
    ])
    expect(unitChecks({ ...resolver, host: '10.0.0.35' }, here)).toEqual([])
    expect(unitChecks({ ...router, internetIf: null }, here)).toEqual([])
  })
})
