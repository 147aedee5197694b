import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { Migrator, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, openUnmigrated } from '../../src/store/database.ts'
import { holdDatabase } from '../../src/store/hold.ts'
import { saveInventory } from '../../src/store/inventory.ts'
import { migrations } from '../../src/store/migrations/index.ts'
import { unit } from '../readiness/builders.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'v6gov-database-'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const urlOf = (name: string) => `sqlite:${path.join(directory, name)}`

test.each([
  ['no database', 'is no SQLite database', (file: string) => writeFileSync(file, 'a letter\n'.repeat(200))],
  ['a directory', 'cannot be opened', (file: string) => mkdirSync(file)],
])('%s is refused in one line', async (name, reason, make) => {
  make(path.join(directory, name))
  await expect(openDatabase(urlOf(name))).rejects.toThrow(reason)
})

test('a place where no file can be made is refused, and soon', async () => {
  await expect(openDatabase('sqlite:/proc/nobody/v6gov.db')).rejects.toThrow('/proc/nobody')
})

test('a database of a newer release is refused with what to do', async () => {
  const db = await openDatabase(urlOf('newer.db'))
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01')`.execute(db)
  await db.destroy()
  await expect(openDatabase(urlOf('newer.db'))).rejects.toThrow('newer release')
})

test('tables that a server of an older release is at work on are not changed under it, and are once it has ended', async () => {
  const names = Object.keys(migrations)
  const file = path.join(directory, 'older.db')
  new Sqlite(file).close()
  const older = await openUnmigrated(urlOf('older.db'))
  const migrator = new Migrator({ db: older, provider: { getMigrations: async () => migrations } })
  await migrator.migrateTo(String(names.at(-2)))
  const letGo = holdDatabase(urlOf('older.db'))
  await expect(openDatabase(urlOf('older.db'))).rejects.toThrow(
    `would change (${names.at(-1)}); end that first`,
  )
  const pending = (await migrator.getMigrations()).filter(({ executedAt }) => executedAt === undefined)
  expect(pending.map(({ name }) => name)).toEqual(names.slice(-1))
  await older.destroy()
  letGo()
  await (await openDatabase(urlOf('older.db'))).destroy()
  // nothing is in the way of commands of the same release
  const again = holdDatabase(urlOf('older.db'))
  await (await openDatabase(urlOf('older.db'))).destroy()
  again()
})

test('a server that is not there is refused without its password', async () => {
  const refused = openDatabase('postgres://v6gov:secret@127.0.0.1:9/v6gov')
  await expect(refused).rejects.toThrow('ECONNREFUSED')
  await expect(refused).rejects.not.toThrow('secret')
})

test('a full disk is told as what it is, and changes nothing', async () => {
  const db = await openDatabase(urlOf('full.db'))
  const pages = await sql<{ page_count: number }>`pragma page_count`.execute(db)
  await sql.raw(`pragma max_page_count = ${pages.rows[0]?.page_count}`).execute(db)
  const units = Array.from({ length: 2000 }, (_, index) => ({ ...unit, code: `U${index}` }))
  await expect(saveInventory(db, { units, assets: [] }, '2022-06-30T00:00:00.000Z')).rejects.toThrow('full')
  expect(await db.selectFrom('unit').selectAll().execute()).toEqual([])
  await db.destroy()
})

test('a second process is refused until the first has ended, even by kill -9', async () => {
  const url = urlOf('held.db')
  const lock = path.join(directory, 'held.db-lock')
  const program = `const db = new (require('better-sqlite3'))(${JSON.stringify(lock)})
    db.exec('begin exclusive'); console.log('held'); setInterval(() => {}, 1000)`
  const other = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(other.stdout, 'data')
  expect(() => holdDatabase(url)).toThrow('another v6gov')
  other.kill('SIGKILL')
  await once(other, 'exit')
  const letGo = holdDatabase(url)
  expect(() => holdDatabase(url)).toThrow('another v6gov')
  letGo()
  holdDatabase(url)()
})

test.skipIf(process.getuid?.() === 0)(
  'a file that may not be written to is refused (not as root)',
  async () => {
    const file = path.join(directory, 'readonly.db')
    await (await openDatabase(urlOf('readonly.db'))).destroy()
    chmodSync(file, 0o444)
    await expect(openDatabase(urlOf('readonly.db'))).rejects.toThrow('may not be written')
  },
)
