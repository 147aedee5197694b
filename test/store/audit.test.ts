import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AuditEntry } from '../../src/model/audit.ts'
import { appendAudit, listAudit, verifyAudit } from '../../src/store/audit.ts'
import type { Database } from '../../src/store/database.ts'
import { inTransaction } from '../../src/store/in-transaction.ts'
import { databases } from '../helpers/databases.ts'

const at = '2022-01-10T02:00:00.000Z'
const entry = (subject: string, over: Partial<AuditEntry> = {}): AuditEntry => ({
  ...{ at, who: 'an', from: '10.0.0.1', request: 'r1', action: 'account.change', subject },
  ...{ before: { role: 'reader' }, after: { role: 'admin' }, ...over },
})

describe.each(databases)('on %s', (_, open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  afterAll(() => db.destroy())
  beforeEach(async () => {
    await db.deleteFrom('audit').execute()
    await db.updateTable('audit_head').set({ seq: 0, hash: '' }).execute()
    for (const subject of ['a', 'b', 'c', 'd']) await appendAudit(db, entry(subject))
  })

  test('entries come back as they were told, newest first, by what is asked for', async () => {
    await appendAudit(db, entry('e', { who: 'binh', action: 'token.add', at: '2022-01-11T00:00:00.000Z' }))
    const page = { offset: 0, limit: 10 }
    const all = await listAudit(db, page)
    expect(all.total).toBe(5)
    expect(all.items[0]).toMatchObject({ seq: 5, who: 'binh' })
    expect(all.items[4]).toMatchObject({ ...entry('a'), seq: 1 })
    const totals = [
      { who: 'an' },
      { subject: 'b' },
      { action: 'account.' },
      { from: '2022-01-10T12:00:00.000Z' },
      { to: '2022-01-10T12:00:00.000Z', who: 'binh' },
    ].map(async (filter) => (await listAudit(db, { ...page, ...filter })).total)
    expect(await Promise.all(totals)).toEqual([4, 1, 4, 1, 0])
  })

  test('the chain is sound, also when many add at once, and what is rolled back leaves no gap', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, index) => appendAudit(db, entry(`x${index}`))))
    await expect(
      inTransaction(db, async (trx) => {
        await appendAudit(trx, entry('never'))
        throw new Error('the write failed')
      }),
    ).rejects.toThrow('the write failed')
    await appendAudit(db, entry('last'))
    const { head, fault } = await verifyAudit(db)
    expect({ seq: head.seq, fault }).toEqual({ seq: 17, fault: null })
  })

  const tampered: [string, (db: Database) => Promise<unknown>, number, string][] = [
    ...(['at', 'who', 'action', 'subject', 'body', 'hash'] as const).map(
      (column): (typeof tampered)[number] => [
        `another ${column}`,
        (on) =>
          on
            .updateTable('audit')
            .set({ [column]: 'x' })
            .where('seq', '=', 2)
            .execute(),
        2,
        'changed',
      ],
    ),
    ['an entry removed', (on) => on.deleteFrom('audit').where('seq', '=', 2).execute(), 2, 'missing'],
    ['the first removed', (on) => on.deleteFrom('audit').where('seq', '=', 1).execute(), 1, 'missing'],
    ['the last removed', (on) => on.deleteFrom('audit').where('seq', '=', 4).execute(), 4, 'cut_off'],
    ['all removed', (on) => on.deleteFrom('audit').execute(), 1, 'cut_off'],
    ['two exchanged', exchange, 2, 'changed'],
    ['one put in at the end', (on) => on.insertInto('audit').values(made(5)).execute(), 5, 'extra'],
    [
      'the end set back',
      async (on) => {
        await on.updateTable('audit_head').set({ seq: 3 }).execute()
      },
      3,
      'changed',
    ],
  ]
  test.each(tampered)('%s: the first bad entry is named', async (_, tamper, seq, what) => {
    await tamper(db)
    expect((await verifyAudit(db)).fault).toEqual({ seq, what })
  })

  test('an end cut off together with its mark, and a chain made anew, show by an end that was noted', async () => {
    const { head } = await verifyAudit(db)
    const third = await db.selectFrom('audit').select('hash').where('seq', '=', 3).executeTakeFirstOrThrow()
    await db.deleteFrom('audit').where('seq', '=', 4).execute()
    await db.updateTable('audit_head').set({ seq: 3, hash: third.hash }).execute()
    expect((await verifyAudit(db)).fault).toBeNull()
    expect((await verifyAudit(db, { known: head })).fault).toEqual({ seq: 4, what: 'cut_off' })
    await appendAudit(db, entry('another'))
    expect((await verifyAudit(db, { known: head })).fault).toEqual({ seq: 4, what: 'other_head' })
  })

  function made(seq: number) {
    return { seq, at, who: 'x', action: 'x', subject: 'x', body: '{}', hash: 'x' }
  }

  async function exchange(on: Database) {
    for (const [from, to] of [
      [2, 99],
      [3, 2],
      [99, 3],
    ] as const)
      await on.updateTable('audit').set({ seq: to }).where('seq', '=', from).execute()
  }
})
