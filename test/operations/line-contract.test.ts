import { expect, test } from 'vitest'
import { commitmentsOf, contractVerdict } from '../../src/operations/line-contract.ts'
import type { LineDelay, LineFigures } from '../../src/operations/line-figures.ts'

const contract = {
  slaAvailabilityPct: 99.5,
  slaRestoreHours: 4,
  slaRttMsP95: 20,
  slaLossPct: 0.1,
  slaMethod: undefined,
}
const delay: LineDelay = {
  rttP95Ms: 12,
  rttMeanMs: 9,
  jitterMs: 1,
  loss: 0.001,
  sent: 1000,
  lost: 1,
  coverage: 1,
}
const figures = { availability: 0.998, late: 0, delay: { ipv4: delay, ipv6: delay } } as LineFigures

test.each<{ what: string; given?: Partial<LineFigures>; terms?: object; verdict: string; not?: string[] }>([
  { what: 'everything is within it', verdict: 'pass' },
  // 99.499 % is printed as 99.49 by this method, which is less
  {
    what: 'availability is a hair below',
    given: { availability: 0.99499 },
    verdict: 'fail',
    not: ['availability'],
  },
  { what: 'availability is just met', given: { availability: 0.995 }, verdict: 'pass' },
  { what: 'a repair came late', given: { late: 1 }, verdict: 'fail', not: ['restore'] },
  {
    what: 'IPv6 alone is slow',
    given: { delay: { ipv4: delay, ipv6: { ...delay, rttP95Ms: 21 } } },
    verdict: 'fail',
    not: ['rtt'],
  },
  {
    what: 'too little was seen of one family',
    given: { delay: { ipv4: delay, ipv6: { ...delay, coverage: 0.7, rttP95Ms: 90 } } },
    verdict: 'unknown',
  },
  {
    what: 'availability is not known, so that repairs are not either',
    given: { availability: null },
    verdict: 'unknown',
  },
  {
    what: 'its method takes for up what nobody saw',
    given: { availability: 1, coverage: 0.9 },
    terms: { slaMethod: 'provider-1' },
    verdict: 'unknown',
  },
  {
    what: 'one thing is not kept and another not known',
    given: { availability: null, delay: { ipv4: { ...delay, loss: 0.5 }, ipv6: null } },
    verdict: 'fail',
    not: ['loss'],
  },
  {
    what: 'it commits to nothing',
    terms: { slaAvailabilityPct: null, slaRestoreHours: null, slaRttMsP95: null, slaLossPct: null },
    verdict: 'na',
  },
])('a contract of which $what: $verdict', ({ given, terms, verdict, not = [] }) => {
  const commitments = commitmentsOf({ ...contract, ...terms }, { ...figures, ...given })
  expect(contractVerdict(commitments)).toBe(verdict)
  expect(commitments.filter(({ kept }) => kept === false).map(({ of }) => of)).toEqual(not)
})

test('without figures nothing is kept', () => {
  const commitments = commitmentsOf(contract, null)
  expect(commitments.map(({ of, kept }) => [of, kept])).toEqual([
    ['availability', null],
    ['restore', null],
    ['rtt', null],
    ['loss', null],
  ])
  expect(contractVerdict(commitments)).toBe('unknown')
})
