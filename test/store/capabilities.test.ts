import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AgentSeen, Instant } from '../../src/model.ts'
import { listCapabilities } from '../../src/store/capabilities.ts'
import type { Database } from '../../src/store/database.ts'
import { findEvidence } from '../../src/store/evidence.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { databases } from '../helpers/databases.ts'
import { exampleCheck, exampleLook } from '../helpers/example.ts'

const hour = 3_600_000
const at = (hours: number): Instant =>
  new Date(Date.parse('2022-06-30T00:00:00.000Z') + hours * hour).toISOString()
const host = 'device:R1'
const check = exampleCheck({ id: 'device~R1~snmp-ra', probe: 'snmp-ra', host, everySeconds: 3600 })
const agent: AgentSeen = {
  askedAs: '10.0.0.1#161 lab mark',
  version: '2c',
  sysObjectId: null,
  sysDescr: null,
  engineBoots: 3,
  bootedAt: at(-100),
  tables: { ipv6RouterAdvertTable: 'no_such_object', ipAddressPrefixTable: 'ok' },
}

describe.each(databases)('what agents have, on %s', (_, open) => {
  let db: Database
  beforeEach(async () => {
    db = await open()
    await syncChecks(db, [check], at(0), { pace: 1 })
  })
  afterEach(() => db.destroy())

  /** A look that tells this of the agent, after so many hours. */
  const learn = (hours: number, seen: Partial<AgentSeen> = {}) => {
    const told = { ...agent, ...seen }
    const evidence = { exchanges: [] }
    const result = { ok: true, facts: { tables: told.tables } } as const
    const look = exampleLook(at(hours), { checkId: check.id, agent: told, evidence, result })
    return recordLooks(db, [look], { pace: 1 })
  }
  const known = () => listCapabilities(db, { host }, { pace: 1 })
  const stateOf = async (table: string) => (await known()).find((one) => one.table === table)
  const dueAt = async () =>
    (await db.selectFrom('check').select('next_due_at').executeTakeFirstOrThrow()).next_due_at

  test('is kept with the look that taught it, and written again once a week', async () => {
    await learn(1)
    const learnt = await known()
    expect(learnt).toMatchObject([
      { table: 'ipAddressPrefixTable', state: 'ok', since: at(1), nextSurveyAt: null },
      { table: 'ipv6RouterAdvertTable', state: 'no_such_object', since: at(1), confirmedAt: at(1) },
    ])
    expect(learnt.map(({ checkId, firstDueAt }) => [checkId, firstDueAt])).toEqual([
      [check.id, at(1)],
      [check.id, at(1)],
    ])
    expect(await findEvidence(db, check.id, at(1))).toBeDefined()
    await learn(2)
    expect(await known()).toEqual(learnt)
    await learn(1 + 7 * 24)
    expect(await stateOf('ipv6RouterAdvertTable')).toMatchObject({
      since: at(1),
      confirmedAt: at(1 + 7 * 24),
    })
  })

  test('changes with the agent’s own word', async () => {
    await learn(1)
    await learn(2, { tables: { ipv6RouterAdvertTable: 'empty' } })
    expect(await stateOf('ipv6RouterAdvertTable')).toMatchObject({
      state: 'empty',
      since: at(2),
      firstDueAt: at(2),
      nextSurveyAt: null,
    })
    expect(await stateOf('ipAddressPrefixTable')).toMatchObject({ state: 'ok', since: at(1) })
  })

  test.each<[string, Partial<AgentSeen>]>([
    ['another boot of its engine', { engineBoots: 4 }],
    ['a later start', { bootedAt: at(2) }],
    ['another description', { sysDescr: 'software 2' }],
  ])('%s puts what it lacks in doubt, and brings its checks forward', async (_name, change) => {
    await learn(1, { sysDescr: 'software 1' })
    await db
      .updateTable('check')
      .set({ next_due_at: at(9) })
      .execute()
    await learn(2, { sysDescr: 'software 1', tables: {} })
    expect(await dueAt()).toBe(at(9))
    await learn(3, { sysDescr: 'software 1', ...change, tables: {} })
    expect(await dueAt()).toBe(at(3))
    expect(await stateOf('ipv6RouterAdvertTable')).toMatchObject({ nextSurveyAt: at(3) })
  })

  test('a clock that drifts is no start', async () => {
    await learn(1)
    for (let look = 2; look < 40; look++)
      await learn(look, { bootedAt: new Date(Date.parse(at(-100)) + look * 20_000).toISOString() })
    const rows = await db.selectFrom('agent').select('changed_at').execute()
    expect(rows).toEqual([{ changed_at: '' }])
  })

  test('each way of asking has its own, and of SNMPv1 a missing table is never believed', async () => {
    await learn(1)
    await learn(2, { askedAs: '10.0.0.1#161 other mark', version: '1' })
    const missing = (await known()).filter(({ state }) => state === 'no_such_object')
    expect(missing.map(({ askedAs, nextSurveyAt }) => [askedAs, nextSurveyAt !== null])).toEqual(
      expect.arrayContaining([
        [agent.askedAs, true],
        ['10.0.0.1#161 other mark', false],
      ]),
    )
  })
})
