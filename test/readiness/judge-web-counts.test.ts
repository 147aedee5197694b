import { expect, test } from 'vitest'
import type { Handed, WebCount } from '../../src/model/figures.ts'
import { defaultOptions, evaluate } from '../../src/readiness/evaluate.ts'
import { at, service, stateOf } from './builders.ts'

/** Midday of 15/01/2022 in Hải Dương, so that the month is 16/12/2021 to 14/01/2022. */
const asOf = '2022-01-15T05:00:00.000Z'
const dayBefore = (days: number) =>
  new Date(Date.parse('2022-01-15') - days * 86_400_000).toISOString().slice(0, 10)

type Told = { ipv4: number | null; ipv6: number | null; bots4?: number; bots6?: number; days?: number }

/** The same counts on each of the last days. */
function counts({ ipv4, ipv6, bots4 = 0, bots6 = 0, days = 30 }: Told): Handed<WebCount>[] {
  return Array.from({ length: days }, (_, index) => {
    const day = dayBefore(index + 1)
    const of = (family: '4' | '6', requests: number | null, botRequests: number) =>
      requests === null
        ? []
        : [
            {
              host: 'www.test',
              day,
              family,
              requests,
              botRequests,
              key: `www.test~${day}~${family}`,
              importId: 'I1',
              importedAt: at(0),
            },
          ]
    return [...of('4', ipv4, bots4), ...of('6', ipv6, bots6)]
  }).flat()
}
function verdictOf(webCounts: Handed<WebCount>[], when = asOf) {
  const assets = [service('www', { host: 'www.test' })]
  const { verdicts } = evaluate(stateOf({ assets, webCounts }), when, defaultOptions)
  return verdicts.find(({ id }) => id === 'USE-02')
}

test.each<[string, Told, string]>([
  ['40 of 100', { ipv4: 60, ipv6: 40 }, 'pass'],
  ['39 of 100', { ipv4: 61, ipv6: 39 }, 'partial'],
  ['10 of 100', { ipv4: 90, ipv6: 10 }, 'partial'],
  ['9 of 100', { ipv4: 91, ipv6: 9 }, 'fail'],
  ['without bots 40 of 100, with them 40 of 400', { ipv4: 360, ipv6: 40, bots4: 300 }, 'pass'],
  ['bots over IPv6 do not help: 9 of 100', { ipv4: 91, ipv6: 500, bots6: 491 }, 'fail'],
  ['24 of 30 days', { ipv4: 60, ipv6: 40, days: 24 }, 'pass'],
  ['23 of 30 days', { ipv4: 60, ipv6: 40, days: 23 }, 'unknown coverage_low'],
  ['a log that does not tell IPv6', { ipv4: 60, ipv6: null }, 'unknown coverage_low'],
  ['a log of a site without IPv6', { ipv4: 60, ipv6: 0 }, 'fail'],
  ['nothing but bots', { ipv4: 60, ipv6: 40, bots4: 60, bots6: 40 }, 'unknown no_evidence'],
  ['nothing handed in', { ipv4: null, ipv6: null }, 'unknown no_evidence'],
])('USE-02, %s: %s', (_, told, expected) => {
  const found = verdictOf(counts(told))
  expect(`${found?.verdict}${found?.reason ? ` ${found.reason}` : ''}`).toBe(expected)
})

test('the sentence has the numbers of the month, the day under way left out', () => {
  const todays = counts({ ipv4: 0, ipv6: 9999 }).map((one) => ({
    ...one,
    day: '2022-01-15',
    key: one.day + one.family,
  }))
  const found = verdictOf([...counts({ ipv4: 61, ipv6: 39 }), ...todays])
  expect(found?.because.vi).toBe(
    '39,0% lượt truy cập qua IPv6 (1.170/3.000, đã bỏ máy tự động); có số liệu 30/30 ngày',
  )
})

test('a correction counts from when it was handed in, and a month ago lies before the month', () => {
  const late = counts({ ipv4: 99, ipv6: 1 }).map((one) => ({
    ...one,
    importedAt: '2022-01-15T06:00:00.000Z',
  }))
  const all = [...counts({ ipv4: 60, ipv6: 40 }), ...late]
  expect(verdictOf(all)?.verdict).toBe('pass')
  expect(verdictOf(all, '2022-01-15T07:00:00.000Z')?.verdict).toBe('fail')
  expect(verdictOf(all, '2022-01-21T17:00:00.000Z')?.reason).toBe('coverage_low') // 23 days are left
})

test('the verdict opens to the imports that brought the counts, each once and the newest first', () => {
  const later = (day: string) => ({ importId: 'I2', importedAt: at(1), key: `later ${day}` })
  const rows = counts({ ipv4: 60, ipv6: 40 }).map((one) =>
    one.day === dayBefore(1) ? { ...one, ...later(one.day + one.family) } : one,
  )
  const before = counts({ ipv4: 1, ipv6: 1 }).map((one) => ({
    ...one,
    day: '2021-12-01',
    importId: 'I0',
    key: `${one.key} before the month`,
  }))
  const found = verdictOf([...rows, ...before])
  expect(found?.verdict).toBe('pass')
  expect(found?.assets[0]?.imports).toEqual([
    { id: 'I2', importedAt: at(1) },
    { id: 'I1', importedAt: at(0) },
  ])
  expect(verdictOf([])?.assets[0]?.imports).toEqual([])
})

test('each site of a unit is judged by itself', () => {
  const assets = [service('www', { host: 'www.test' }), service('dvc', { host: 'dvc.test' })]
  const { verdicts } = evaluate(
    stateOf({ assets, webCounts: counts({ ipv4: 1, ipv6: 1 }) }),
    asOf,
    defaultOptions,
  )
  expect(verdicts.find(({ id }) => id === 'USE-02')).toMatchObject({
    verdict: 'unknown',
    assets: [
      { asset: { label: 'www.test' }, verdict: 'pass' },
      { asset: { label: 'dvc.test' }, verdict: 'unknown' },
    ],
  })
})
