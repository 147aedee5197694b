import { writeFileSync } from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { must, type Started, until } from '../helpers/process.ts'
import { recordedBy, type Turn, v6gov, withSettings } from '../helpers/process-v6gov.ts'
import { importInventory } from '../lab/inventory.ts'
import { type Lab, startLab } from '../lab/lab.ts'
import { labMissing } from '../lab/requirements.ts'

const missing = labMissing()
const seed = 2022
const kills = 6

/** The same moments at every run (a linear congruential generator, Numerical Recipes). */
function chance(state: number): () => number {
  let current = state
  return () => {
    current = (Math.imul(current, 1664525) + 1013904223) >>> 0
    return current / 2 ** 32
  }
}

describe.skipIf(missing)(`kill -9 of v6gov on SQLite${missing ? ` (${missing})` : ''}`, () => {
  let lab: Lab
  let settings: Record<string, string>
  let file: string

  beforeAll(async () => {
    lab = await startLab()
    file = path.join(lab.directory, 'v6gov.db')
    settings = {
      ...lab.settings,
      V6GOV_DATABASE_URL: `sqlite:${file}`,
      V6GOV_PACE: '600',
      V6GOV_LOG: 'debug',
      V6GOV_PORT: '0',
    }
    await importInventory(lab, settings)
    await importMoreDevices()
  })
  afterAll(() => lab?.remove())

  /** Enough devices that many looks are being written at any moment. */
  async function importMoreDevices() {
    const rows = Array.from(
      { length: 40 },
      (_, n) => `MORE-${n},HM,,router,10.255.3.2,2001:db8:0:f3::2,lab-v2c,,,,`,
    )
    const csv = path.join(lab.directory, 'more.csv')
    writeFileSync(
      csv,
      `code,unit,name,kind,address,address6,credential,internet_if,tslcd_if,user_if,wifi_if\n${rows.join('\n')}\n`,
    )
    await must(lab.inside('core', v6gov('import', csv)), { env: withSettings(settings) })
  }

  const serve = () => lab.start('core', v6gov('serve'), { env: withSettings(settings) })
  const looksOf = (started: Started, count: number) =>
    until(`${count} looks recorded`, 30_000, () => recordedBy(started).length >= count, 20)

  /** Acknowledged looks that no interval of the database covers. */
  function lost(acknowledged: Turn[]): Turn[] {
    const database = new Sqlite(file, { readonly: true })
    try {
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
      const covering = database.prepare(
        'select 1 from observation where check_id = ? and first_due_at <= ? and last_due_at >= ?',
      )
      return acknowledged.filter(({ check, dueAt }) => covering.get(check, dueAt, dueAt) === undefined)
    } finally {
      database.close()
    }
  }

  test(`at ${kills} random moments (seed ${seed}) loses no acknowledged look, and each start goes on`, async () => {
    const random = chance(seed)
    const acknowledged: Turn[] = []
    for (let kill = 1; kill <= kills; kill++) {
      const running = serve()
      // looks are counted rather than seconds, which a busy machine needs for its start alone
      if (kill % 3 > 0) await looksOf(running, 1 + Math.floor(random() * 60))
      else await new Promise((resolve) => setTimeout(resolve, random() * 3_000)) // anywhere in the start too
      running.signal('SIGKILL')
      expect(await running.ended).toEqual({ code: null, signal: 'SIGKILL' })
      acknowledged.push(...recordedBy(running))
      expect(lost(acknowledged)).toEqual([])
    }
    expect(acknowledged.length).toBeGreaterThan(kills * 10)
    expect(new Set(acknowledged.map(({ check }) => check)).size).toBeGreaterThan(40)
  })

  test('SIGTERM ends it with 0 within seconds, with everything acknowledged on disk and nothing left', async () => {
    const running = serve()
    await looksOf(running, 50)
    const asked = performance.now()
    running.signal('SIGTERM')
    expect(await running.ended).toEqual({ code: 0, signal: null })
    expect(performance.now() - asked).toBeLessThan(20_000)
    expect(running.err).toEqual([])
    expect(lost(recordedBy(running))).toEqual([])
    await until('no process is left in core', 3_000, async () => {
      const pids = await must(['ip', 'netns', 'pids', lab.nameOf('core')])
      return pids.trim() === ''
    })
  })
})
