import { expect, test } from 'vitest'
import { inFormat, withQuery } from '../../views/frame.ts'
import { seen } from '../../views/parts/raw.tsx'

test('a link changes what it names and keeps the rest', () => {
  expect(withQuery('/units?kind=commune&page=3', { page: null, sort: '-score' })).toBe(
    '/units?kind=commune&sort=-score',
  )
  expect(withQuery('/units', { q: 'Nam Sách & co' })).toBe('/units?q=Nam+S%C3%A1ch+%26+co')
  expect(withQuery('/units?q=a', { q: '' })).toBe('/units')
})

test('the same address in another format', () => {
  expect(inFormat('/units?kind=commune', 'csv')).toBe('/units.csv?kind=commune')
  expect(inFormat('/', 'json')).toBe('/overview.json')
})

test('characters that nobody sees are written out', () => {
  expect(seen('anh\u202egpj.exe')).toBe('anh\\u{202e}gpj.exe')
  expect(seen('a\u0000b\u200bc\ufeff')).toBe('a\\u{0}b\\u{200b}c\\u{feff}')
  expect(seen('Sở Thông tin\nvà Truyền thông')).toBe('Sở Thông tin\nvà Truyền thông')
})
