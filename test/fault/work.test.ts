import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { Kysely, Migrator, SqliteDialect } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { proveCopy } from '../../src/jobs/prove-copy.ts'
import { sha256 } from '../../src/report/canonical.ts'
import { contentOf } from '../../src/store/backup-content.ts'
import { listBackups } from '../../src/store/backup-files.ts'
import { openDatabase } from '../../src/store/database.ts'
import { saveInventory } from '../../src/store/inventory.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { migrations } from '../../src/store/migrations/index.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { exampleCheck, exampleLook } from '../helpers/example.ts'
import { start, until } from '../helpers/process.ts'
import { unit } from '../readiness/builders.ts'
import { doWork } from './work.ts'

/** Of each kind of work; hundreds with `npm run fault -- 300`. */
const kills = Number(process.env.KILLS ?? 1)
const at = '2022-08-30T17:00:00.000Z'
const program = fileURLToPath(new URL('work-process.ts', import.meta.url))

let directory: string
let file: string
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'v6gov-work-'))
  file = path.join(directory, 'whole.db')
  const db = await openDatabase(`sqlite:${file}`)
  const units = Array.from({ length: 40 }, (_, number) => ({ ...unit, code: `U${number}` }))
  const platform = { ...unit, code: 'HD', kind: 'platform' as const, parent: null }
  await saveInventory(db, { units: [platform, ...units], assets: [] }, '2022-01-01T00:00:00.000Z')
  const checks = units.map(({ code }) =>
    exampleCheck({
      id: `service~W${code}~dns-address`,
      unit: code,
      asset: { kind: 'service', code: `W${code}` },
    }),
  )
  await syncChecks(db, checks, '2022-06-01T00:00:00.000Z', { pace: 1 })
  for (let day = 1; day < 29; day++)
    await recordLooks(
      db,
      checks.map(({ id }) =>
        exampleLook(`2022-06-${String(day).padStart(2, '0')}T00:00:00.000Z`, {
          checkId: id,
          result: { ok: true, facts: { day } },
        }),
      ),
      { pace: 1 },
    )
  await db.destroy()
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** How long it takes when it is let alone, in milliseconds. */
const lasts = new Map<string, number>()

/** Does it once, or kills it with -9 at a part of the time that it takes. */
async function work(args: string[], part?: number): Promise<void> {
  const [what = ''] = args
  if (part === undefined) {
    const begun = performance.now()
    await doWork(args)
    lasts.set(what, performance.now() - begun)
    return
  }
  const running = start([process.execPath, '--import', 'tsx', program, ...args])
  await until('it begins', 30_000, () => running.out.includes('begins'), 1)
  await new Promise((resolve) => setTimeout(resolve, part * (lasts.get(what) ?? 300)))
  running.signal('SIGKILL')
  await running.ended
}

/** The parts of the time at which it is killed, spread evenly but for a little. */
const parts = Array.from({ length: kills }, (_, number) => (number + 0.5) / kills)

async function contentOfFile(name: string) {
  const raw = new Sqlite(name, { readonly: true })
  expect(raw.pragma('integrity_check', { simple: true })).toBe('ok')
  raw.close()
  const db = await openDatabase(`sqlite:${name}`)
  try {
    return await contentOf(db)
  } finally {
    await db.destroy()
  }
}

function copyOf(name: string): string {
  const copy = path.join(directory, `${name}.db`)
  for (const beside of ['', '-wal', '-shm']) rmSync(copy + beside, { force: true })
  copyFileSync(file, copy)
  return copy
}

