import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ProbeName } from '../../probes/index.ts'
import { probes } from '../../probes/index.ts'
import type { MemberSet, Sample } from '../../probes/probe.ts'
import { windowAt } from '../../src/days.ts'
import type { Check, Instant, Look } from '../../src/model.ts'
import { wholeDevice } from '../../src/operations/fold-day.ts'
import { percentile } from '../../src/operations/percentile.ts'
import { kept } from '../../src/readiness/kept.ts'
import { seeWindow } from '../../src/readiness/window.ts'
import type { Database } from '../../src/store/database.ts'
import { pruneDays } from '../../src/store/days.ts'
import { saveInventory } from '../../src/store/inventory.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { loadUnitStates } from '../../src/store/observations.ts'
import { listSamples } from '../../src/store/series.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { databases } from '../helpers/databases.ts'
import { exampleCheck, exampleLook } from '../helpers/example.ts'
import { unit } from '../readiness/builders.ts'

const hourMs = 3_600_000
/** Midnight at +07:00. */
const start = Date.parse('2022-06-29T17:00:00.000Z')
const at = (hours: number): Instant => new Date(start + hours * hourMs).toISOString()

const mac = (number: number) => `00:53:00:00:00:${number.toString(16).padStart(2, '0')}`

const checkOf = (probe: ProbeName, everySeconds = 21_600): Check =>
  exampleCheck({
    id: `device~R1~${probe}`,
    unit: 'U1',
    probe,
    everySeconds,
    asset: { kind: 'device', code: 'R1' },
  })

const lookOf = (probe: ProbeName, hours: number, change: Partial<Look>): Look =>
  exampleLook(at(hours), { checkId: checkOf(probe).id, probeVersion: probes[probe].version, ...change })

async function opened(open: () => Promise<Database>, ...checks: Check[]): Promise<Database> {
  const db = await open()
  await saveInventory(db, { units: [{ ...unit, code: 'U1' }], assets: [] }, at(0))
  await syncChecks(db, checks, at(0), { pace: 1 })
  return db
}

/** What a window of that many days sees of a check at a moment. */
async function see(db: Database, probe: ProbeName, asOf: Instant, days: number, since?: Instant) {
  const [state] = await loadUnitStates(db, asOf, since === undefined ? {} : { since })
  const check = state?.checks.find((one) => one.check.probe === probe)
  if (check === undefined) throw new Error('the check is gone')
  const over = { days, sets: probe === 'snmp-neighbours' }
  return seeWindow(check, { over }, { asOf, pace: 1, probeVersion: probes[probe].version, outages: [] })
}

const arp = (members: number[]): MemberSet[] => [{ name: 'if.lan0.ipv4', members: members.map(mac) }]
const met = (hours: number, members: number[]) => lookOf('snmp-neighbours', hours, { sets: arp(members) })

