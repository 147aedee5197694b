import { describe, expect, test } from 'vitest'
import type { Check } from '../../src/model.ts'
import { listSweeps, openSweep } from '../../src/store/sweeps.ts'
import {
  bringForward,
  bringForwardChecks,
  claimDue,
  nextTurn,
  releaseHost,
  returnTurns,
  schedulerLagMs,
  syncChecks,
  takeHost,
} from '../../src/store/turns.ts'
import { databases } from '../helpers/databases.ts'
import { exampleCheck } from '../helpers/example.ts'

const start = '2022-06-30T12:00:00.000Z'
const later = (ms: number) => new Date(Date.parse(start) + ms).toISOString()
const options = { pace: 1, hosts: 100, leaseMs: 600_000 }

describe('nextTurn', () => {
  test('keeps to a grid of its own and comes after now', () => {
    const check = { host: 'name:a.test', every_seconds: 300 }
    const first = nextTurn(check, start, 1)
    const second = nextTurn(check, first, 1)
    expect(Date.parse(first) - Date.parse(start)).toBeGreaterThan(0)
    expect(Date.parse(second) - Date.parse(first)).toBe(300_000)
    expect(nextTurn(check, later(3_600_000 * 5), 1) > later(3_600_000 * 5)).toBe(true)
  })
  test('brings the checks of one host together', () => {
    const fast = nextTurn({ host: 'device:R1', every_seconds: 300 }, start, 1)
    const slow = nextTurn({ host: 'device:R1', every_seconds: 3600 }, start, 1)
    expect((Date.parse(slow) - Date.parse(fast)) % 300_000).toBe(0)
  })
  test('spreads hosts over the interval', () => {
    const turns = Array.from({ length: 300 }, (_, i) =>
      Math.floor(
        (Date.parse(nextTurn({ host: `h${i}`, every_seconds: 300 }, start, 1)) - Date.parse(start)) / 60_000,
      ),
    )
    for (const minute of [0, 1, 2, 3, 4])
      expect(turns.filter((turn) => turn === minute).length).toBeGreaterThan(30)
  })
  test('a pace of 60 makes an hour pass in a minute', () => {
    const check = { host: 'x', every_seconds: 3600 }
    const first = nextTurn(check, start, 60)
    expect(Date.parse(nextTurn(check, first, 60)) - Date.parse(first)).toBe(60_000)
  })
})

