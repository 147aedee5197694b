import { describe, expect, test } from 'vitest'
import { evaluate } from '../../src/readiness/evaluate.ts'
import { at, proberCheck, seen, selfTest, stateOf, strict } from './builders.ts'
import { brief, type Chapter, seenIn, standing, webCheck, website } from './story.ts'

const day = 24 * 60

describe('while the prober has no IPv6', () => {
  const prober = (...tests: [working: boolean, from: number][]) => [
    seen(proberCheck(), ...tests.map(([working, from]) => ({ from, facts: selfTest(working) }))),
  ]
  const story = (chapters: Chapter[], minute: number, ...tests: [boolean, number][]) =>
    brief(standing(chapters, minute, { prober: prober(...tests) }))

  test('a host that never had it passes nothing and fails nothing', () => {
    expect(story([['pass', 0, 300, 11]], 300, [false, 0])).toBe('unknown prober_no_ipv6')
    expect(story([['fail', 0, 300, 11]], 300, [false, 0])).toBe('unknown prober_no_ipv6')
    expect(story([], 300, [false, 0])).toBe('unknown prober_no_ipv6')
    expect(story([['prober_no_ipv6', 0, 300, 11]], 300, [false, 0])).toBe('unknown prober_no_ipv6')
  })

  test('one look before the loss is not enough', () => {
    expect(story([['pass', 0, 300, 11]], 300, [false, 1])).toBe('unknown prober_no_ipv6, pass 1/2')
  })

  test('a short loss changes nothing, whatever was seen meanwhile', () => {
    const before: Chapter = ['pass', 0, 90, 4]
    expect(story([before, ['fail', 120, 300, 7]], 300, [true, 0], [false, 110])).toBe('pass')
    expect(story([before, ['prober_no_ipv6', 120, 300, 7]], 300, [true, 0], [false, 110])).toBe('pass')
    expect(story([before, ['prober_no_ipv6', 120, 300, 7]], 300)).toBe('pass')
  })

  test('the sentence says since when the result is kept, and the evidence ends there', () => {
    const { because, evidence } = standing([['pass', 0, 300, 11]], 300, {
      prober: prober([true, 0], [false, 110]),
    })
    expect(because.vi).toContain('điểm đo không có IPv6 từ 15/01/2022 08:50')
    expect(evidence).toEqual([{ checkId: webCheck.id, firstDueAt: at(0), lastSeenAt: at(110) }])
  })

  test('a long one lets the evidence go stale, for our reason and with our proof', () => {
    const late = 110 + 2 * day
    expect(story([['pass', 0, late + 60, 99]], late, [true, 0], [false, 110])).toBe('pass')
    expect(story([['pass', 0, late + 60, 99]], late + 1, [true, 0], [false, 110])).toBe(
      'unknown prober_no_ipv6',
    )
    expect(
      standing([['pass', 0, 300, 11]], late + 1, { prober: prober([true, 0], [false, 110]) }).evidence,
    ).toEqual([{ checkId: proberCheck().id, firstDueAt: at(110), lastSeenAt: at(110) }])
  })

  test('given back, looks count again from then on, without those of the loss', () => {
    const tests: [boolean, number][] = [
      [false, 0],
      [true, 200],
    ]
    expect(story([['pass', 0, 190, 7]], 201, ...tests)).toBe('unknown prober_no_ipv6')
    expect(story([['pass', 0, 210, 8]], 210, ...tests)).toBe('unknown awaiting_confirmation, pass 1/2')
    expect(story([['pass', 0, 240, 9]], 240, ...tests)).toBe('pass')
    expect(
      story(
        [
          ['prober_no_ipv6', 0, 180, 7],
          ['pass', 210, 240, 2],
        ],
        240,
        ...tests,
      ),
    ).toBe('pass')
  })

  test('failures seen during a loss that is over leave no trace', () => {
    const chapters: Chapter[] = [
      ['pass', 0, 90, 4],
      ['fail', 120, 180, 3],
      ['pass', 210],
    ]
    expect(story(chapters, 210, [true, 0], [false, 110], [true, 200])).toBe('pass')
    expect(story(chapters.slice(0, 2), 201, [true, 0], [false, 110], [true, 200])).toBe('pass')
  })

  test('the loss begins with its first test, though later ones differ in detail', () => {
    const flapping = seen(
      proberCheck(),
      { from: 0, facts: selfTest(true) },
      { from: 110, facts: selfTest(false, 0) },
      { from: 140, facts: selfTest(false, 1) },
      { from: 500, error: 'out_of_time' },
    )
    const chapters: Chapter[] = [
      ['pass', 0, 90, 4],
      ['fail', 115, 600, 17],
    ]
    expect(brief(standing(chapters, 600, { prober: [flapping] }))).toBe('pass')
  })

  test('and ends with the first good test, however the tests before it differed', () => {
    const flapping = seen(
      proberCheck(),
      { from: 0, facts: selfTest(false, 0) },
      { from: 60, facts: selfTest(false, 1) },
      { from: 100, facts: selfTest(true) },
    )
    expect(brief(standing([['pass', 0, 240, 9]], 240, { prober: [flapping] }))).toBe('pass')
  })

  test('as of a moment before the loss, it has not happened', () => {
    expect(story([['pass', 0, 300, 11]], 100, [true, 0], [false, 110])).toBe('pass')
    expect(
      standing([['pass', 0, 300, 11]], 100, { prober: prober([true, 0], [false, 110]) }).because.vi,
    ).not.toContain('điểm đo')
  })

  test('only the vantage that looked matters', () => {
    const inside = seen(proberCheck('inside'), { from: 0, facts: selfTest(false) })
    expect(brief(standing([['pass', 0, 300, 11]], 300, { prober: [inside] }))).toBe('pass')
  })
})

describe('who looked from where', () => {
  const look = (vantage: string, id: string) =>
    seen({ ...webCheck, id, vantage }, { ...seenIn(['pass', 0, 60, 3]), vantage })
  const verdicts = (checks: ReturnType<typeof look>[], insideCountsAsOutside = false) => {
    const state = stateOf({ assets: [website], checks })
    const { verdicts } = evaluate(state, at(60), { ...strict, insideCountsAsOutside, pace: 1 })
    return (id: string) => verdicts.find((one) => one.id === id)
  }

  test('from inside WEB-02 is partial at most, and says so', () => {
    const of = verdicts([look('inside', 'a')])
    expect(of('WEB-02')?.verdict).toBe('partial')
    expect(of('WEB-02')?.because.vi).toContain('chỉ đo nội bộ')
    expect(of('WEB-02')?.because.en).toContain('looked at only from inside')
    expect(of('WEB-03')?.verdict).toBe('pass')
  })

  test('a unit of its own is inside as well', () => {
    expect(verdicts([look('10507', 'a')])('WEB-02')?.verdict).toBe('partial')
  })

  test('unless the operator knows the routing', () => {
    expect(verdicts([look('inside', 'a')], true)('WEB-02')?.verdict).toBe('pass')
  })

  test('outside decides where both look', () => {
    expect(verdicts([look('inside', 'a'), look('outside', 'b')])('WEB-02')?.verdict).toBe('pass')
  })
})