describe.each(databases)('on %s', (name, open) => {
  const numRuns = name === 'sqlite' ? 6 : 1

  test('members are counted once over seven days, and the day that is not over yet is not counted', async () => {
    const db = await opened(open, checkOf('snmp-neighbours'))
    await recordLooks(db, [met(1, [1, 2]), met(7, [2, 3]), met(25, [3, 4]), met(169, [9])], { pace: 1, kept })
    const sizeAt = async (hours: number) =>
      (await see(db, 'snmp-neighbours', at(hours), 7)).membersOf('if.lan0.ipv4')?.size
    expect(await sizeAt(23.9)).toBeUndefined()
    expect(await sizeAt(24)).toBe(3)
    expect(await sizeAt(48)).toBe(4)
    expect(await sizeAt(191.9)).toBe(4) // the first day went out, the last is not over
    expect(await sizeAt(192)).toBe(3)
    expect(await sizeAt(24 * 20)).toBeUndefined()
    await db.destroy()
  })

  test('a look delivered twice, and one that failed, add nothing', async () => {
    const db = await opened(open, checkOf('snmp-neighbours'))
    const looks = [
      met(1, [1]),
      met(1, [1, 2]),
      lookOf('snmp-neighbours', 7, {
        sets: arp([3]),
        result: { ok: false, error: 'snmp_timeout', message: '' },
      }),
      lookOf('snmp-neighbours', 13, {}), // cut short, so that it tells of no members
    ]
    for (const look of [...looks, ...looks]) await recordLooks(db, [look], { pace: 1, kept })
    const seen = await see(db, 'snmp-neighbours', at(24), 7)
    expect(seen.membersOf('if.lan0.ipv4')?.size).toBe(1)
    expect(seen).toMatchObject({ looks: 1, expected: 28, coverage: 1 / 28 })
    await db.destroy()
  })

  test('no member is stored but as a hash, under salts that are forgotten', async () => {
    const db = await opened(open, checkOf('snmp-neighbours'))
    for (let day = 0; day < 30; day++) await recordLooks(db, [met(day * 24 + 1, [171])], { pace: 1, kept })
    const raw = [mac(171), mac(171).replaceAll(':', '')]
    for (const table of [
      'check_day',
      'member_day',
      'sample',
      'observation',
      'evidence',
      'last_look',
    ] as const)
      for (const row of await db.selectFrom(table).selectAll().execute())
        for (const value of Object.values(row)) {
          const bytes = value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value))
          for (const text of raw) {
            expect(bytes.includes(text)).toBe(false)
            if (!text.includes(':')) expect(bytes.includes(Buffer.from(text, 'hex'))).toBe(false)
          }
        }
    const hashes = await db.selectFrom('member_day').select(['salt', 'body']).execute()
    const bySalt = new Map(hashes.map(({ salt, body }) => [salt, Buffer.from(body).toString('hex')]))
    expect(bySalt.size).toBeGreaterThan(4)
    expect(new Set(bySalt.values()).size).toBe(bySalt.size) // the same member under another salt is another hash
    const { count } = await db
      .selectFrom('salt')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(count).toBeLessThanOrEqual(3)
    for (let day = 7; day <= 30; day++)
      expect((await see(db, 'snmp-neighbours', at(day * 24), 7)).membersOf('if.lan0.ipv4')?.size).toBe(1)
    await db.destroy()
  })

  test('days outlast their use by the time a report takes, and their salts do not', async () => {
    const db = await opened(open, checkOf('snmp-neighbours'))
    await recordLooks(db, [met(1, [1])], { pace: 1, kept })
    const count = async (table: 'check_day' | 'member_day' | 'salt') =>
      (await db.selectFrom(table).selectAll().execute()).length
    await pruneDays(db, at(24 * 62))
    expect([await count('check_day'), await count('member_day'), await count('salt')]).toEqual([1, 2, 0])
    await pruneDays(db, at(24 * 71))
    expect([await count('check_day'), await count('member_day')]).toEqual([0, 0])
    await db.destroy()
  })

  test('the numbers of any window are those of the raw looks, reckoned anew', async () => {
    const visits = fc.array(
      fc.record({
        hours: fc.integer({ min: 0, max: 24 * 18 }),
        members: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }),
        rtt: fc.integer({ min: 1, max: 500_000 }).map((thousandths) => thousandths / 1000),
        octets: fc.bigInt(0n, 10n ** 9n),
        reboot: fc.integer({ min: 0, max: 9 }).map((die) => die === 0),
        fails: fc.integer({ min: 0, max: 9 }).map((die) => die === 0),
      }),
      { minLength: 5, maxLength: 40 },
    )
    const asOfHours = fc.integer({ min: 24 * 4, max: 24 * 18 })
    await fc.assert(
      fc.asyncProperty(visits, asOfHours, async (given, hours) => {
        const probed: ProbeName[] = ['snmp-neighbours', 'reach-ping', 'snmp-traffic']
        const db = await opened(open, ...probed.map((probe) => checkOf(probe)))
        const inTurn = [...new Map(given.map((one) => [one.hours, one])).values()].sort(
          (one, other) => one.hours - other.hours,
        )
        const told: { hours: number; members: number[] }[] = []
        let counter = 10n ** 12n
        let bootHours = -1000
        let boots = 1
        for (const { hours: when, members, rtt, octets, reboot, fails } of inTurn) {
          counter = reboot ? octets : counter + octets
          if (reboot) {
            bootHours = when
            boots++
          }
          const result = fails ? { result: { ok: false, error: 'out_of_time', message: '' } as const } : {}
          const samples: Sample[] = [
            { series: 'sysUpTime', kind: 'gauge', value: (when - bootHours) * 360_000 + 1 },
            { series: 'engineBoots', kind: 'gauge', value: boots },
            { series: 'if.ge-0/0.100.inOctets', kind: 'counter', value: counter },
            { series: 'if.ge-0/0.100.outOctets', kind: 'counter', value: counter / 2n },
          ]
          const ping: Sample[] = [{ series: 'v6.rttAvgMs', kind: 'gauge', value: rtt }]
          if (!fails) told.push({ hours: when, members })
          await recordLooks(
            db,
            [
              lookOf('snmp-neighbours', when, { sets: arp(members), ...result }),
              lookOf('reach-ping', when, { samples: fails ? [] : ping, ...result }),
              lookOf('snmp-traffic', when, { samples: fails ? [] : samples, ...result }),
            ],
            { pace: 1, kept },
          )
        }
        const asOf = at(hours)
        const since = hours % 2 === 0 ? at(24 * 3) : undefined
        const { from, to } = windowAt(asOf, { days: 7, everySeconds: 21_600, pace: 1 })
        const within = (when: Instant) => when >= from && when < to

        const seen = await see(db, 'snmp-neighbours', asOf, 7, since)
        const visited = told.filter(({ hours: when }) => within(at(when)))
        expect(seen.looks).toBe(visited.length)
        expect(seen.membersOf('if.lan0.ipv4')?.size ?? 0).toBe(
          new Set(visited.flatMap(({ members }) => members)).size,
        )

        const pings = await listSamples(db, checkOf('reach-ping').id, { from, to, limit: 999 })
        const times = pings.map(({ values }) => Number(values['v6.rttAvgMs']))
        const naive = times
          .filter((time) => times.filter((other) => other <= time).length >= 0.95 * times.length)
          .reduce<number | null>((least, time) => (least === null || time < least ? time : least), null)
        const window = await see(db, 'reach-ping', asOf, 7, since)
        expect(percentile(window.valuesOf('v6.rttAvgMs'), 0.95)).toBe(naive)

        const all = await listSamples(db, checkOf('snmp-traffic').id, { from: at(-1), to, limit: 999 })
        const looks = all.toReversed().map(({ at: when, values }) => ({
          when,
          boots: values.engineBoots,
          octets:
            BigInt(values['if.ge-0/0.100.inOctets'] ?? 0) + BigInt(values['if.ge-0/0.100.outOctets'] ?? 0),
        }))
        const steps = looks.flatMap((look, index) => {
          const before = looks[index - 1]
          return before && within(look.when) ? [{ ...look, before }] : []
        })
        const sound = steps.filter(({ boots: after, before }) => after === before.boots)
        const traffic = await see(db, 'snmp-traffic', asOf, 7, since)
        for (const link of ['ge-0/0.100', wholeDevice]) {
          const growth = traffic.growthOf(link)
          expect(growth?.intervals ?? 0).toBe(sound.length)
          expect(growth?.dropped.reboot ?? 0).toBe(steps.length - sound.length)
          expect(growth?.counters.octets?.growth ?? 0n).toBe(
            sound.reduce((sum, { octets, before }) => sum + octets - before.octets, 0n),
          )
        }
        await db.destroy()
      }),
      { numRuns },
    )
  })
})