describe.each(databases)('on %s', (_, open) => {
  test('a sweep looks when it is asked for and never by itself, and no change of the inventory ends it', async () => {
    const db = await open()
    const asked = { unit: '30', range: '10.30.5.0/24', tcpPort: 22 }
    const id = await openSweep(db, asked)
    expect(await openSweep(db, asked)).toBe(id)
    await syncChecks(db, [], start, options)
    for (const pace of [1, 3_000]) {
      await bringForward(db, start, { pace })
      expect(await claimDue(db, later(10 * 86_400_000), { ...options, pace })).toEqual([])
    }
    expect((await listSweeps(db)).map((one) => [one.id, one.retiredAt, one.last])).toEqual([[id, null, null]])
    // beside a server that only shows pages, asking makes it come due, once
    await bringForwardChecks(db, [id], start)
    const turns = async (at: string) => (await claimDue(db, at, options)).flatMap((job) => job.turns)
    expect((await turns(start)).map(({ checkId }) => checkId)).toEqual([id])
    expect(await turns(later(365 * 86_400_000))).toEqual([])
  })

  test('a new check comes due within a minute, once, and then on its grid', async () => {
    const db = await open()
    await syncChecks(db, [exampleCheck()], start, { pace: 1 })
    const now = later(60_000)
    const [job, ...others] = await claimDue(db, now, options)
    expect(others).toEqual([])
    expect(job?.turns).toHaveLength(1)
    expect(job?.turns[0]?.checkId).toBe('service~W1~dns-address')
    expect(await claimDue(db, now, options)).toEqual([])
    await releaseHost(db, job ?? never())
    expect(await claimDue(db, now, options)).toEqual([])
    expect((await claimDue(db, later(60_000 + 1_800_000), options)).length).toBe(1)
    await db.destroy()
  })

  test('a host at work is not taken again before its lease ends', async () => {
    const db = await open()
    await syncChecks(db, [exampleCheck({ everySeconds: 60 })], start, { pace: 1 })
    expect(await claimDue(db, later(60_000), options)).toHaveLength(1)
    expect(await claimDue(db, later(300_000), options)).toHaveLength(0)
    expect(await claimDue(db, later(60_000 + options.leaseMs), options)).toHaveLength(1)
    await db.destroy()
  })

  test('a job that waited until its host was taken again is dropped; one that begins in time keeps it', async () => {
    const db = await open()
    await syncChecks(db, [exampleCheck({ everySeconds: 60 })], start, { pace: 1 })
    const [late] = await claimDue(db, later(60_000), options)
    const [newer] = await claimDue(db, later(60_000 + options.leaseMs), options)
    const until = later(9_000_000)
    expect(await takeHost(db, late ?? never(), { now: later(700_000), leaseUntil: until })).toBeUndefined()
    await releaseHost(db, late ?? never()) // changes nothing: the host is not its any more
    const taken = await takeHost(db, newer ?? never(), { now: later(700_000), leaseUntil: until })
    expect(taken).toMatchObject({ leaseUntil: until })
    expect(await claimDue(db, later(8_000_000), options)).toEqual([])
    await releaseHost(db, taken ?? never())
    expect(await claimDue(db, later(8_000_000), options)).toHaveLength(1)
    await db.destroy()
  })

  test('after a stall each check comes due once', async () => {
    const db = await open()
    const checks = ['a', 'b'].map((name) => exampleCheck({ id: name, host: 'device:X', everySeconds: 300 }))
    await syncChecks(db, checks, start, { pace: 1 })
    expect(await schedulerLagMs(db, () => later(36_000_000))).toBeGreaterThan(35_000_000)
    const [job] = await claimDue(db, later(36_000_000), options)
    expect(job?.turns.map(({ checkId }) => checkId)).toEqual(['a', 'b'])
    await releaseHost(db, job ?? never())
    expect(await claimDue(db, later(36_000_000), options)).toEqual([])
    await db.destroy()
  })

  test('turns that a clock which was ahead has given are brought back, once', async () => {
    const db = await open()
    const checks = ['a', 'b'].map((name) => exampleCheck({ id: name, host: 'device:X', everySeconds: 300 }))
    await syncChecks(db, checks, later(86_400_000), { pace: 1 }) // the clock was a day ahead, and is right again
    expect(await claimDue(db, later(600_000), options)).toEqual([])
    expect(await bringForward(db, start, { pace: 1 })).toBe(2)
    expect(await bringForward(db, start, { pace: 1 })).toBe(0)
    const [job] = await claimDue(db, later(600_000), options)
    expect(job?.turns.map(({ checkId }) => checkId)).toEqual(['a', 'b'])
    await db.destroy()
  })

  test('a look that a person asks for waits its turn, and a job that could not run gives its turns back', async () => {
    const db = await open()
    await syncChecks(db, [exampleCheck()], start, { pace: 1 })
    const [job] = await claimDue(db, later(60_000), options)
    const { leaseUntil: _, ...manual } = { ...(job ?? never()), manual: true }
    const at = { now: later(61_000), leaseUntil: later(200_000) }
    expect(await takeHost(db, manual, at)).toBeUndefined()
    await releaseHost(db, job ?? never())
    expect(await takeHost(db, manual, at)).toMatchObject(manual)
    expect(await takeHost(db, manual, at)).toBeUndefined()
    await returnTurns(db, job ?? never(), later(300_000))
    expect(await claimDue(db, later(300_000), options)).toHaveLength(1)
    await db.destroy()
  })

  test('a check whose asset is gone is retired and kept; one that asks something else comes due soon', async () => {
    const db = await open()
    await syncChecks(db, [exampleCheck()], start, { pace: 1 })
    await claimDue(db, later(60_000), options)
    await syncChecks(db, [exampleCheck({ settings: { host: 'new.example.test' } })], later(70_000), {
      pace: 1,
    })
    const changed = await db.selectFrom('check').selectAll().executeTakeFirstOrThrow()
    expect(changed.next_due_at < later(130_001)).toBe(true)
    expect(changed.settings).toContain('new.example.test')
    expect(changed.settings_since).toBe(later(70_000))
    await syncChecks(db, [], later(80_000), { pace: 1 })
    expect(await claimDue(db, later(99_000_000), options)).toEqual([])
    expect(await db.selectFrom('check').select('retired_at').executeTakeFirst()).toEqual({
      retired_at: later(80_000),
    })
    await db.destroy()
  })

  test.each<[string, Partial<Check>, object, object, boolean]>([
    [
      'other routers on the link',
      { probe: 'snmp-neighbours' },
      { routers: ['10.0.0.1'] },
      { routers: [] },
      true,
    ],
    ['another interface', { probe: 'snmp-neighbours' }, { interfaces: ['a'] }, { interfaces: ['b'] }, false],
    ['another device', { probe: 'snmp-neighbours' }, { address: '10.0.0.1' }, { address: '10.0.0.2' }, false],
    ['another data centre', { probe: 'snmp-routes' }, { prefixes: [] }, { prefixes: ['10.1.0.0/16'] }, true],
    [
      'another site of a zone',
      { probe: 'dns-zone' },
      { zone: 'a.test', hosts: [] },
      { zone: 'a.test' },
      true,
    ],
    [
      'another zone',
      { probe: 'dns-zone' },
      { zone: 'a.test', hosts: [] },
      { zone: 'b.test', hosts: [] },
      false,
    ],
    ['a site in IPv6 only', { probe: 'dns-ipv6-only' }, { hosts: [] }, { hosts: ['www.a.test'] }, true],
    ['another host of the same name of a setting', { probe: 'dns-address' }, { hosts: [] }, {}, false],
  ])('%s: looked at soon, and whether what was seen before counts on', async (_, of, from, to, counts) => {
    const db = await open()
    await syncChecks(db, [exampleCheck({ ...of, settings: from })], start, { pace: 1 })
    await claimDue(db, later(60_000), options)
    await syncChecks(db, [exampleCheck({ ...of, settings: to })], later(70_000), { pace: 1 })
    const row = await db.selectFrom('check').selectAll().executeTakeFirstOrThrow()
    expect(JSON.parse(row.settings)).toEqual(to)
    expect(row.next_due_at < later(130_001)).toBe(true)
    expect(row.settings_since).toBe(counts ? '' : later(70_000))
    await db.destroy()
  })

  test('two schedulers never take the same host', async () => {
    const db = await open()
    const checks = Array.from({ length: 40 }, (_, i) => exampleCheck({ id: `c${i}`, host: `h${i}` }))
    await syncChecks(db, checks, start, { pace: 1 })
    const taken = await Promise.all([1, 2, 3].map(() => claimDue(db, later(60_000), options)))
    expect(
      taken
        .flat()
        .map(({ host }) => host)
        .sort(),
    ).toEqual(checks.map(({ host }) => host).sort())
    await db.destroy()
  })
})

function never(): never {
  throw new Error('no job was claimed')
}
