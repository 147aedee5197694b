import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import type { Sample } from '../../probes/probe.ts'
import { createSampleKeeper } from '../../src/jobs/keep-samples.ts'
import type { Instant } from '../../src/model.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { readRollups } from '../../src/store/rollups.ts'
import { readSeries } from '../../src/store/series.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { exampleCheck, exampleLook } from '../helpers/example.ts'
import { postgresMissing, startPostgres } from '../helpers/postgres.ts'
import { start, until } from '../helpers/process.ts'

/** Midnight at +07:00. */
const startMs = Date.parse('2022-06-29T17:00:00.000Z')
const at = (minutes: number): Instant => new Date(startMs + minutes * 60_000).toISOString()
const dayMinutes = 1440
const later = at(5 * dayMinutes)

const checks = Array.from({ length: 8 }, (_, number) =>
  exampleCheck({ id: `device~R${number}~reach-ping`, probe: 'reach-ping', everySeconds: 7200 }),
)
const series = Array.from({ length: 12 }, (_, number) => `v${number}.rttAvgMs`)

/** Three days of looks, each two hours. */
async function fill(db: Database): Promise<void> {
  await syncChecks(db, checks, at(0), { pace: 1 })
  for (let minutes = 10; minutes < 3 * dayMinutes; minutes += 120) {
    const samples = series.map(
      (name, place): Sample => ({ series: name, kind: 'gauge', value: minutes + place / 8 }),
    )
    await recordLooks(
      db,
      checks.map(({ id }) => exampleLook(at(minutes), { checkId: id, samples })),
      { pace: 1 },
    )
  }
}

async function contentOf(db: Database) {
  const span = { from: at(0), to: at(9 * dayMinutes) }
  const looks = await db.selectFrom('sample').select('at').execute()
  const due = await db.selectFrom('rollup_due').selectAll().execute()
  const content = []
  for (const { id: checkId } of checks)
    content.push([
      await readSeries(db, { checkId, ...span }),
      await readRollups(db, { checkId, series, ...span, step: 'hour' }),
      await readRollups(db, { checkId, series, ...span, step: 'day' }),
    ])
  return { looks, due, content }
}

describe('folding', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'v6gov-fold-'))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  const program = fileURLToPath(new URL('fold-process.ts', import.meta.url))

  async function wholeContent() {
    const db = await openDatabase('sqlite::memory:')
    await fill(db)
    await createSampleKeeper({ db, now: () => later, pace: 1 })(Number.POSITIVE_INFINITY)
    const content = await contentOf(db)
    await db.destroy()
    return content
  }

  test('killed with -9 again and again comes to the same as without', async () => {
    const url = `sqlite:${path.join(directory, 'v6gov.db')}`
    const db = await openDatabase(url)
    await fill(db)
    await db.destroy()
    for (const afterMs of [10, 60, 140]) {
      const running = start([process.execPath, '--import', 'tsx', program, url, later])
      await until('it begins', 20_000, () => running.out.includes('begins'), 1)
      await new Promise((resolve) => setTimeout(resolve, afterMs))
      running.signal('SIGKILL')
      await running.ended
    }
    const last = start([process.execPath, '--import', 'tsx', program, url, later])
    expect(await last.ended).toEqual({ code: 0, signal: null })
    const survived = await openDatabase(url)
    const whole = await wholeContent()
    expect(whole).toMatchObject({ looks: [], due: [] })
    expect(await contentOf(survived)).toEqual(whole)
    await survived.destroy()
  })

  const missing = postgresMissing()
  test.skipIf(missing)(
    `by three processes at once on PostgreSQL comes to the same${missing ? ` (${missing})` : ''}`,
    async () => {
      const server = await startPostgres()
      const db = await openDatabase(server.url)
      await fill(db)
      const running = [1, 2, 3].map(() =>
        start([process.execPath, '--import', 'tsx', program, server.url, later]),
      )
      for (const one of running)
        expect({ ...(await one.ended), err: one.err }).toEqual({ code: 0, signal: null, err: [] })
      expect(await contentOf(db)).toEqual(await wholeContent())
      await db.destroy()
      await server.stop()
    },
  )
})
