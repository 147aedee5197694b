import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newKeyLine, parseKeys } from '../../src/auth/key-ring.ts'
import { makeBackup, pruneBackups } from '../../src/jobs/make-backup.ts'
import { restoreBackup } from '../../src/jobs/restore-backup.ts'
import type { Instant } from '../../src/model.ts'
import { sha256 } from '../../src/report/canonical.ts'
import { type Backup, listBackups } from '../../src/store/backup-files.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { holdDatabase } from '../../src/store/hold.ts'
import { saveInventory } from '../../src/store/inventory.ts'
import { freezeReport } from '../../src/store/reports.ts'
import { listSecrets, setSecret } from '../../src/store/secrets.ts'
import { postgresMissing, startPostgres } from '../helpers/postgres.ts'
import { unit } from '../readiness/builders.ts'

const at: Instant = '2022-06-30T17:00:00.000Z'
const later = (days: number) => new Date(Date.parse(at) + days * 86_400_000).toISOString()

let directory: string
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'v6gov-backup-'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const place = (name: string) => path.join(directory, name)

async function fill(db: Database, codes: string[]): Promise<void> {
  await saveInventory(db, { units: codes.map((code) => ({ ...unit, code })), assets: [] }, at)
}

async function freeze(db: Database, period: string): Promise<void> {
  const body = JSON.stringify({ period })
  await freezeReport(db, {
    period,
    unit: 'HM',
    template: 'province-3',
    frozenAt: at,
    sha256: sha256(body),
    previousSha256: null,
    body,
  })
}

describe('a backup', () => {
  let made: Backup
  let db: Database
  const url = () => `sqlite:${place('v6gov.db')}`
  const target = () => `sqlite:${place('new/v6gov.db')}`
  const restore = (file: string, options = {}) =>
    restoreBackup({ file, url: target(), keys: null, now: () => at }, options)

  beforeAll(async () => {
    db = await openDatabase(url())
    await fill(db, ['A', 'B', 'C'])
    await freeze(db, '2022-06')
    made = await makeBackup({ url: url(), directory: place('backups'), now: () => at })
  })
  afterAll(() => db.destroy())

  /** The backup under another name, changed. */
  function changed(name: string, change: (file: string) => void): string {
    const file = place(`${name}.db`)
    copyFileSync(made.file, file)
    copyFileSync(made.file.replace('.db', '.json'), file.replace('.db', '.json'))
    change(file)
    return file
  }

  test('tells what it holds and leaves nothing else behind', () => {
    expect(made.manifest).toMatchObject({ madeAt: at, kind: 'sqlite', rows: { unit: 3, report: 1 } })
    expect(made.manifest.reports).toHaveLength(1)
    expect(readdirSync(place('backups'))).toEqual([
      'v6gov-20220630T170000Z.db',
      'v6gov-20220630T170000Z.json',
    ])
    expect(listBackups(place('backups'))).toEqual([made])
  })

  test('is of one moment while others write, and whole', async () => {
    const writer = new Sqlite(place('v6gov.db'))
    const insert = writer.prepare("insert into heartbeat values (?, 'now')")
    let writing = true
    const written = (async () => {
      for (let number = 0; writing; number++) {
        insert.run(`b${number}`)
        await new Promise((resolve) => setImmediate(resolve))
      }
    })()
    const { manifest } = await makeBackup({ url: url(), directory: place('loaded'), now: () => at })
    writing = false
    await written
    writer.close()
    expect(manifest.rows.unit).toBe(3)
  })

  test('takes the place of a database, which is kept', async () => {
    await (await openDatabase(target())).destroy()
    const { kept } = await restore(made.file)
    const restored = await openDatabase(target())
    expect(await restored.selectFrom('unit').select('code').orderBy('code').execute()).toHaveLength(3)
    await restored.destroy()
    const before = await openDatabase(`sqlite:${kept}`)
    expect(await before.selectFrom('unit').selectAll().execute()).toEqual([])
    await before.destroy()
    expect(readdirSync(place('new')).filter((name) => name.includes('restoring'))).toEqual([])
  })

  test('takes the place of a damaged database, which is kept as it is', async () => {
    writeFileSync(place('new/v6gov.db'), 'what was a database\n'.repeat(400))
    const { kept } = await restoreBackup({ file: made.file, url: target(), keys: null, now: () => later(1) })
    expect(readFileSync(String(kept), 'utf8')).toMatch(/^what was a database/)
    await (await openDatabase(target())).destroy()
  })

  test.each<[string, RegExp, (file: string) => void]>([
    ['cut off', /cut off/, (file) => truncateSync(file, 40_960)],
    [
      'with one flipped bit',
      /damaged: its bytes/,
      (file) => {
        const bytes = readFileSync(file)
        bytes[bytes.length - 20_000] = (bytes[bytes.length - 20_000] ?? 0) ^ 1
        writeFileSync(file, bytes)
      },
    ],
    [
      'without its manifest',
      /is not there, which v6gov backup writes/,
      (file) => rmSync(file.replace('.db', '.json')),
    ],
    [
      'with a manifest of another program',
      /not what v6gov backup writes/,
      (file) => writeFileSync(file.replace('.db', '.json'), '{"format":1}'),
    ],
    [
      'of a newer release',
      /newer release/,
      (file) => {
        const beside = file.replace('.db', '.json')
        writeFileSync(beside, readFileSync(beside, 'utf8').replace(made.manifest.migration, '9999-later'))
      },
    ],
    [
      'of PostgreSQL',
      /a backup of postgres/,
      (file) => {
        const beside = file.replace('.db', '.json')
        writeFileSync(beside, readFileSync(beside, 'utf8').replace('"sqlite"', '"postgres"'))
      },
    ],
  ])('%s is refused with the reason, and nothing changes', async (name, reason, change) => {
    const before = readFileSync(place('new/v6gov.db'))
    const names = readdirSync(place('new'))
    await expect(restore(changed(name.replaceAll(' ', '-'), change))).rejects.toThrow(reason)
    expect(readFileSync(place('new/v6gov.db')).equals(before)).toBe(true)
    expect(readdirSync(place('new'))).toEqual(names)
  })

  test('whose secrets the key at hand does not open is refused with the reason, and restored with the right one or without them', async () => {
    const source = `sqlite:${place('sealed.db')}`
    const sealed = await openDatabase(source)
    const keys = parseKeys(newKeyLine('k1'))
    await setSecret(sealed, keys, { name: 'core', text: '{"version":"2c","community":"c"}', at, by: 'an' })
    await sealed.destroy()
    const { file } = await makeBackup({ url: source, directory: place('sealed'), now: () => at })
    const to = { file, url: `sqlite:${place('opened/v6gov.db')}`, now: () => at }
    for (const [wrong, reason] of [
      [null, /core is encrypted with the key k1, and neither V6GOV_KEY_FILE/],
      [parseKeys(newKeyLine('k2')), /there is no key k1/],
      [parseKeys(newKeyLine('k1')), /cannot be decrypted/],
    ] as const) {
      await expect(restoreBackup({ ...to, keys: wrong })).rejects.toThrow(reason)
      await expect(restoreBackup({ ...to, keys: wrong }, { check: true })).rejects.toThrow(reason)
      expect(readdirSync(place('opened')).filter((name) => !name.endsWith('-lock'))).toEqual([])
    }
    const left = async () => {
      const db = await openDatabase(to.url)
      const secrets = await listSecrets(db)
      await db.destroy()
      return secrets.map(({ name }) => name)
    }
    await restoreBackup({ ...to, keys })
    expect(await left()).toEqual(['core'])
    await restoreBackup({ ...to, keys: null, now: () => later(1) }, { dropSecrets: true })
    expect(await left()).toEqual([])
  })

  test('is refused while a product is at work on the database, and while a program has it open', async () => {
    const letGo = holdDatabase(target())
    await expect(restore(made.file)).rejects.toThrow('another v6gov')
    letGo()
    const reader = new Sqlite(place('new/v6gov.db'))
    reader.exec('begin; create table if not exists t (x); select * from sqlite_master')
    await expect(restore(made.file)).rejects.toThrow(/database is locked|has the database open/)
    reader.close()
  })

  test('is not made of a database whose frozen report was changed', async () => {
    const url = `sqlite:${place('forged.db')}`
    const forged = await openDatabase(url)
    await freeze(forged, '2022-06')
    await forged.updateTable('report').set({ body: '{"period":"2022-07"}' }).execute()
    await forged.destroy()
    const failed = makeBackup({ url, directory: place('forged'), now: () => at })
    await expect(failed).rejects.toThrow('the frozen report of 2022-06 does not have its hash')
    expect(readdirSync(place('forged'))).toEqual([])
  })

  test('goes when there are too many or it is too old, the newest never', async () => {
    for (const days of [0, 1, 2, 3]) {
      const name = `v6gov-2022070${days + 1}T170000Z`
      copyFileSync(made.file, place(`backups/${name}.db`))
      writeFileSync(
        place(`backups/${name}.json`),
        JSON.stringify({ ...made.manifest, madeAt: later(days + 1) }),
      )
    }
    expect(pruneBackups(place('backups'), { most: 3, days: 30 }, later(5))).toHaveLength(2)
    expect(pruneBackups(place('backups'), { most: 3, days: 2 }, later(5))).toHaveLength(1)
    expect(pruneBackups(place('backups'), { most: 1, days: 1 }, later(90))).toHaveLength(1)
    expect(listBackups(place('backups'))).toHaveLength(1)
    expect(existsSync(place('backups/v6gov-20220704T170000Z.db'))).toBe(true)
  })
})

