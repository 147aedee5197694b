import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { criteria, criterionOf } from '../../src/readiness/catalogue.ts'
import type { Verdict } from '../../src/readiness/criterion.ts'
import { score } from '../../src/readiness/score.ts'

type Given = { id: string; verdict: Verdict }[]

function parse(text: string): Given {
  return text
    .trim()
    .split(/\s+/)
    .map((pair) => {
      const [id = '', verdict] = pair.split('=')
      return { id, verdict: verdict as Verdict }
    })
}

const example = `
  GOV-01=pass GOV-02=pass GOV-03=partial GOV-04=pass GOV-05=unknown ADR-01=pass ADR-02=pass
  WAN-01=pass WAN-02=fail WAN-03=unknown LAN-01=pass LAN-02=partial LAN-03=pass LAN-04=fail
  SEC-02=pass SEC-03=unknown SEC-04=unknown USE-01=unknown`

test('the worked example of a commune (domain rules 2.6)', () => {
  expect(score(parse(example))).toEqual({
    score: 60,
    scoreMax: 80,
    coverage: 0.8,
    level: 0,
    levelReachable: 5,
    enoughData: true,
    weight: { all: 35, known: 28, earned: 21 },
    counts: { pass: 9, partial: 2, fail: 2, unknown: 5, na: 0 },
  })
})

/** Verdicts of every criterion: the given one for those that `applies`, na for the others. */
const everyone = (applies: (id: string) => boolean, verdict: Verdict = 'pass'): Given =>
  criteria.map(({ id }) => ({ id, verdict: applies(id) ? verdict : 'na' }))
const but = (given: Given, changes: Record<string, Verdict>): Given =>
  given.map(({ id, verdict }) => ({ id, verdict: changes[id] ?? verdict }))
const commune = (id: string) =>
  /^(GOV|WAN|LAN)/.test(id) || ['ADR-01', 'ADR-02', 'SEC-02', 'SEC-03', 'SEC-04', 'USE-01'].includes(id)

describe('levels', () => {
  const all = everyone(() => true)
  test.each<[string, Given, number, number]>([
    ['everything passes', all, 5, 5],
    ['a gate of level 5 fails', but(all, { 'USE-03': 'fail' }), 4, 5],
    ['partial is not enough', but(all, { 'WAN-01': 'partial' }), 3, 5],
    ['broken IPv6 blocks level 3', but(all, { 'WEB-02': 'fail' }), 2, 5],
    ['a lower gate blocks all above', but(all, { 'EXT-03': 'unknown' }), 1, 5],
    ['what is no gate blocks nothing', but(all, { 'GOV-04': 'fail' }), 5, 5],
    ['the first gate fails', but(all, { 'GOV-01': 'fail' }), 0, 5],
    ['a commune that passes everything', everyone(commune), 5, 5],
    [
      'a commune goes from 1 to 4, and is not called 3 for what it has not',
      but(everyone(commune), { 'WAN-01': 'fail' }),
      1,
      5,
    ],
    ['a commune without level 5', but(everyone(commune), { 'LAN-03': 'fail' }), 4, 5],
    ['nothing above level 1 applies', everyone((id) => id.startsWith('GOV')), 1, 1],
  ])('%s', (_, given, level, reachable) => {
    expect(score(given)).toMatchObject({ level, levelReachable: reachable })
  })

  test('with less than 80 % coverage level 1 is the most that is shown', () => {
    const measured = but(everyone(commune), {
      'GOV-04': 'unknown',
      'GOV-05': 'unknown',
      'LAN-04': 'unknown',
      'USE-01': 'unknown',
    })
    expect(score(measured)).toMatchObject({ level: 4, enoughData: true, weight: { all: 35, known: 29 } })
    const less = but(measured, { 'SEC-04': 'unknown', 'WAN-03': 'unknown' })
    expect(score(less)).toMatchObject({ level: 1, enoughData: false, weight: { known: 27 } })
    expect(score(but(less, { 'GOV-01': 'fail' })).level).toBe(0)
  })
})

