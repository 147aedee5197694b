import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical, canonicalPieces, sha256 } from '../../src/report/canonical.ts'

test('keys are sorted by UTF-16 code units and nothing is spaced (example of RFC 8785, 3.2.3)', () => {
  const value = {
    '€': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '😀': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    ö: 'Latin Small Letter O With Diaeresis',
  }
  expect(Object.values(JSON.parse(canonical(value)))).toEqual([
    'One', // integer-like keys come first in any JavaScript object
    'Carriage Return',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ])
  expect(canonical({ b: [1, { d: null, c: true }], a: 'x y' })).toBe(
    '{"a":"x y","b":[1,{"c":true,"d":null}]}',
  )
})

test.each([
  [Number('333333333.33333329'), '333333333.3333333'],
  [1e30, '1e+30'],
  [4.5, '4.5'],
  [2e-3, '0.002'],
  [1e-27, '1e-27'],
  [-0, '0'],
])('the number %d is written %s', (value, text) => {
  expect(canonical(value)).toBe(text)
})

test('the order in which keys were set never matters, and nothing is lost', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = canonical(value)
      expect(canonical(reversed(value))).toBe(text)
      expect(canonical(JSON.parse(text))).toBe(text)
      expect([...canonicalPieces(value)].join('')).toBe(text)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('strings come back as they were: NUL, lone surrogates, both Unicode forms, __proto__ as a key', () => {
  for (const text of [
    '\0',
    '\ud800',
    'Hải Dương'.normalize('NFC'),
    'Hải Dương'.normalize('NFD'),
    '</script>',
  ])
    expect(JSON.parse(canonical({ text }))).toEqual({ text })
  expect(canonical(JSON.parse('{"__proto__":1}'))).toBe('{"__proto__":1}')
})

test.each([
  ['$.a', { a: undefined }],
  ['$[0]', [Number.NaN]],
  ['$.a.b', { a: { b: Number.POSITIVE_INFINITY } }],
  ['$', 1n],
  ['$.at', { at: new Date('2022-01-01T00:00:00Z') }],
  ['$.set', { set: new Set() }],
])('what JSON cannot say is refused at %s', (path, value) => {
  expect(() => canonical(value)).toThrow(new RegExp(`^${path.replaceAll(/[$[\].]/g, '\\$&')} is `))
})

test('SHA-256 of UTF-8 bytes', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(sha256('đ')).toBe(sha256('\u0111'))
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  )
}
