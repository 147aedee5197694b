import { describe, expect, test } from 'vitest'
import { checkContext } from '../../src/inventory/check-context.ts'
import { checksOf } from '../../src/inventory/checks-of.ts'
import type { UnitDocument } from '../../src/model/documents.ts'
import { defaultOptions, evaluate } from '../../src/readiness/evaluate.ts'
import { judgeOpenPorts } from '../../src/readiness/judge/open-ports.ts'
import { unitsApprovingPorts } from '../../src/readiness/judge-documents.ts'
import { at, check, document, proberCheck, type Seen, seen, selfTest, service, stateOf } from './builders.ts'

function facts(ipv4: number[], ipv6: number[] | null, changes: Record<string, unknown> = {}) {
  return {
    host: 'www.test',
    aFailure: null,
    aaaaFailure: null,
    ports: [22, 25, 53, 80, 443, 3389, 8080, 8443],
    ipv4: [{ address: '10.0.0.80', open: ipv4, silent: [] }],
    ipv6: ipv6 === null ? [] : [{ address: '2001:db8::80', open: ipv6, silent: [] }],
    omitted: 0,
    ...changes,
  }
}

test.each<[string, ReturnType<typeof facts>, string]>([
  ['the same ports', facts([80, 443], [80, 443]), 'pass'],
  ['fewer over IPv6', facts([80, 443], [443]), 'pass'],
  ['none over IPv6', facts([80, 443], []), 'pass'],
  ['one more over IPv6', facts([80, 443], [22, 80, 443]), 'fail'],
  ['another one over IPv6', facts([80], [443]), 'fail'],
  ['no IPv6 address', facts([80], null), 'unknown no_evidence'],
  [
    'an IPv6 address that is silent on every port',
    facts([80], [], {
      ipv6: [{ address: '2001:db8::80', open: [], silent: [22, 25, 53, 80, 443, 3389, 8080, 8443] }],
    }),
    'unknown contradiction',
  ],
  ['IPv4 that opens nothing', facts([], [443]), 'unknown contradiction'],
  ['addresses left out', facts([80], [80], { omitted: 1 }), 'unknown coverage_low'],
  ['one more, whatever was left out', facts([80], [80, 22], { omitted: 1 }), 'fail'],
])('%s: %s', (_, of, expected) => {
  const finding = judgeOpenPorts(of)
  expect(finding.verdict + (finding.verdict === 'unknown' ? ` ${finding.reason}` : '')).toBe(expected)
})

test('the sentence names the ports', () => {
  expect(judgeOpenPorts(facts([80], [80, 3389])).because.vi).toBe(
    '1 cổng mở trên IPv6 mà không mở trên IPv4: [2001:db8::80]:3389',
  )
  expect(judgeOpenPorts(facts([80, 443], [443])).because.vi).toBe(
    'trong 8 cổng đã thử, mở trên IPv6: 443; trên IPv4: 80, 443',
  )
})

const day = 24 * 60
const www = service('www')
const statement = (values: UnitDocument['values'], changes: Partial<UnitDocument> = {}) =>
  document({ subject: 'SEC-01', values, ...changes })
const approved = statement({ policy: 'equal', approves_scan: 'yes' })

describe('SEC-01: a statement and a measurement', () => {
  /** Two looks in a row a day apart, at each site. */
  function judged(documents: UnitDocument[], looks: (Seen['facts'] | null)[], minutes = 2 * day) {
    const sites = looks.map((_, index) => service(`www${index}`))
    const checks = sites.flatMap((site, index) => {
      const of = check(site, 'reach-ports', { everySeconds: 86_400 })
      const told = looks[index]
      return [told === null ? seen(of) : seen(of, { from: 0, to: 2 * day, times: 3, facts: told })]
    })
    const prober = [seen(proberCheck(), { from: 0, to: 20 * day, times: 20 * day, facts: selfTest(true) })]
    const { verdicts } = evaluate(
      stateOf({ assets: looks.length > 0 ? sites : [www], checks, documents, prober }),
      at(minutes),
      defaultOptions,
    )
    return verdicts.find(({ id }) => id === 'SEC-01')
  }
  const same = facts([80, 443], [80, 443])
  const extra = facts([80, 443], [22, 80, 443])

  test.each<[string, UnitDocument[], (Seen['facts'] | null)[], string]>([
    ['a statement alone', [approved], [], 'partial'],
    ['a statement, and nobody has looked yet', [approved], [null], 'partial'],
    ['both', [approved], [same], 'pass'],
    ['one of two sites not looked at yet', [approved], [same, null], 'partial'],
    ['one more port over IPv6', [approved], [extra], 'fail'],
    ['one more port at one of three sites', [approved], [same, same, extra], 'fail'],
    ['stated that there is no policy', [statement({ policy: 'none', approves_scan: 'yes' })], [same], 'fail'],
    ['looks without a statement', [], [same], 'unknown'],
  ])('%s: %s', (_, documents, looks, verdict) => {
    expect(judged(documents, looks)?.verdict).toBe(verdict)
  })

  test('a site that fails is critical, and its evidence opens', () => {
    const found = judged([approved], [same, extra])
    expect(found?.assets.map(({ critical }) => critical)).toEqual([false, true])
    expect(found?.assets[1]?.evidence[0]?.checkId).toBe('service~www1~reach-ports')
    expect(found?.because.vi).toContain('[2001:db8::80]:22')
    expect(found?.documents).toHaveLength(1)
  })

  test('looks count for a week; the statement, for 180 days', () => {
    expect(judged([approved], [same], 9 * day)?.verdict).toBe('pass')
    expect(judged([approved], [same], 9 * day + 1)?.verdict).toBe('partial')
  })
})

describe('ports are tried only where a document in force approves it', () => {
  test.each<[string, UnitDocument[], number, boolean]>([
    ['approved', [approved], 60, true],
    ['not approved', [statement({ policy: 'equal', approves_scan: 'no' })], 60, false],
    ['entered before there was the question', [statement({ policy: 'equal' })], 60, false],
    ['not entered yet', [approved], -1, false],
    ['180 days old', [approved], 180 * day, true],
    ['older', [approved], 180 * day + 1, false],
    ['past its last day', [{ ...approved, until: '2022-01-15' }], 17 * 60, false],
    ['withdrawn', [{ ...approved, withdrawnAt: at(30) }], 60, false],
    [
      'a newer statement does not',
      [statement({ policy: 'equal', approves_scan: 'no' }, { id: 'D2', enteredAt: at(10) }), approved],
      60,
      false,
    ],
    ['of another criterion', [document({ values: { approves_scan: 'yes' } })], 60, false],
  ])('%s: %s', (_, documents, minutes, expected) => {
    expect(unitsApprovingPorts(documents, at(minutes)).has(www.unit)).toBe(expected)
  })

  test('and then of the published sites of that unit alone', () => {
    const assets = [www, service('mail', { type: 'mail' }), service('other', { unit: '291' })]
    const portUnits = unitsApprovingPorts([approved], at(60))
    const probesOf = (portUnits?: ReadonlySet<string>) => {
      const context = checkContext(
        { units: [], assets },
        { vantages: ['inside'], ...(portUnits && { portUnits }) },
      )
      const checks = assets.flatMap((asset) => checksOf(asset, context))
      return checks.filter(({ probe }) => probe === 'reach-ports').map(({ id }) => id)
    }
    expect(probesOf(portUnits)).toEqual(['service~www~reach-ports'])
    expect(probesOf()).toEqual([])
  })
})
