import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newKeyLine, parseKeys, seal, unseal } from '../../src/auth/key-ring.ts'

const ring = parseKeys(newKeyLine('k1'))

test('a secret comes back for its name, and is never stored the same twice', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme' }), (name, text) => {
      const [one, other] = [seal(ring, name, text), seal(ring, name, text)]
      expect(unseal(ring, name, one)).toBe(text)
      expect(Buffer.from(one.body).equals(Buffer.from(other.body))).toBe(false)
      expect(() => unseal(ring, `${name}x`, one)).toThrow('cannot be decrypted')
    }),
    { numRuns: 50 },
  )
})

test('any changed byte shows, and so does another key under the same id', () => {
  const { keyId, body } = seal(ring, 'core', 'community')
  for (let index = 0; index < body.length; index++) {
    const changed = Buffer.from(body)
    changed[index] = (changed[index] ?? 0) ^ 1
    expect(() => unseal(ring, 'core', { keyId, body: changed })).toThrow('cannot be decrypted')
  }
  expect(() => unseal(ring, 'core', { keyId, body: Buffer.from(body).subarray(0, 8) })).toThrow()
  expect(() => unseal(parseKeys(newKeyLine('k1')), 'core', { keyId, body })).toThrow('cannot be decrypted')
  expect(() => unseal(parseKeys(newKeyLine('k2')), 'core', { keyId, body })).toThrow('there is no key k1')
})

test('the first key encrypts, older ones still decrypt', () => {
  const lines = [newKeyLine('k2'), newKeyLine('k1')]
  const old = seal(parseKeys(lines[1] ?? ''), 'core', 'community')
  const both = parseKeys(`# keys\n${lines.join('\n')}\n`)
  expect(unseal(both, 'core', old)).toBe('community')
  expect(seal(both, 'core', 'x').keyId).toBe('k2')
})

const typed = Buffer.from('this is a sample key, 32 bytes !').toString('base64')
test.each([
  ['nothing', '', 'holds no key'],
  ['a comment', '# none', 'holds no key'],
  ['no id', Buffer.alloc(32, 1).toString('base64'), 'line 1'],
  ['too short', `k1 ${Buffer.alloc(16, 1).toString('base64')}`, 'line 1'],
  ['zeros', `k1 ${Buffer.alloc(32).toString('base64')}`, 'sample'],
  ['text', `k1 ${typed}`, 'sample'],
  ['twice', `${newKeyLine('k1')}\n${newKeyLine('k1')}`, 'line 2: there are two keys k1'],
])('keys of %s are refused, without showing them', (_, text, reason) => {
  expect(() => parseKeys(text)).toThrow(reason)
  try {
    parseKeys(text)
  } catch (error) {
    expect((error as Error).message).not.toMatch(/[A-Za-z0-9+/]{20}/)
  }
})
