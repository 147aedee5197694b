import { describe, expect, test } from 'vitest'
import { judgeSet, worst } from '../../src/readiness/asset-set.ts'

const letters = { p: 'pass', h: 'partial', f: 'fail', u: 'unknown' } as const

/** One letter an asset; a capital is critical. */
function assets(text: string) {
  return [...text].map((letter) => ({
    verdict: letters[letter.toLowerCase() as keyof typeof letters],
    critical: letter !== letter.toLowerCase(),
  }))
}

describe('a set of assets (domain rules 2.2)', () => {
  test.each([
    ['p', 'pass'],
    ['h', 'partial'],
    ['f', 'fail'],
    ['u', 'unknown'],
    ['pppp', 'pass'],
    ['pppf', 'partial'],
    ['ppff', 'partial'],
    ['pfff', 'fail'],
    ['ppph', 'partial'],
    ['phff', 'fail'],
    ['hhhh', 'partial'],
    ['hf', 'fail'],
    ['hhhf', 'fail'],
    ['phhf', 'fail'],
    ['pphf', 'partial'],
    ['phhh', 'partial'],
    ['hhhhu', 'fail'],
    ['ppppu', 'partial'],
    ['pppu', 'unknown'],
    ['fffu', 'unknown'],
    ['ffffu', 'fail'],
    ['pppppppppF', 'fail'],
    ['Puuu', 'unknown'],
    ['Fuuu', 'fail'],
    ['Huuu', 'unknown'],
    ['PPPPf', 'partial'],
  ])('%s is %s', (text, expected) => {
    expect(judgeSet(assets(text))).toBe(expected)
  })

  test.each([
    ['ppppf', 'pass'],
    ['pppff', 'partial'],
    ['pffff', 'partial'],
    ['pfffff', 'fail'],
    ['ppppu', 'pass'],
    ['ppphh', 'partial'],
    ['pppph', 'pass'],
    ['hhhhf', 'fail'],
  ])('with shares of 80 and 20 %%, %s is %s', (text, expected) => {
    expect(judgeSet(assets(text), { pass: 0.8, partial: 0.2 })).toBe(expected)
  })
})

test('an asset with several questions is as good as the worst answer', () => {
  const of = (text: string) => {
    const [first, ...rest] = assets(text)
    return first && worst([first, ...rest]).verdict
  }
  expect(['pp', 'ph', 'hu', 'uf', 'pf'].map(of)).toEqual(['pass', 'partial', 'unknown', 'fail', 'fail'])
})

test('assets to which a criterion does not apply leave the set', () => {
  const of = (...verdicts: ('pass' | 'fail' | 'unknown' | 'na')[]) =>
    judgeSet(verdicts.map((verdict) => ({ verdict, critical: false })))
  expect(of('na', 'na')).toBe('na')
  expect(of('na', 'pass')).toBe('pass')
  expect(of('na', 'na', 'na', 'na', 'unknown')).toBe('unknown')
  expect(of('na', 'fail', 'pass')).toBe('partial')
})
