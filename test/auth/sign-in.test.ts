import { scryptSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hashPassword, newSalt } from '../../src/auth/password.ts'
import { createRateLimiter } from '../../src/auth/rate-limit.ts'
import { signIn } from '../../src/auth/sign-in.ts'
import { newToken } from '../../src/auth/token.ts'
import { addAccount, changeAccount, findAccount, findSession } from '../../src/store/accounts.ts'
import type { Database } from '../../src/store/database.ts'
import { databases } from '../helpers/databases.ts'

const now = '2022-01-10T02:00:00.000Z'
const password = 'correct horse battery'

describe.each(databases)('on %s', (_, open) => {
  let db: Database
  let elapsedMs: number
  let told: string[]
  let attempt: (over?: {
    name?: string
    password?: string
    address?: string
    token?: string
  }) => ReturnType<typeof signIn>

  beforeAll(async () => {
    db = await open()
  })
  afterAll(() => db.destroy())
  beforeEach(async () => {
    for (const table of ['session', 'account'] as const) await db.deleteFrom(table).execute()
    elapsedMs = 0
    told = []
    await addAccount(db, {
      name: 'an',
      role: 'engineer',
      password: await hashPassword(password, newSalt()),
      now,
    })
    const limiter = (max: number) => createRateLimiter({ max, windowMs: 900_000, elapsedMs: () => elapsedMs })
    const limits = {
      address: limiter(5),
      accountFromAddress: limiter(3),
      account: limiter(8),
      proven: new Set<string>(),
    }
    attempt = (over) =>
      signIn(
        {
          db,
          limits,
          ttlHours: 8,
          tell: async (_, action, account) => void told.push(`${action} ${account}`),
        },
        { name: 'an', password, address: '10.0.0.1', now, token: newToken(), ...over },
      )
  })

  test('name and password open a session', async () => {
    const token = newToken()
    const session = { account: 'an', role: 'engineer', unit: null, expiresAt: '2022-01-10T10:00:00.000Z' }
    expect(await attempt({ name: ' AN ', token })).toEqual({ state: 'signed_in', session })
    expect(await findSession(db, token, now)).toEqual(session)
    expect(told).toEqual(['session.open an'])
  })

  test('a hash of an earlier release is made anew, and the session stays', async () => {
    const salt = newSalt()
    const key = scryptSync(password, salt, 32, { N: 1024, r: 8, p: 1 })
    const old = `scrypt$N=1024,r=8,p=1$${salt.toString('base64url')}$${key.toString('base64url')}`
    await changeAccount(db, 'an', { password: old })
    const token = newToken()
    expect((await attempt({ token })).state).toBe('signed_in')
    expect((await findAccount(db, 'an'))?.password).toMatch(/^\$argon2id\$/)
    expect(await findSession(db, token, now)).toBeDefined()
    expect((await attempt()).state).toBe('signed_in')
  })

  test('wrong password, unknown name, impossible name and disabled account get one answer', async () => {
    const answers = [
      await attempt({ password: 'wrong' }),
      await attempt({ name: 'binh' }),
      await attempt({ name: '' }),
    ]
    await changeAccount(db, 'an', { disabledAt: now })
    answers.push(await attempt())
    expect(answers).toEqual(Array(4).fill({ state: 'refused' }))
    // nothing of names that nobody has: somebody may have typed a password there
    expect(told).toEqual(['session.refuse an', 'session.refuse an'])
  })

  test('an address guesses at an account three times; a success starts the count anew', async () => {
    await attempt({ password: 'wrong' })
    await attempt({ password: 'wrong' })
    expect((await attempt()).state).toBe('signed_in')
    elapsedMs = 900_000 // the address has five tries in all
    for (let i = 1; i <= 3; i++) await attempt({ password: 'wrong' })
    expect(await attempt()).toEqual({ state: 'slow_down', waitMs: 900_000 })
    elapsedMs = 1_800_000
    expect((await attempt()).state).toBe('signed_in')
  })

  test('an address that guesses locks nobody else out', async () => {
    for (let i = 1; i <= 5; i++) await attempt({ password: 'wrong' })
    expect((await attempt()).state).toBe('slow_down')
    expect((await attempt({ address: '10.0.0.2' })).state).toBe('signed_in')
  })

  test('many addresses together guess at an account eight times, and its owner gives them no more', async () => {
    for (let i = 1; i <= 7; i++) await attempt({ password: 'wrong', address: `10.0.1.${i}` })
    expect((await attempt({ address: '10.0.2.1' })).state).toBe('signed_in')
    expect(await attempt({ address: '10.0.1.8' })).toEqual({ state: 'slow_down', waitMs: 900_000 })
    elapsedMs = 900_000
    expect((await attempt({ address: '10.0.1.8' })).state).toBe('signed_in')
  })

  test('many addresses do not lock the owner out of where he signed in before', async () => {
    expect((await attempt({ address: '10.0.9.1' })).state).toBe('signed_in')
    for (let i = 1; i <= 8; i++) await attempt({ password: 'wrong', address: `10.0.1.${i}` })
    expect((await attempt({ address: '10.0.2.1' })).state).toBe('slow_down')
    expect((await attempt({ address: '10.0.9.1' })).state).toBe('signed_in')
  })

  test('names that do not exist are limited too, so the limit tells nothing', async () => {
    for (let i = 1; i <= 3; i++) await attempt({ name: 'binh' })
    expect((await attempt({ name: 'binh' })).state).toBe('slow_down')
    for (let i = 1; i <= 5; i++) await attempt({ name: 'binh', address: `10.0.1.${i}` })
    expect((await attempt({ name: 'binh', address: '10.0.2.1' })).state).toBe('slow_down')
  })

  test('an address tries five names, and a /64 is one address', async () => {
    for (let i = 1; i <= 5; i++) await attempt({ name: `name${i}`, address: `2001:db8::${i}` })
    expect((await attempt({ address: '2001:db8::ffff' })).state).toBe('slow_down')
    expect((await attempt({ address: '2001:db8:0:1::1' })).state).toBe('signed_in')
  })

  test('an address that is made to wait cannot use up an account', async () => {
    for (let i = 1; i <= 5; i++) await attempt({ name: `name${i}` })
    for (let i = 1; i <= 5; i++) expect((await attempt({ password: 'wrong' })).state).toBe('slow_down')
    expect((await attempt({ address: '10.0.0.2' })).state).toBe('signed_in')
  })
})