describe(`killed with -9 at ${kills} moments each`, () => {
  test('a backup is whole or none, and the next one succeeds', async () => {
    const backups = path.join(directory, 'backups')
    const args = ['backup', `sqlite:${file}`, at, backups]
    await work(args)
    for (const part of parts) {
      rmSync(backups, { recursive: true })
      mkdirSync(backups)
      await work(args, part)
      for (const backup of listBackups(backups))
        await proveCopy(backup, { url: `sqlite:${file}`, place: path.join(directory, 'proof') })
    }
    await work(args)
    expect(readdirSync(backups)).toHaveLength(2)
  })

  test('a restore leaves the old database or the new, and never none', async () => {
    const [backup] = listBackups(path.join(directory, 'backups'))
    const target = path.join(directory, 'target.db')
    const args = ['restore', `sqlite:${target}`, at, String(backup?.file)]
    const old = await contentOfFile(copyOf('target')) // of which the backup is; another row tells them apart
    const differ = () => {
      copyOf('target')
      const db = new Sqlite(target)
      db.prepare("insert into heartbeat values ('old', 'x')").run()
      db.close()
    }
    differ()
    await work(args)
    for (const part of parts) {
      differ()
      for (const name of readdirSync(directory))
        if (name.includes('before-restore')) rmSync(path.join(directory, name))
      await work(args, part)
      const { rows } = await contentOfFile(target)
      expect([old.rows.heartbeat, (old.rows.heartbeat ?? 0) + 1]).toContain(rows.heartbeat)
    }
  })

  test('a report is frozen whole or not at all, and comes out with the same hash', async () => {
    const args = (name: string) => ['report', `sqlite:${name}`, at, '2022-06']
    const whole = copyOf('report')
    await work(args(whole))
    const { reports } = await contentOfFile(whole)
    expect(reports).toHaveLength(1)
    for (const part of parts) {
      const copy = copyOf('report')
      await work(args(copy), part)
      expect([[], reports]).toContainEqual((await contentOfFile(copy)).reports)
      await work(args(copy))
      expect((await contentOfFile(copy)).reports).toEqual(reports)
    }
  })

  test('retention goes on where it was, and comes to the same', async () => {
    const args = (name: string) => ['retention', `sqlite:${name}`, at]
    const whole = copyOf('retention')
    await work(args(whole))
    const { rows } = await contentOfFile(whole)
    for (const part of parts) {
      const copy = copyOf('retention')
      await work(args(copy), part)
      await work(args(copy))
      expect((await contentOfFile(copy)).rows).toEqual(rows)
    }
  })

  test('a migration is done or not begun, and the next start does it', async () => {
    const before = path.join(directory, 'before.db')
    const make = async () => {
      for (const beside of ['', '-wal', '-shm']) rmSync(before + beside, { force: true })
      await migrateTo(before, '0029-report-files')
    }
    await make()
    await work(['migrate', `sqlite:${before}`])
    const whole = await contentOfFile(before)
    for (const part of parts) {
      await make()
      await work(['migrate', `sqlite:${before}`], part)
      expect(await contentOfFile(before)).toEqual(whole)
    }
  })
})

/** A database as the release of a step made it, with a row in each of its tables that need no other. */
async function migrateTo(name: string, step: string): Promise<void> {
  const database = new Sqlite(name)
  database.pragma('journal_mode = WAL')
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) })
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateTo(step)
  if (error) throw error
  const body = '{"kind":"device"}'
  const values: Record<string, unknown> = { sha256: sha256(body), body }
  for (const { name: table, columns } of await db.introspection.getTables()) {
    const row = columns
      .filter(
        ({ isNullable, isAutoIncrementing, hasDefaultValue }) =>
          !isNullable && !isAutoIncrementing && !hasDefaultValue,
      )
      .map(({ name: column, dataType }) => {
        if (column in values && dataType.toLowerCase() === 'text') return [column, values[column]]
        if (/int|real|numeric|double/i.test(dataType)) return [column, 1]
        return /blob|bytea/i.test(dataType)
          ? [column, Buffer.from(body)]
          : [column, '2022-01-01T00:00:00.000Z']
      })
    const names = row.map(([column]) => `"${column}"`).join(', ')
    const places = row.map(() => '?').join(', ')
    if (table === 'attachment') continue // whose bytes must have their hash
    database
      .prepare(`insert or ignore into "${table}" (${names}) values (${places})`)
      .run(...row.map(([, value]) => value))
  }
  await db.destroy()
}

test.each(Object.keys(migrations))(
  'a database of the release of %s comes up to date with its rows',
  async (step) => {
    const name = path.join(directory, `${step}.db`)
    await migrateTo(name, step)
    const raw = new Sqlite(name, { readonly: true })
    const tables = raw
      .prepare("select name from sqlite_master where type = 'table'")
      .pluck()
      .all() as string[]
    const counted = Object.fromEntries(
      tables.map((table) => [table, raw.prepare(`select count(*) from "${table}"`).pluck().get() as number]),
    )
    raw.close()
    const { rows } = await contentOfFile(name)
    // made anew from the looks since their shape changed (0015)
    const { line_day: _, line_figure: __, ...kept } = rows
    for (const [table, count] of Object.entries(kept))
      expect(count, table).toBeGreaterThanOrEqual(counted[table] ?? 0)
  },
)
