import { expect, test } from 'vitest'
import { messages } from '../../src/i18n/messages.ts'

/** Every text of a language with its place; a function is called with what stands in for names and numbers. */
function textsOf(value: unknown, path: string[] = []): [string, string][] {
  if (typeof value === 'string') return [[path.join('.'), value]]
  if (typeof value === 'function') return [[path.join('.'), String(value('A', 'B', 'C'))]]
  return Object.entries(value as object).flatMap(([name, one]) => textsOf(one, [...path, name]))
}

const vi = new Map(textsOf(messages.vi))
const en = new Map(textsOf(messages.en))

test('both languages say the same things', () => {
  expect([...en.keys()]).toEqual([...vi.keys()])
  expect([...vi].filter(([, text]) => text.trim() === '')).toEqual([])
  expect([...en].filter(([, text]) => text.trim() === '')).toEqual([])
})

test('English has no Vietnamese left in it but its name, and Vietnamese is composed (NFC)', () => {
  const tones = /[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]/i
  const names = /Tiếng Việt|Hải Dương|NĐ-CP/g
  expect([...en].filter(([, text]) => tones.test(text.replace(names, '')))).toEqual([])
  expect([...vi].filter(([, text]) => text !== text.normalize('NFC'))).toEqual([])
})

test('texts that take a name or number use it in both languages', () => {
  for (const [path, text] of vi)
    for (const stand of ['A', 'B'])
      if (new RegExp(`(^|[^\\p{L}])${stand}($|[^\\p{L}])`, 'u').test(text) && /\bA\b|\bB\b/.test(text))
        expect(en.get(path), path).toContain(stand)
})