test('without anything that applies there is no score', () => {
  const nothing = {
    score: null,
    scoreMax: null,
    coverage: null,
    level: 0,
    levelReachable: 0,
    enoughData: false,
  }
  expect(score(everyone(() => false))).toMatchObject(nothing)
  expect(score([])).toMatchObject(nothing)
})

describe('whatever the verdicts', () => {
  const verdict = fc.constantFrom<Verdict>('pass', 'partial', 'fail', 'unknown', 'na')
  const verdicts = fc
    .tuple(...criteria.map(() => verdict))
    .map((all): Given => all.map((one, index) => ({ id: criteria[index]?.id ?? '', verdict: one })))
  const replaced = (given: Given, index: number, by: Verdict): Given =>
    given.map((one, at) => (at === index ? { ...one, verdict: by } : one))
  const place = fc.nat(criteria.length - 1)
  const near = (value: number | null, other: number | null) =>
    value === other || Math.abs((value ?? 0) - (other ?? 0)) < 1e-9

  test('R is at most R_max, both in 0 to 100, and coverage in 0 to 1', () => {
    fc.assert(
      fc.property(verdicts, (given) => {
        const { score: r, scoreMax, coverage } = score(given)
        if (r === null || scoreMax === null || coverage === null)
          return given.every((one) => one.verdict === 'na')
        return 0 <= r && r <= scoreMax + 1e-9 && scoreMax <= 100 + 1e-9 && 0 <= coverage && coverage <= 1
      }),
    )
  })

  test('losing evidence never raises R, coverage or level', () => {
    fc.assert(
      fc.property(verdicts, place, (given, index) => {
        fc.pre(given[index]?.verdict !== 'na')
        const before = score(given)
        const after = score(replaced(given, index, 'unknown'))
        return (
          (after.score ?? 0) <= (before.score ?? 0) + 1e-9 &&
          (after.coverage ?? 0) <= (before.coverage ?? 0) &&
          after.level <= before.level
        )
      }),
    )
  })

  test('all unknown turned to pass gives R_max, one of them no more', () => {
    fc.assert(
      fc.property(verdicts, place, (given, index) => {
        const best = given.map((one) =>
          one.verdict === 'unknown' ? { ...one, verdict: 'pass' as const } : one,
        )
        const { scoreMax } = score(given)
        const one = given[index]?.verdict === 'unknown' ? replaced(given, index, 'pass') : given
        return near(score(best).score, scoreMax) && (score(one).score ?? 0) <= (scoreMax ?? 0) + 1e-9
      }),
    )
  })

  test('na never counts: leaving it out changes nothing', () => {
    fc.assert(
      fc.property(verdicts, (given) => {
        const { counts, ...all } = score(given)
        const { counts: fewer, ...rest } = score(given.filter((one) => one.verdict !== 'na'))
        expect(rest).toEqual(all)
        expect({ ...fewer, na: counts.na }).toEqual(counts)
      }),
    )
  })

  test('a better verdict never lowers R or level, and no level is above the reachable one', () => {
    const order: Verdict[] = ['fail', 'partial', 'pass']
    fc.assert(
      fc.property(verdicts, place, (given, index) => {
        const now = given[index]?.verdict ?? 'na'
        fc.pre(order.includes(now) && now !== 'pass')
        const before = score(given)
        const after = score(replaced(given, index, order[order.indexOf(now) + 1] ?? 'pass'))
        return (
          (after.score ?? 0) > (before.score ?? 0) &&
          after.level >= before.level &&
          after.level <= after.levelReachable
        )
      }),
    )
  })

  test('every gate up to the level shown is passed', () => {
    fc.assert(
      fc.property(verdicts, (given) => {
        const { level } = score(given)
        return given.every(
          ({ id, verdict: one }) => one === 'na' || one === 'pass' || (criterionOf(id).level ?? 9) > level,
        )
      }),
    )
  })
})
