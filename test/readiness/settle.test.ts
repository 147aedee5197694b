import { describe, expect, test } from 'vitest'
import { evaluate } from '../../src/readiness/evaluate.ts'
import { at, seen, stateOf, strict } from './builders.ts'
import { brief, type Chapter, seenIn, standing, webCheck, website } from './story.ts'

const day = 24 * 60

/** Looks are 30 minutes apart. */
const stories: [string, Chapter[], number, string][] = [
  ['nothing seen', [], 0, 'unknown no_evidence'],

  ['one pass', [['pass', 0]], 0, 'unknown awaiting_confirmation, pass 1/2'],
  ['two passes', [['pass', 0, 30, 2]], 30, 'pass'],
  ['two passes within a second', [['pass', 0, 0.01, 2]], 1, 'pass'],
  ['one failure', [['fail', 0]], 0, 'unknown awaiting_confirmation, fail 1/3'],
  ['two failures', [['fail', 0, 30, 2]], 30, 'unknown awaiting_confirmation, fail 2/3'],
  ['three failures', [['fail', 0, 60, 3]], 60, 'fail'],
  ['three failures within 9 minutes', [['fail', 0, 9, 3]], 9, 'unknown awaiting_confirmation, fail 3/3'],
  ['three failures within 10 minutes', [['fail', 0, 10, 3]], 10, 'fail'],
  ['two failures an hour apart', [['fail', 0, 60, 2]], 60, 'unknown awaiting_confirmation, fail 2/3'],
  [
    'three failures that differ in detail',
    [
      ['fail', 0],
      ['gone', 30],
      ['fail', 60],
    ],
    60,
    'fail',
  ],
  ['partial needs three as well', [['partial', 0, 30, 2]], 30, 'unknown awaiting_confirmation, partial 2/3'],
  ['three times partial', [['partial', 0, 60, 3]], 60, 'partial'],

  [
    'a first failure leaves pass',
    [
      ['pass', 0, 90, 4],
      ['fail', 120],
    ],
    120,
    'pass, fail 1/3',
  ],
  [
    'so does a second',
    [
      ['pass', 0, 90, 4],
      ['fail', 120, 150, 2],
    ],
    150,
    'pass, fail 2/3',
  ],
  [
    'the third counts',
    [
      ['pass', 0, 90, 4],
      ['fail', 120, 180, 3],
    ],
    180,
    'fail',
  ],
  [
    'but not within 9 minutes',
    [
      ['pass', 0, 90, 4],
      ['fail', 120, 129, 3],
    ],
    129,
    'pass, fail 3/3',
  ],
  [
    'a good look in between starts anew',
    [
      ['pass', 0, 90, 4],
      ['fail', 120, 150, 2],
      ['pass', 180],
      ['fail', 210],
    ],
    210,
    'pass, fail 1/3',
  ],
  [
    'back to what was confirmed, at once',
    [
      ['pass', 0, 90, 4],
      ['fail', 120, 150, 2],
      ['pass', 180],
    ],
    180,
    'pass',
  ],
  [
    'pass falls to partial after three',
    [
      ['pass', 0, 90, 4],
      ['partial', 120, 180, 3],
    ],
    180,
    'partial',
  ],
  [
    'partial between failures breaks the row',
    [
      ['pass', 0, 90, 4],
      ['fail', 120],
      ['partial', 150],
      ['fail', 180],
    ],
    180,
    'pass, fail 1/3',
  ],

  [
    'one good look does not heal',
    [
      ['fail', 0, 90, 4],
      ['pass', 120],
    ],
    120,
    'fail, pass 1/2',
  ],
  [
    'two do',
    [
      ['fail', 0, 90, 4],
      ['pass', 120, 150, 2],
    ],
    150,
    'pass',
  ],
  [
    'fail rises to partial after three',
    [
      ['fail', 0, 90, 4],
      ['partial', 120, 150, 2],
    ],
    150,
    'fail, partial 2/3',
  ],

  ['errors only speak at once', [['resolver_timeout', 0]], 0, 'unknown resolver_timeout'],
  [
    'the newest error is the reason',
    [
      ['resolver_timeout', 0],
      ['out_of_time', 30],
    ],
    30,
    'unknown out_of_time',
  ],
  ['so do facts from which nothing follows', [['silent', 0]], 0, 'unknown resolver_timeout'],
  [
    'an error leaves pass',
    [
      ['pass', 0, 90, 4],
      ['resolver_timeout', 120, 150, 2],
    ],
    150,
    'pass, unknown 2/3',
  ],
  [
    'the third error does not',
    [
      ['pass', 0, 90, 4],
      ['resolver_timeout', 120, 180, 3],
    ],
    180,
    'unknown resolver_timeout',
  ],
  [
    'different errors add up',
    [
      ['pass', 0, 90, 4],
      ['resolver_timeout', 120, 150, 2],
      ['out_of_time', 180],
    ],
    180,
    'unknown out_of_time',
  ],
  [
    'error and recovery',
    [
      ['pass', 0, 90, 4],
      ['resolver_timeout', 120, 150, 2],
      ['pass', 180],
    ],
    180,
    'pass',
  ],
  [
    'recovery from confirmed errors: once',
    [
      ['pass', 0, 90, 4],
      ['resolver_timeout', 120, 180, 3],
      ['pass', 210],
    ],
    210,
    'unknown resolver_timeout, pass 1/2',
  ],
  [
    'recovery from confirmed errors: twice',
    [
      ['pass', 0, 90, 4],
      ['resolver_timeout', 120, 180, 3],
      ['pass', 210, 240, 2],
    ],
    240,
    'pass',
  ],
  [
    'an error before anything was confirmed',
    [
      ['pass', 0],
      ['resolver_timeout', 30],
    ],
    30,
    'unknown awaiting_confirmation, unknown 1/3',
  ],

  ['fresh for 48 hours', [['pass', 0, 30, 2]], 2 * day + 30, 'pass'],
  ['stale after', [['pass', 0, 30, 2]], 2 * day + 31, 'unknown stale'],
  ['a failure goes stale too', [['fail', 0, 60, 3]], 2 * day + 61, 'unknown stale'],
  [
    'old pass, confirmed errors now',
    [
      ['pass', 0, 30, 2],
      ['out_of_time', 2 * day, 2 * day + 60, 3],
    ],
    2 * day + 60,
    'unknown out_of_time',
  ],
  [
    'old pass, one failure now',
    [
      ['pass', 0, 30, 2],
      ['fail', 2 * day + 60],
    ],
    2 * day + 60,
    'unknown stale, fail 1/3',
  ],
  ['old errors', [['out_of_time', 0, 60, 3]], 3 * day, 'unknown stale'],
  ['one old look', [['pass', 0]], 3 * day, 'unknown stale, pass 1/2'],
  ['one old error', [['out_of_time', 0]], 3 * day, 'unknown stale, unknown 1/3'],
  [
    'back to what was confirmed, whose evidence is fresh again',
    [
      ['pass', 0, 30, 2],
      ['fail', 2 * day],
      ['pass', 2 * day + 60],
    ],
    2 * day + 60,
    'pass',
  ],
  [
    'seen again after a long gap',
    [
      ['pass', 0, 30, 2],
      ['pass', 5 * day],
    ],
    5 * day,
    'pass',
  ],
]

