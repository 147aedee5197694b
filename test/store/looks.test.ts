import { describe, expect, test } from 'vitest'
import type { Look } from '../../src/model.ts'
import { findCheck, listChecks } from '../../src/store/checks.ts'
import type { Database } from '../../src/store/database.ts'
import { findEvidence, findLastEvidence, hashEvidence } from '../../src/store/evidence.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { listObservations, loadUnitStates } from '../../src/store/observations.ts'
import { listSamples } from '../../src/store/series.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { databases } from '../helpers/databases.ts'
import { exampleCheck, exampleLook } from '../helpers/example.ts'

const at = (minutes: number) =>
  new Date(Date.parse('2022-06-30T00:00:00.000Z') + minutes * 60_000).toISOString()
const id = exampleCheck().id
const seen = (facts: unknown): Partial<Look> => ({ result: { ok: true, facts } })

describe.each(databases)('on %s', (_, open) => {
  async function opened(): Promise<Database> {
    const db = await open()
    await syncChecks(db, [exampleCheck()], at(0), { pace: 1 })
    return db
  }

  test('equal facts extend an interval, others open a new one', async () => {
    const db = await opened()
    for (const [minutes, facts] of [
      [0, 1],
      [30, 1],
      [60, 2],
      [90, 1],
    ] as const)
      await recordLooks(db, [exampleLook(at(minutes), seen({ facts }))], { pace: 1 })
    expect(await listObservations(db, id, { limit: 9 })).toMatchObject([
      { firstDueAt: at(90), timesSeen: 1, result: { ok: true, facts: { facts: 1 } } },
      { firstDueAt: at(60), timesSeen: 1, result: { ok: true, facts: { facts: 2 } } },
      { firstDueAt: at(0), lastSeenAt: at(30), timesSeen: 2, result: { ok: true, facts: { facts: 1 } } },
    ])
    await db.destroy()
  })

  test('a gap of more than three periods closes an interval', async () => {
    const db = await opened()
    await recordLooks(db, [exampleLook(at(0)), exampleLook(at(90))], { pace: 1 })
    expect(await listObservations(db, id, { limit: 9 })).toHaveLength(1)
    await recordLooks(db, [exampleLook(at(90 + 91))], { pace: 1 })
    expect(await listObservations(db, id, { limit: 9 })).toHaveLength(2)
    await db.destroy()
  })

  test('at a pace where periods are shorter than the tick of the schedule, the tick is the period', async () => {
    const db = await opened()
    const seconds = [0, 1, 4, 7.5].map((second) => exampleLook(at(second / 60)))
    await recordLooks(db, seconds, { pace: 10_000 }) // a period of 0.18 s
    expect(await listObservations(db, id, { limit: 9 })).toMatchObject([{ timesSeen: 1 }, { timesSeen: 3 }])
    await db.destroy()
  })

  test('a turn delivered twice, or late, changes nothing', async () => {
    const db = await opened()
    const looks = [
      exampleLook(at(0)),
      exampleLook(at(30)),
      exampleLook(at(30)),
      exampleLook(at(0), seen({ other: 1 })),
    ]
    await recordLooks(db, looks, { pace: 1 })
    expect(await listObservations(db, id, { limit: 9 })).toMatchObject([{ timesSeen: 2 }])
    await db.destroy()
  })

  test('what was written while the clock was ahead does not keep later looks out', async () => {
    const db = await opened()
    await recordLooks(db, [exampleLook(at(0)), exampleLook(at(600_000)), exampleLook(at(30))], { pace: 1 })
    const [state] = await loadUnitStates(db, at(40)).then(() => listObservations(db, id, { limit: 9 }))
    expect(state).toMatchObject({ firstDueAt: at(600_000) })
    const seenAt = (await listObservations(db, id, { limit: 9 })).map(({ lastSeenAt }) => lastSeenAt)
    expect(seenAt).toContain(at(30))
    await db.destroy()
  })

  test('what was seen of the old host is not extended by looks at the new one', async () => {
    const db = await opened()
    await recordLooks(db, [exampleLook(at(0))], { pace: 1 })
    await syncChecks(db, [exampleCheck({ settings: { host: 'new.example.test' } })], at(10), { pace: 1 })
    await recordLooks(db, [exampleLook(at(30))], { pace: 1 })
    expect(await listObservations(db, id, { limit: 9 })).toHaveLength(2)
    await db.destroy()
  })

  test('an error is its own interval, with its message and the exchanges tried', async () => {
    const db = await opened()
    const evidence = {
      exchanges: [
        {
          protocol: 'dns' as const,
          transport: 'udp' as const,
          at: at(0),
          durationMs: 2000,
          asked: { address: '2001:db8::53', port: 53 },
          peer: null,
          request: ['www.example.test AAAA'],
          response: [],
          failure: 'no answer',
        },
      ],
    }
    const error = { ok: false as const, error: 'resolver_timeout' as const, message: 'no answer within 12 s' }
    await recordLooks(db, [exampleLook(at(0), { result: error, evidence })], { pace: 1 })
    expect((await listObservations(db, id, { limit: 1 }))[0]?.result).toEqual(error)
    const sha256 = hashEvidence(JSON.stringify(evidence))
    expect(await findEvidence(db, id, at(0))).toEqual({ evidence, sha256, state: 'whole' })
    await recordLooks(db, [exampleLook(at(30), { result: error })], { pace: 1 })
    expect(await findEvidence(db, id, at(0))).toEqual({ evidence, sha256, state: 'whole' })
    expect((await findLastEvidence(db, id))?.evidence).toEqual({ exchanges: [] })
    await db.destroy()
  })

  test('numbers come back exactly, 64-bit counters too', async () => {
    const db = await opened()
    const samples = [
      { series: 'if.1.inOctets', kind: 'counter' as const, value: 18_446_744_073_709_551_615n },
      { series: 'if.2.inOctets', kind: 'counter' as const, value: 0n },
      { series: 'connectMs', kind: 'gauge' as const, value: -1.25 },
    ]
    await recordLooks(db, [exampleLook(at(0), { samples }), exampleLook(at(0), { samples })], { pace: 1 })
    expect(await listSamples(db, id, { from: at(0), to: at(1), limit: 9 })).toEqual([
      {
        at: at(0),
        values: { 'if.1.inOctets': 18_446_744_073_709_551_615n, 'if.2.inOctets': 0n, connectMs: -1.25 },
      },
    ])
    await db.destroy()
  })

  test('the list of checks knows the newest look and filters by its outcome', async () => {
    const db = await opened()
    await syncChecks(db, [exampleCheck(), exampleCheck({ id: 'never~seen~dns-address' })], at(0), { pace: 1 })
    await recordLooks(db, [exampleLook(at(0), { durationMs: 41.7 })], { pace: 1 })
    expect((await findCheck(db, id))?.last).toMatchObject({
      dueAt: at(0),
      durationMs: 42,
      manual: false,
      observation: { checkId: id, result: { ok: true } },
    })
    const ids = async (result: 'ok' | 'error' | 'never') =>
      (await listChecks(db, { result })).items.map((check) => check.id)
    expect([await ids('ok'), await ids('error'), await ids('never')]).toEqual([
      [id],
      [],
      ['never~seen~dns-address'],
    ])
    expect((await listChecks(db, { search: 'SEEN~' })).total).toBe(1)
    await db.destroy()
  })

  test('what was known at an earlier moment can be had again', async () => {
    const db = await opened()
    await db.insertInto('unit').values(unit('U1')).execute()
    await syncChecks(db, [exampleCheck({ unit: 'U1' })], at(0), { pace: 1 })
    for (const minutes of [0, 30, 60, 90])
      await recordLooks(db, [exampleLook(at(minutes), seen({ minutes: Math.floor(minutes / 60) }))], {
        pace: 1,
      })
    const [state] = await loadUnitStates(db, at(45))
    expect(state?.checks[0]?.observations.map(({ firstDueAt }) => firstDueAt)).toEqual([at(0)])
    const [now] = await loadUnitStates(db, at(90), { since: at(0) })
    expect(now?.checks[0]?.observations.map(({ firstDueAt }) => firstDueAt)).toEqual([at(60), at(0)])
    await db.destroy()
  })
})

function unit(code: string) {
  return {
    code,
    name: 'Sở Ví dụ',
    kind: 'department',
    type: 'so',
    parent: null,
    valid_from: null,
    valid_to: null,
    contact_name: '',
    contact_email: '',
    profile: null,
  }
}