const missing = postgresMissing()
test.skipIf(missing)(
  `a backup of PostgreSQL is proved in a database of its own and restored into an empty one${missing ? ` (${missing})` : ''}`,
  async () => {
    const server = await startPostgres()
    const db = await openDatabase(server.url)
    await fill(db, ['A', 'B'])
    await freeze(db, '2022-06')
    const { file, manifest } = await makeBackup({ url: server.url, directory: place('pg'), now: () => at })
    expect(manifest).toMatchObject({ kind: 'postgres', rows: { unit: 2, report: 1 } })
    await expect(restoreBackup({ file, url: server.url, keys: null, now: () => at })).rejects.toThrow(
      'create an empty one',
    )
    await db.destroy()
    // as a server of an older release at work looks to a command of this one
    await server.sql('delete from kysely_migration where name = (select max(name) from kysely_migration)')
    await server.sql(`insert into process (id, machine, roles, vantages, started_at, heard_at)
      select 'p', 'm', '[]', '[]', t, t from (select to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') t) at`)
    await expect(openDatabase(server.url)).rejects.toThrow('older release is at work')
    await server.sql("update process set heard_at = '2022-06-30T17:00:00.000Z'")
    await expect(openDatabase(server.url)).rejects.not.toThrow('older release')
    await server.sql('create database anew')
    const anew = new URL(server.url)
    anew.pathname = '/anew'
    await restoreBackup({ file, url: anew.href, keys: null, now: () => at })
    const restored = await openDatabase(anew.href)
    expect(await restored.selectFrom('unit').select('code').execute()).toHaveLength(2)
    await restored.destroy()
    expect(await server.sql("select count(*) from pg_database where datname like 'v6gov_proof%'")).toEqual([
      '0',
    ])
    await server.stop()
  },
)
