import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newToken } from '../../src/auth/token.ts'
import {
  addAccount,
  changeAccount,
  closeSession,
  closeSessionsOf,
  countAccounts,
  findAccount,
  findInvitation,
  findSession,
  makeInvitation,
  openSession,
  redeemInvitation,
  removeExpired,
} from '../../src/store/accounts.ts'
import { findAnswer, keepAnswer, removeAnswers, takeKey } from '../../src/store/answers.ts'
import type { Database } from '../../src/store/database.ts'
import { inTransaction } from '../../src/store/in-transaction.ts'
import { databases } from '../helpers/databases.ts'

const now = '2022-01-10T02:00:00.000Z'
const soon = '2022-01-10T09:59:59.999Z'
const later = '2022-01-10T10:00:00.000Z'
const an = { name: 'an', role: 'engineer', password: 'scrypt$…', now } as const

describe.each(databases)('on %s', (_, open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  afterAll(() => db.destroy())
  beforeEach(async () => {
    for (const table of ['session', 'invitation', 'account'] as const) await db.deleteFrom(table).execute()
  })

  test('the key of a write is taken once for each program, by a write that holds, until it is forgotten', async () => {
    const write = { token: 'program', key: 'k', requestHash: 'h' }
    const given = inTransaction(db, async (trx) => {
      expect(await takeKey(trx, write, now)).toBe(true)
      throw new Error('what it was for has failed')
    })
    await expect(given).rejects.toThrow('failed')
    expect(await findAnswer(db, write)).toBeUndefined()
    const taken = () => inTransaction(db, (trx) => takeKey(trx, write, now))
    expect([await taken(), await taken()]).toEqual([true, false])
    expect(await takeKey(db, { ...write, token: 'another' }, now)).toBe(true)
    expect(await findAnswer(db, write)).toEqual({ requestHash: 'h', body: null, at: now })
    await keepAnswer(db, write, '{}')
    await removeAnswers(db, now)
    expect(await findAnswer(db, write)).toMatchObject({ body: '{}' })
    await removeAnswers(db, soon)
    expect([await findAnswer(db, write), await findAnswer(db, { ...write, token: 'another' })]).toEqual([
      undefined,
      undefined,
    ])
  })

  test('an account is added once', async () => {
    expect(await countAccounts(db)).toBe(0)
    expect(await addAccount(db, an)).toBe(true)
    expect(await addAccount(db, { ...an, role: 'admin' })).toBe(false)
    expect(await countAccounts(db)).toBe(1)
    expect(await findAccount(db, 'an')).toEqual({
      name: 'an',
      role: 'engineer',
      unit: null,
      password: 'scrypt$…',
      createdAt: now,
      disabledAt: null,
      provider: null,
    })
    expect(await findAccount(db, 'binh')).toBeUndefined()
  })

  test('the last administrator stays one, and of two who remove each other one stays', async () => {
    await addAccount(db, { ...an, role: 'admin' })
    expect(await changeAccount(db, 'an', { disabledAt: now })).toBe('last_admin')
    expect(await changeAccount(db, 'an', { role: 'reader' })).toBe('last_admin')
    expect(await changeAccount(db, 'an', { password: 'new' })).toBe('changed')
    await addAccount(db, { ...an, name: 'binh', role: 'admin' })
    const both = ['an', 'binh'].map((name) => changeAccount(db, name, { disabledAt: now }))
    expect((await Promise.all(both)).sort()).toEqual(['changed', 'last_admin'])
  })

  describe('sessions', () => {
    let token: string
    beforeEach(async () => {
      await addAccount(db, an)
      token = newToken()
      await openSession(db, { account: 'an', now, ttlHours: 8, token })
    })

    test('hold until they expire, by their token only, which is not stored', async () => {
      expect(await findSession(db, token, soon)).toEqual({
        account: 'an',
        role: 'engineer',
        unit: null,
        expiresAt: later,
      })
      expect(await findSession(db, token, later)).toBeUndefined()
      expect(await findSession(db, newToken(), now)).toBeUndefined()
      expect(await findSession(db, '', now)).toBeUndefined()
      const rows = await db.selectFrom('session').selectAll().execute()
      expect(rows).toHaveLength(1)
      expect(JSON.stringify(rows)).not.toContain(token)
      expect(await findSession(db, rows[0]?.token_hash ?? '', now)).toBeUndefined()
    })

    test('end one by one, or all of an account at once', async () => {
      const [second, other] = [newToken(), newToken()]
      await addAccount(db, { ...an, name: 'binh' })
      await openSession(db, { account: 'an', now, ttlHours: 8, token: second })
      await openSession(db, { account: 'binh', now, ttlHours: 8, token: other })
      await closeSession(db, token)
      expect(await findSession(db, token, now)).toBeUndefined()
      expect(await findSession(db, second, now)).toBeDefined()
      await openSession(db, { account: 'an', now, ttlHours: 8, token })
      await closeSessionsOf(db, 'an')
      expect(await findSession(db, token, now)).toBeUndefined()
      expect(await findSession(db, second, now)).toBeUndefined()
      expect(await findSession(db, other, now)).toBeDefined()
    })

    test.each([
      ['another role', { role: 'reader' }],
      ['another unit', { unit: '288' }],
      ['another password', { password: 'scrypt$another' }],
      ['being disabled', { disabledAt: now }],
    ] as const)('end with %s', async (_, change) => {
      expect(await changeAccount(db, 'an', change)).toBe('changed')
      expect(await findSession(db, token, now)).toBeUndefined()
      expect(await findAccount(db, 'an')).toMatchObject(change)
      expect(await changeAccount(db, 'binh', change)).toBe('unknown')
    })

    test('open neither for a disabled account nor for one that is not there', async () => {
      await changeAccount(db, 'an', { disabledAt: now })
      expect(await openSession(db, { account: 'an', now, ttlHours: 8, token: newToken() })).toBeUndefined()
      expect(await openSession(db, { account: 'binh', now, ttlHours: 8, token: newToken() })).toBeUndefined()
      await changeAccount(db, 'an', { disabledAt: null })
      expect(await findSession(db, token, now)).toBeUndefined()
      expect(await openSession(db, { account: 'an', now, ttlHours: 8, token })).toBeDefined()
    })

    test('do not open with a password that was changed while it was being verified', async () => {
      const verified = 'scrypt$…'
      const fresh = newToken()
      await changeAccount(db, 'an', { password: 'scrypt$another' })
      const opened = await openSession(db, {
        account: 'an',
        now,
        ttlHours: 8,
        token: fresh,
        password: verified,
      })
      expect(opened).toBeUndefined()
      expect(await findSession(db, fresh, now)).toBeUndefined()
    })

    test('that are over are forgotten, with the links that are over', async () => {
      const fresh = newToken()
      await openSession(db, { account: 'an', now: soon, ttlHours: 8, token: fresh })
      await makeInvitation(db, { role: 'reader', now, ttlHours: 8, token: newToken() })
      await removeExpired(db, later)
      expect(await db.selectFrom('session').selectAll().execute()).toHaveLength(1)
      expect(await db.selectFrom('invitation').selectAll().execute()).toHaveLength(0)
      expect(await findSession(db, fresh, later)).toBeDefined()
    })
  })

  describe('a one-time link', () => {
    let token: string
    beforeEach(async () => {
      token = newToken()
      await makeInvitation(db, { role: 'admin', now, ttlHours: 8, token })
    })
    const redeem = (name: string, at = now) =>
      redeemInvitation(db, token, { name, password: 'scrypt$…', now: at })

    test('makes one account, once', async () => {
      expect(await findInvitation(db, token, now)).toEqual({ role: 'admin', account: null })
      expect(await redeem('an')).toBe('redeemed')
      expect(await redeem('binh')).toBe('not_open')
      expect(await findInvitation(db, token, now)).toBeUndefined()
      expect(await countAccounts(db)).toBe(1)
      expect(await findAccount(db, 'an')).toMatchObject({ role: 'admin' })
    })

    test('used by many at once makes one account', async () => {
      const names = ['an', 'binh', 'chi', 'dung', 'giang']
      const outcomes = await Promise.all(names.map((name) => redeem(name)))
      expect(outcomes.filter((outcome) => outcome === 'redeemed')).toHaveLength(1)
      expect(outcomes.filter((outcome) => outcome === 'not_open')).toHaveLength(4)
      expect(await countAccounts(db)).toBe(1)
    })

    test('that is over, unknown, or written as its stored hash makes none', async () => {
      expect(await redeem('an', later)).toBe('not_open')
      const [row] = await db.selectFrom('invitation').selectAll().execute()
      for (const wrong of [newToken(), '', row?.token_hash ?? ''])
        expect(await redeemInvitation(db, wrong, { name: 'an', password: 'scrypt$…', now })).toBe('not_open')
      expect(JSON.stringify(row)).not.toContain(token)
      expect(await countAccounts(db)).toBe(0)
    })

    test('gives the account that it names another password, ends its sessions and nothing else', async () => {
      const [link, session] = [newToken(), newToken()]
      await addAccount(db, { ...an, role: 'unit_head', unit: '288' })
      await openSession(db, { account: 'an', now, ttlHours: 8, token: session })
      await makeInvitation(db, { role: 'admin', account: 'an', now, ttlHours: 8, token: newToken() })
      await makeInvitation(db, { role: 'admin', account: 'an', now, ttlHours: 8, token: link })
      expect(await redeemInvitation(db, link, { name: 'other', password: 'new', now })).toBe('redeemed')
      expect(await findAccount(db, 'an')).toMatchObject({ role: 'unit_head', unit: '288', password: 'new' })
      expect(await findSession(db, session, now)).toBeUndefined()
      expect(await redeemInvitation(db, link, { name: 'an', password: 'x', now })).toBe('not_open')
      expect(await countAccounts(db)).toBe(1)
    })

    test('of an account ends with a newer one, and when the account is disabled', async () => {
      const [older, newer] = [newToken(), newToken()]
      await addAccount(db, an)
      for (const one of [older, newer])
        await makeInvitation(db, { role: 'reader', account: 'an', now, ttlHours: 8, token: one })
      expect(await findInvitation(db, older, now)).toBeUndefined()
      await changeAccount(db, 'an', { disabledAt: now })
      expect(await findInvitation(db, newer, now)).toBeUndefined()
    })

    test('stays open when the name is taken', async () => {
      await addAccount(db, an)
      expect(await redeem('an')).toBe('name_taken')
      expect(await findAccount(db, 'an')).toMatchObject({ role: 'engineer' })
      expect(await redeem('binh')).toBe('redeemed')
    })
  })
})
