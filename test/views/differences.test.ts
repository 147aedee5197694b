import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differences } from '../../views/differences.ts'

test.each([
  ['a value', { rcode: 'NOERROR' }, { rcode: 'SERVFAIL' }, ['rcode']],
  [
    'a value deep inside',
    { a: { b: [{ name: 'x', up: true }] } },
    { a: { b: [{ name: 'x', up: false }] } },
    ['a b x up'],
  ],
  [
    'a row that came',
    { list: [{ address: '::1' }] },
    { list: [{ address: '::0' }, { address: '::1' }] },
    ['list ::0'],
  ],
  ['a row that went', [{ ifIndex: 1 }, { ifIndex: 2 }], [{ ifIndex: 2 }], ['1']],
  ['rows in another order', [{ name: 'a' }, { name: 'b' }], [{ name: 'b' }, { name: 'a' }], []],
  ['a list of texts', ['10.0.0.1'], ['10.0.0.1', '10.0.0.2'], ['10.0.0.2']],
  ['null that became something', { failure: null }, { failure: 'NODATA' }, ['failure']],
  ['a thing that became a list', { a: 1 }, { a: [1] }, ['a']],
])('finds %s', (_, before, after, places) => {
  expect(differences(before, after).map(({ path }) => path.join(' '))).toEqual(places)
})

test('the same has none, and whatever differs has some', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(differences(value, structuredClone(value))).toEqual([])
    }),
  )
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      fc.pre(JSON.stringify(before) !== JSON.stringify(after))
      // the order of a list is no difference, nor is that of names
      const found = differences({ before }, { before: { after } })
      expect(found.length).toBeGreaterThan(0)
    }),
  )
})
