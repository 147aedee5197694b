import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  addDocument,
  findDocument,
  listDocuments,
  readAttachment,
  withdrawDocument,
} from '../../src/store/documents.ts'
import { databases } from '../helpers/databases.ts'
import { at, document } from '../readiness/builders.ts'

const body = Buffer.from('%PDF-1.4 kế hoạch')
const sha256 = createHash('sha256').update(body).digest('hex')

describe.each(databases)('on %s', (_, open) => {
  test('a document comes back as it was entered, its file by its hash and once', async () => {
    const db = await open()
    const { file: _file, ...entered } = document({
      values: { stand: 'own' },
      asset: { kind: 'device', code: 'R1' },
      until: '2023-12-31',
    })
    await addDocument(db, { ...entered, file: { name: 'kế hoạch.pdf', body } })
    await addDocument(db, { ...entered, id: 'D2', enteredAt: at(5), file: { name: 'b.pdf', body } })
    await addDocument(db, { ...entered, id: 'D3', unit: 'other', enteredAt: at(9), file: null })
    expect(await findDocument(db, 'D1')).toEqual({
      ...entered,
      file: { name: 'kế hoạch.pdf', sha256, bytes: body.length },
    })
    expect(Buffer.from((await readAttachment(db, sha256)) ?? '')).toEqual(body)
    expect(await db.selectFrom('attachment').select('sha256').execute()).toHaveLength(1)
    const ids = async (of: Parameters<typeof listDocuments>[1]) =>
      (await listDocuments(db, of)).map(({ id }) => id)
    expect(await ids({ asOf: at(9) })).toEqual(['D3', 'D2', 'D1'])
    expect(await ids({ asOf: at(8) })).toEqual(['D2', 'D1'])
    expect(await ids({ asOf: at(9), units: ['other'] })).toEqual(['D3'])
    expect(await ids({ asOf: at(9), kind: 'exception' })).toEqual([])
    await db.destroy()
  })

  test('it is withdrawn once, and stays', async () => {
    const db = await open()
    const { file: _file, ...entered } = document()
    await addDocument(db, { ...entered, file: null })
    expect(await withdrawDocument(db, 'D1', { at: at(7), by: 'ky-su' })).toBe(true)
    expect(await withdrawDocument(db, 'D1', { at: at(8), by: 'khac' })).toBe(false)
    expect(await findDocument(db, 'D1')).toMatchObject({ withdrawnAt: at(7), withdrawnBy: 'ky-su' })
    await db.destroy()
  })

  test('a file whose bytes were changed is not handed out', async () => {
    const db = await open()
    const { file: _file, ...entered } = document()
    await addDocument(db, { ...entered, file: { name: 'a.pdf', body } })
    await db
      .updateTable('attachment')
      .set({ body: Buffer.from('khác') })
      .execute()
    await expect(readAttachment(db, sha256)).rejects.toThrow('damaged')
    expect(await readAttachment(db, '0'.repeat(64))).toBe(undefined)
    await db.destroy()
  })
})
