import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareNames, fold } from '../../src/inventory/search.ts'

describe('fold', () => {
  test.each([
    ['Phường Việt Hoà', 'phuong viet hoa'],
    ['Phường Việt Hòa', 'phuong viet hoa'],
    ['Xã Ứng Hoè', 'xa ung hoe'],
    ['Xã Đại Đức', 'xa dai duc'],
    ['Thị trấn Kẻ Sặt', 'thi tran ke sat'],
    ['Sở Lao động - Thương binh và Xã hội', 'so lao dong - thuong binh va xa hoi'],
    ['  Nam \u00a0 Sách\n', 'nam sach'],
    ['STTTT', 'stttt'],
    ['ＡＢＣ', 'abc'],
  ])('%s becomes %s', (text, folded) => {
    expect(fold(text)).toBe(folded)
    expect(fold(text.normalize('NFD'))).toBe(folded)
    expect(fold(text.toUpperCase())).toBe(folded)
  })

  test('is the same for every form of Unicode, and folding again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text))
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')))
      }),
    )
  })
})

test('names sort as in a Vietnamese dictionary', () => {
  const names = [
    'Hải Tân',
    'Đại Đức',
    'Chí Minh',
    'An Lâm',
    'Hà Kỳ',
    'Ái Quốc',
    'Dân Chủ',
    'Cẩm Vũ',
    'An Bình',
  ]
  expect(names.sort(compareNames)).toEqual([
    'Ái Quốc',
    'An Bình',
    'An Lâm',
    'Cẩm Vũ',
    'Chí Minh',
    'Dân Chủ',
    'Đại Đức',
    'Hà Kỳ',
    'Hải Tân',
  ])
  expect(['Tổ 10', 'Tổ 9'].sort(compareNames)).toEqual(['Tổ 9', 'Tổ 10'])
})
