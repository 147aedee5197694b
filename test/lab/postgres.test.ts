import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PostgresServer, postgresMissing, startPostgres } from '../helpers/postgres.ts'
import { type Started, until } from '../helpers/process.ts'
import { logOf, recordedBy, type Turn } from '../helpers/process-v6gov.ts'
import { importInventory } from './inventory.ts'
import { type Lab, startLab } from './lab.ts'
import type { Pages } from './pages.ts'
import { labMissing } from './requirements.ts'
import { signInAt, startServer } from './server.ts'
import { hasVerdicts, quickTruth } from './verdicts.ts'

const missing = labMissing() ?? postgresMissing()
const title = 'the main job on PostgreSQL with pg-boss and two workers'

describe.skipIf(missing)(`${title}${missing ? ` (${missing})` : ''}`, () => {
  let lab: Lab
  let postgres: PostgresServer
  let front: Started
  let workers: [Started, Started]
  let pages: Pages

  beforeAll(async () => {
    ;[lab, postgres] = await Promise.all([startLab(), startPostgres()])
    const settings = {
      ...lab.settings,
      V6GOV_DATABASE_URL: postgres.url,
      V6GOV_PACE: '600',
      V6GOV_PORT: '8080',
      V6GOV_LOG: 'debug',
      V6GOV_CONCURRENCY: '4', // fewer than there are hosts, so that one worker leaves some to the other
    }
    await importInventory(lab, settings)
    front = startServer(lab, { ...settings, V6GOV_ROLES: 'web,scheduler' })
    pages = await signInAt(lab, front)
    const worker = { ...settings, V6GOV_ROLES: 'worker' }
    workers = [startServer(lab, worker), startServer(lab, worker)]
  })
  afterAll(async () => {
    await lab?.remove()
    await postgres?.stop()
  })

  /** Acknowledged looks that no interval of the database covers. */
  async function lost(acknowledged: Turn[]): Promise<Turn[]> {
    const rows = await postgres.sql('select check_id, first_due_at, last_due_at from observation')
    const intervals = rows.map((row) => row.split('|'))
    return acknowledged.filter(
      ({ check, dueAt }) =>
        !intervals.some(([id, first = '', last = '']) => id === check && first <= dueAt && dueAt <= last),
    )
  }

  test('both workers look, the front process does not, and the verdicts are the same', async () => {
    await until('the verdicts', 60_000, () => hasVerdicts(pages, quickTruth), 500)
    for (const worker of workers) expect(recordedBy(worker).length).toBeGreaterThan(5)
    expect(recordedBy(front)).toEqual([])
  })

  test('one worker is killed with -9: the other goes on, and nothing acknowledged is lost', async () => {
    const [victim, survivor] = workers
    const hostOf = new Map(
      (await postgres.sql('select id, host from "check"')).map((row) => row.split('|') as [string, string]),
    )
    victim.signal('SIGKILL')
    expect(await victim.ended).toEqual({ code: null, signal: 'SIGKILL' })
    const before = recordedBy(survivor).length
    // what the victim was just looking at waits for its lease to end, four hosts at most
    const wanted = new Set(hostOf.values()).size - 4
    await until(`looks at ${wanted} hosts`, 40_000, () => {
      const since = recordedBy(survivor).slice(before)
      return new Set(since.map(({ check }) => hostOf.get(check))).size >= wanted
    })
    expect(await lost([...recordedBy(victim), ...recordedBy(survivor)])).toEqual([])
  })

  test('SIGTERM ends each process with 0, and no log holds an error', async () => {
    for (const one of [front, workers[1]]) {
      expect(await one.stop(15_000)).toEqual({ code: 0, signal: null })
      expect(one.err).toEqual([])
    }
    expect([front, ...workers].flatMap(logOf).filter(({ level }) => level === 'error')).toEqual([])
  })
})
