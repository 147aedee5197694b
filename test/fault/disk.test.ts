import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRecorder } from '../../src/jobs/recorder.ts'
import { watchStore } from '../../src/jobs/watch-store.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { readDisk } from '../../src/store/disk.ts'
import { findEvidence } from '../../src/store/evidence.ts'
import { unsafeFileSystem } from '../../src/store/file-system.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { exampleCheck, exampleLook } from '../helpers/example.ts'
import { until } from '../helpers/process.ts'

const at = '2022-06-30T17:00:00.000Z'
const check = exampleCheck()
let directory: string
let file: string
let db: Database
const said: string[] = []
const stopping = new AbortController().signal

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'v6gov-disk-'))
  file = path.join(directory, 'v6gov.db')
  db = await openDatabase(`sqlite:${file}`)
  await syncChecks(db, [check], at, { pace: 1 })
  said.length = 0
})
afterEach(async () => {
  await db.destroy()
  rmSync(directory, { recursive: true })
})

const watch = (read = readDisk) =>
  watchStore({
    db,
    url: `sqlite:${file}`,
    now: () => at,
    log: (_, message) => said.push(message),
    reserveBytes: 1_000_000,
    read,
  })

test('what is seen while the disk is full waits, and is written when there is room', async () => {
  const { page_count } = (await sql<{ page_count: number }>`pragma page_count`.execute(db)).rows[0] ?? {
    page_count: 0,
  }
  await sql.raw(`pragma max_page_count = ${page_count}`).execute(db)
  const store = watch()
  const recorder = createRecorder({ db, pace: 1, stopping })
  const large = { exchanges: [], padding: Array.from({ length: 20_000 }, (_, n) => (n * 2654435761) % 9973) }
  let written = false
  const recording = recorder.record(exampleLook(at, { evidence: large })).then(() => {
    written = true
  })
  const failure = await db
    .insertInto('attachment')
    .values({ sha256: 'x', size: 1, body: new Uint8Array(1e6) })
    .execute()
    .catch((error: unknown) => error)
  expect(store.note(failure)).toBe(true)
  expect(store.note(failure)).toBe(true)
  expect(said.filter((message) => message.startsWith('the disk is full'))).toHaveLength(1)
  expect(written).toBe(false)
  await sql.raw('pragma max_page_count = 1000000').execute(db)
  await recording
  expect(await db.selectFrom('observation').selectAll().execute()).toHaveLength(1)
  await store.stop()
})

test('when little room is left, looks are written without their exchanges, and say so', async () => {
  let free = 500_000
  const store = watch(() => ({ free, log: 0 }))
  await until('it is seen', 1_000, () => store.state().diskLow, 1)
  const recorder = createRecorder({ db, pace: 1, stopping, leaveOutExchanges: () => store.state().diskLow })
  await recorder.record(exampleLook(at))
  expect((await findEvidence(db, check.id, at))?.evidence).toEqual({ exchanges: [], leftOut: 'disk' })
  free = 2_000_000
  await store.stop()
})

test('a foreign reader is told of while the log is shorter than 64 MB, and no longer once it has ended', async () => {
  const reader = new Sqlite(file, { readonly: true })
  reader.exec('begin')
  reader.prepare('select count(*) from "check"').get()
  const body = new Uint8Array(1_000_000)
  for (let number = 0; number < 34; number++)
    await db
      .insertInto('attachment')
      .values({ sha256: `${number}`, size: 1, body })
      .execute()
  const log = readDisk(`sqlite:${file}`)?.log ?? 0
  expect(log).toBeGreaterThan(32 * 1024 * 1024)
  expect(log).toBeLessThan(64 * 1024 * 1024)
  const store = watch()
  await until('it is told of', 1_000, () => store.state().logHeld, 1)
  await store.stop()
  reader.close()
  const after = watch()
  await until('the disk was looked at', 1_000, () => after.state().disk !== null, 1)
  await after.stop()
  expect(after.state().logHeld).toBe(false)
})

test('a database whose pages were overwritten is told as damaged', async () => {
  await db.destroy()
  writeFileSync(file, 'x'.repeat(4096 * 20), { flag: 'r+' })
  const failure = await openDatabase(`sqlite:${file}`).catch((error: unknown) => error)
  expect(failure).toMatchObject({ message: expect.stringMatching(/no SQLite database|damaged/) })
  db = await openDatabase('sqlite::memory:')
})

test.each([
  [0x6969, 'NFS'],
  [0xff534d42, 'SMB'],
  [-0xacb2be, 'SMB'],
  [0xef53, undefined],
  [0x794c7630, undefined],
])('file system %i: %s', (type, name) => {
  expect(unsafeFileSystem(type)).toBe(name)
})