test.each(stories)('%s', (_, chapters, minute, expected) => {
  expect(brief(standing(chapters, minute))).toBe(expected)
})

describe('the pace scales confirmation and staleness', () => {
  test.each<[number, Chapter[], number, string]>([
    [10, [['fail', 0, 1, 3]], 1, 'fail'],
    [10, [['fail', 0, 0.9, 3]], 1, 'unknown awaiting_confirmation, fail 3/3'],
    [2, [['pass', 0, 30, 2]], day + 30, 'pass'],
    [2, [['pass', 0, 30, 2]], day + 31, 'unknown stale'],
  ])('pace %d, %j', (pace, chapters, minute, expected) => {
    expect(brief(standing(chapters, minute, { pace }))).toBe(expected)
  })

  test('the minutes of confirmation are an option', () => {
    expect(brief(standing([['fail', 0, 5, 3]], 5, { confirmMinutes: 5 }))).toBe('fail')
    expect(brief(standing([['fail', 0, 60, 3]], 60, { confirmMinutes: 61 }))).toMatch(/awaiting/)
  })
})

describe('as of a moment in the past', () => {
  const chapters: Chapter[] = [
    ['pass', 0, 300, 11],
    ['fail', 330, 600, 10],
  ]
  test.each([
    [-1, 'unknown no_evidence'],
    [0, 'unknown awaiting_confirmation, pass 1/2'],
    [29, 'unknown awaiting_confirmation, pass 1/2'],
    [30, 'pass'],
    [300, 'pass'],
    [330, 'pass, fail 1/3'],
    [389, 'pass, fail 2/3'],
    [390, 'fail'],
    [10_000, 'unknown stale'],
  ])('minute %d: %s', (minute, expected) => {
    expect(brief(standing(chapters, minute))).toBe(expected)
  })

  test('nothing seen later shows, not even as the time last seen', () => {
    expect(standing(chapters, 45).evidence).toEqual([
      { checkId: webCheck.id, firstDueAt: at(0), lastSeenAt: at(45) },
    ])
  })

  test('the pace shortens the period by which looks are counted', () => {
    expect(brief(standing([['fail', 0, 300, 101]], 6, { pace: 10 }))).toBe('fail')
    expect(brief(standing([['fail', 0, 300, 101]], 6))).toMatch(/fail 1\/3/)
  })
})

test('facts of another version of the probe, or that do not fit it, are no evidence', () => {
  const good = seenIn(['pass', 0, 60, 3])
  for (const spoilt of [
    { ...good, version: 99 },
    { ...good, facts: { host: 1 } },
  ]) {
    const state = stateOf({ assets: [website], checks: [seen(webCheck, spoilt)] })
    const web = evaluate(state, at(60), { ...strict, pace: 1 }).verdicts.find(({ id }) => id === 'WEB-02')
    expect(web?.reason).toBe('no_evidence')
    expect(web?.assets[0]?.evidence).toHaveLength(1)
  }
})

test('the sentence tells how often and when last, in both languages', () => {
  const { because } = standing([['fail', 0, 60, 3]], 60)
  expect(because.vi).toMatch(/^www\.test có 1 bản ghi AAAA nhưng không truy cập được qua IPv6/)
  expect(because.vi).toMatch(/\(3 lần đo liên tiếp, lần cuối 15\/01\/2022 08:00\)$/)
  expect(because.en).toMatch(/\(3 looks in a row, last 15 Jan 2022 08:00\)$/)
})
