import { CompiledQuery, type KyselyPlugin, type RootOperationNode } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { createApp } from '../../src/web/app.ts'
import { pages } from '../../src/web/pages/index.ts'
import { addressesAt, depsOf } from '../bench/pages.ts'
import { fullScale, generateProvince } from '../bench/province-generator.ts'
import { fillHistory } from './history.ts'

/** Tables that a page may read whole, and why they stay small. */
const small: Record<string, string> = {
  unit: 'a row for each unit and version: hundreds',
  asset: 'a row for each asset and version: thousands, and the inventory shows them all',
  check: 'a row for each asset and probe: the list of checks filters and counts them',
  last_look: 'a row for each check',
  revision: 'a row for each unit',
  plan: 'a row each time that somebody edits the plan',
  unit_change: 'a row for each merge, split, rename or end of units',
  report: 'a row a month, read without its text by an index',
  report_office: 'a row each time that somebody edits what a report is signed with',
  figure_import: 'a row each time that somebody hands in files',
  inventory_import: 'a row each time that somebody imports, of which the newest is read by its key',
  dismissal: 'a row for each neighbour that somebody does not want in the inventory',
  subscription: 'a row for each person and channel',
  report_message: 'a row for each version of a report and person who is sent it',
  channel: 'a row for each channel of the credentials file',
  maintenance: 'a row each time that somebody announces work',
  wall: 'a row for each screen',
  account: 'a row for each person who signs in',
  token: 'a row for each program that reads',
  secret: 'a row for each credential and channel',
  process: 'a row for each process of the last week',
  task_run: 'a row for each thing that happens by itself',
  chain: 'no table: the rows that a statement has found itself',
}

/**
 * The register of statements tells their state, which time alone changes, so it reads all that people have entered; so does
 * a report, which lists what is exempted, in the draft that is made at most once a minute.
 */
const registers = /^\/(documents|reports\/)/

/** Those that grow with every look or every day: none is ever read whole, whatever the list above says. */
const large = [
  'observation',
  'evidence',
  'sample',
  'check_day',
  'member_day',
  'standing',
  'standing_measure',
  'audit',
]

const scale = { ...fullScale, units: 34, years: 0.3, sampleHours: 1, days: 9 }

let db: Database
/** What pages asked, each once, with the first page that did. */
const asked = new Map<string, { page: string; parameters: readonly unknown[] }>()

const answers = new Map<string, number>()

beforeAll(async () => {
  db = await openDatabase('sqlite::memory:')
  await generateProvince(db, scale)
  await fillHistory(db)
  const nodes: RootOperationNode[] = []
  const listening: KyselyPlugin = {
    transformQuery({ node }) {
      nodes.push(node)
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const app = createApp(depsOf(db.withPlugin(listening), () => scale.now))
  const entered = await app.request('/about', { headers: { accept: 'text/html' } })
  const cookie = `${entered.headers.get('set-cookie')}`.split(';')[0] ?? ''
  const formats = pages.flatMap(({ path, formats: own = [] }) =>
    path.includes(':') ? [] : own.map((format) => `${path}.${format}`),
  )
  const { check_id, first_due_at } = await db
    .selectFrom('evidence')
    .select(['check_id', 'first_due_at'])
    .limit(1)
    .executeTakeFirstOrThrow()
  for (const page of [...addressesAt(scale), ...formats, `/checks/${check_id}/${first_due_at}`]) {
    const before = nodes.length
    const { status } = await app.request(page, { headers: { cookie } })
    answers.set(page, status)
    for (const node of nodes.slice(before)) {
      const { sql, parameters } = db.getExecutor().compileQuery(node, { queryId: '' })
      if (!asked.has(sql)) asked.set(sql, { page, parameters })
    }
  }
})

test('no page reads a whole table that grows', async () => {
  const met = new Set<string>()
  const whole: string[] = []
  for (const [sql, { page, parameters }] of asked) {
    const plan = await db.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]),
    )
    for (const { detail } of plan.rows) {
      const [, how = '', name = ''] = /^(SCAN|SEARCH) (\S+)/.exec(detail) ?? []
      met.add(name)
      if (how === 'SCAN' && !(name in small) && !(name === 'document' && registers.test(page)))
        whole.push(`${page}: ${detail}: ${sql}`)
    }
  }
  expect(whole).toEqual([])
  const failed = [...answers].filter(([, status]) => status >= 400).map(([page]) => page)
  expect(failed).toEqual([])
  expect(asked.size).toBeGreaterThan(60)
  expect(large.filter((name) => !met.has(name))).toEqual([]) // or it proved nothing of them
  for (const name of large) expect(Object.keys(small)).not.toContain(name)
})
