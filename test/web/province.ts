import { readdirSync, readFileSync } from 'node:fs'
import { checksOf, proberChecks } from '../../src/inventory/checks-of.ts'
import { readInventory } from '../../src/inventory/read.ts'
import { makeReport } from '../../src/jobs/monthly-report.ts'
import type { Importer } from '../../src/model/imports.ts'
import type { Inventory } from '../../src/model/inventory.ts'
import type { Instant, Job } from '../../src/model.ts'
import { loadPlanAt } from '../../src/plan-file.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { importInventory, undoImport } from '../../src/store/imports.ts'
import { loadInventory } from '../../src/store/inventory.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { createApp } from '../../src/web/app.ts'
import type { WebDeps } from '../../src/web/web.ts'
import { healthyDeps } from '../helpers/healthy.ts'
import { lookAtAll, now } from './looks.ts'

/** The units and sample assets that ship, with hostile names on one device. */
function shippedInventory(only?: string[]): Inventory {
  const folder = new URL('../../data/', import.meta.url)
  const files = ['units.csv', ...readdirSync(new URL('sample/', folder)).map((name) => `sample/${name}`)]
  const { problems, changes } = readInventory(
    files.map((name) => ({ name, bytes: readFileSync(new URL(name, folder)) })),
    { units: [], assets: [] },
  )
  if (problems.length > 0) throw new Error(JSON.stringify(problems[0]))
  return {
    units: changes.units.filter(({ code }) => only?.includes(code) ?? true),
    assets: changes.assets.filter(({ unit }) => only?.includes(unit) ?? true),
  }
}

export type Province = {
  app: ReturnType<typeof createApp>
  deps: WebDeps
  db: Database
  sent: Job[]
  errors: unknown[]
}

/** Without a key, nothing can be set. */
export const noSecrets: WebDeps['secrets'] = {
  keyId: null,
  keys() {
    throw new Error('there is no key')
  },
  describe: () => new Map(),
  async refresh() {},
  test: async () => ({ ok: false, message: '' }),
}

/** When the shipped inventory was imported. */
const opened: Instant = '2022-01-01T00:00:00.000Z'

/** An application on a database in memory. With `seen`, every check has looked; without units it is a first start. */
export async function openProvince({
  units = true,
  seen = true,
  only,
  ...given
}: {
  units?: boolean
  seen?: boolean
  /** Codes of the units to have; all of the shipped ones when left out. */
  only?: string[]
} & Partial<WebDeps> = {}): Promise<Province> {
  const db = await openDatabase('sqlite::memory:')
  const sent: Job[] = []
  const errors: unknown[] = []
  const deps: WebDeps = {
    db,
    queue: {
      async send(jobs) {
        sent.push(...jobs)
      },
      async work() {},
      depth: async () => 0,
      async stop() {},
    },
    now: () => now,
    optionsAt: async () => ({ treatDocumentationAsGlobal: true, insideCountsAsOutside: true, pace: 1 }),
    demo: false,
    pace: 1,
    host: '127.0.0.1',
    trustedProxies: [],
    secrets: noSecrets,
    sweepRanges: ['10.30.0.0/16'],
    cutoffDay: 14,
    ...healthyDeps,
    draftReport: (period) =>
      makeReport(
        {
          db,
          now: deps.now,
          optionsAt: deps.optionsAt,
          planAt: async (asOf) => (await loadPlanAt(db, asOf)).plan,
        },
        period,
      ),
    importInventory: (changes, trx, importer) => importAll(trx, changes, deps.now(), importer),
    undoImport: (number, trx, by) => undoImport(trx, number, { at: deps.now(), by }),
    logError: (error) => errors.push(error),
    ...given,
  }
  if (units) await importAll(db, shippedInventory(only), opened)
  if (units && seen) await lookAtAll(db)
  return { app: createApp(deps), deps, db, sent, errors }
}

async function importAll(
  db: Database,
  changes: Inventory,
  at: Instant,
  importer: Importer = { by: 'test', files: [] },
): Promise<void> {
  await importInventory(db, changes, at, importer)
  const { assets } = await loadInventory(db)
  const checks = assets.flatMap((asset) => checksOf(asset, { vantages: ['inside'] }))
  await syncChecks(db, [...proberChecks(['inside']), ...checks], now, { pace: 1 })
}
