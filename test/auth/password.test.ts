import { scryptSync } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { parseAccountName } from '../../src/auth/account-name.ts'
import {
  hashPassword,
  isOutdated,
  newSalt,
  passwordProblem,
  verifyPassword,
} from '../../src/auth/password.ts'

const password = 'mật khẩu của Sở'

test('only the password that was stored verifies, and its hash holds the parameters', async () => {
  const stored = await hashPassword(password, newSalt())
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(isOutdated(stored)).toBe(false)
  expect(await verifyPassword(password, stored)).toBe(true)
  expect(await verifyPassword(`${password} `, stored)).toBe(false)
  expect(await verifyPassword('', stored)).toBe(false)
  expect(await hashPassword(password, newSalt())).not.toBe(stored)
})

test('tone marks typed in another Unicode form are the same password', async () => {
  const stored = await hashPassword(password.normalize('NFC'), newSalt())
  expect(password.normalize('NFD')).not.toBe(password.normalize('NFC'))
  expect(await verifyPassword(password.normalize('NFD'), stored)).toBe(true)
})

test('a hash made by earlier releases still verifies, and is to be made anew', async () => {
  const salt = newSalt()
  const key = scryptSync(password.normalize('NFKC'), salt, 32, { N: 1024, r: 8, p: 2 })
  const stored = `scrypt$N=1024,r=8,p=2$${salt.toString('base64url')}$${key.toString('base64url')}`
  expect(await verifyPassword(password, stored)).toBe(true)
  expect(await verifyPassword('another password', stored)).toBe(false)
  expect(isOutdated(stored)).toBe(true)
})

test.each(['', 'plain text', 'scrypt$N=32768,r=8,p=1$$', '$argon2id$v=19$m=65536$c2FsdA$aGFzaA'])(
  'nothing verifies against a damaged hash: %j',
  async (stored) => {
    expect(await verifyPassword(stored, stored)).toBe(false)
    expect(await verifyPassword('', stored)).toBe(false)
  },
)

test('an unknown account costs as much as a known one', async () => {
  const stored = await hashPassword(password, newSalt())
  const known = await timed(() => verifyPassword('a wrong password', stored))
  const unknown = await timed(() => verifyPassword('a wrong password', undefined))
  expect(unknown).toBeGreaterThan(known / 20) // without hashing it would be less than a thousandth
  expect(await verifyPassword(password, undefined)).toBe(false)
})

test.each([
  ['elevenchars', 'too_short'],
  ['twelve chars', null],
  ['ệệệệệệệệệệệ'.normalize('NFD'), 'too_short'], // 11 letters of three code points each
  ['x'.repeat(256), null],
  ['x'.repeat(257), 'too_long'],
])('%s is a new password: %s', (text, problem) => {
  expect(passwordProblem(text)).toBe(problem)
})

test.each([
  ['Nguyen.Van-A', 'nguyen.van-a'],
  [' an@stttt ', 'an@stttt'],
  ['Hải'.normalize('NFD'), 'hải'.normalize('NFC')],
  ['a', undefined],
  ['.an', undefined],
  ['an nguyen', undefined],
  ['an\u202ecod', undefined],
  ['an\0', undefined],
  ['x'.repeat(65), undefined],
])('the account name %j is kept as %j', (text, name) => {
  expect(parseAccountName(text)).toBe(name)
})

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
